import { Rfc3339Reader } from '../k6/rfc3339.ts';

const DIGIT_0 = 48;
const DIGIT_9 = 57;

/** The forms of `K6_CSV_TIME_FORMAT`; the RFC 3339 ones differ only in their digits. */
export const timeForms = ['seconds', 'milliseconds', 'microseconds', 'nanoseconds', 'RFC 3339'] as const;

const RFC_3339 = 4;
/** Digits of the longest number that is whole in a double. */
const EXACT_DIGITS = 15;

/**
 * Reads the time stamps of k6's CSV from bytes. Nothing in a file says which form it has: Unix time in s, ms, µs or ns has
 * 10, 13, 16 or 19 digits from 2001 to 2286, and 9, 12, 15 or 18 from 1973 on. The result stands in the fields.
 */
export class TimeCellReader {
  /** Whole microseconds since 1970-01-01T00:00:00Z. */
  us = 0;
  /** Nanoseconds beyond {@link us}, 0..999. */
  ns = 0;
  /** Index in {@link timeForms} of the last time stamp. */
  form = 0;
  /** The last time stamp has no fraction of a second, as `rfc3339` has none. */
  inSeconds = false;
  private readonly instant = new Rfc3339Reader();

  /** @returns the position behind the time stamp that starts at `at`, or -1; the fields change only in the first case */
  read(bytes: Uint8Array, at: number): number {
    let end = at;
    let value = 0;
    for (;;) {
      const byte = bytes[end]!;
      if (!(byte >= DIGIT_0 && byte <= DIGIT_9)) break;
      if (end - at < EXACT_DIGITS) value = value * 10 + (byte - DIGIT_0);
      end += 1;
    }
    const digits = end - at;
    if (digits === 4) return this.readDate(bytes, at);
    switch (digits) {
      case 9:
      case 10:
        return this.keep(0, value * 1_000_000, 0, end);
      case 12:
      case 13:
        return this.keep(1, value * 1000, 0, end);
      case 15:
        return this.keep(2, value, 0, end);
      case 16:
        return this.keep(2, value * 10 + (bytes[at + 15]! - DIGIT_0), 0, end);
      case 18:
        return this.keep(3, value, threeDigits(bytes, at + 15), end);
      case 19:
        return this.keep(3, value * 10 + (bytes[at + 15]! - DIGIT_0), threeDigits(bytes, at + 16), end);
      default:
        return -1;
    }
  }

  private readDate(bytes: Uint8Array, at: number): number {
    const { instant } = this;
    const end = instant.read(bytes, at);
    if (end < 0) return -1;
    this.inSeconds = instant.ns === 0 && instant.us % 1_000_000 === 0;
    this.us = instant.us;
    this.ns = instant.ns;
    this.form = RFC_3339;
    return end;
  }

  private keep(form: number, us: number, ns: number, end: number): number {
    this.form = form;
    this.us = us;
    this.ns = ns;
    this.inSeconds = form === 0;
    return end;
  }
}

function threeDigits(bytes: Uint8Array, at: number): number {
  return (bytes[at]! - DIGIT_0) * 100 + (bytes[at + 1]! - DIGIT_0) * 10 + (bytes[at + 2]! - DIGIT_0);
}
