const DIGIT_0 = 48;
const DASH = 45;
const COLON = 58;
const DOT = 46;
const PLUS = 43;
const UPPER_T = 84;
const UPPER_Z = 90;

const DAY_US = 86_400_000_000;
/** Beyond these years an instant in µs is no longer a whole number below 2^53. No clock stands there. */
const FIRST_YEAR = 1700;
const LAST_YEAR = 2250;
/** Makes every range check fail when one of two digits is none. */
const NO_NUMBER = -10_000;

/**
 * Reads the time stamps of Go's JSON encoder, `2024-08-22T01:14:12.707865571-03:00`, from bytes: RFC 3339 with up to
 * nanoseconds and any offset. The result stands in the fields, so that a line costs no allocation.
 */
export class Rfc3339Reader {
  /** Whole microseconds since 1970-01-01T00:00:00Z, rounded down. */
  us = 0;
  /** Nanoseconds beyond {@link us}, 0..999. */
  ns = 0;
  private dateKey = -1;
  private dateUs = 0;

  /**
   * @returns the position behind the time stamp that starts at `at`, or -1 when there is none (or one outside the years
   *   1700 to 2250); the fields change only in the first case
   */
  read(bytes: Uint8Array, at: number): number {
    const year = two(bytes, at) * 100 + two(bytes, at + 2);
    const month = two(bytes, at + 5);
    const day = two(bytes, at + 8);
    const hour = two(bytes, at + 11);
    const minute = two(bytes, at + 14);
    const second = two(bytes, at + 17);
    if (
      bytes[at + 4] !== DASH ||
      bytes[at + 7] !== DASH ||
      bytes[at + 10] !== UPPER_T ||
      bytes[at + 13] !== COLON ||
      bytes[at + 16] !== COLON ||
      !(hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60)
    ) {
      return -1;
    }
    const dateKey = (year * 16 + month) * 32 + day;
    if (dateKey !== this.dateKey) {
      if (!isDate(year, month, day)) return -1;
      this.dateKey = dateKey;
      this.dateUs = daysSince1970(year, month, day) * DAY_US;
    }

    let end = at + 19;
    let nanoseconds = 0;
    if (bytes[end] === DOT) {
      const first = end + 1;
      end = first;
      let unit = 100_000_000;
      for (;;) {
        const digit = bytes[end]! - DIGIT_0;
        if (!(digit >= 0 && digit <= 9)) break;
        // Digits beyond the ninth are smaller than Go's clock can tell: unit is 0.1 there and they are cut off below.
        if (unit >= 1) nanoseconds += digit * unit;
        unit /= 10;
        end += 1;
      }
      if (end === first) return -1;
    }

    let offsetMinutes = 0;
    const zone = bytes[end];
    if (zone === UPPER_Z) {
      end += 1;
    } else if (zone === PLUS || zone === DASH) {
      const hours = two(bytes, end + 1);
      const minutes = two(bytes, end + 4);
      if (bytes[end + 3] !== COLON || !(hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60)) return -1;
      offsetMinutes = (hours * 60 + minutes) * (zone === PLUS ? 1 : -1);
      end += 6;
    } else {
      return -1;
    }
    const microseconds = Math.floor(nanoseconds / 1000);
    this.us = this.dateUs + (((hour * 60 + minute - offsetMinutes) * 60 + second) * 1_000_000 + microseconds);
    this.ns = nanoseconds - microseconds * 1000;
    return end;
  }
}

function two(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - DIGIT_0;
  const ones = bytes[at + 1]! - DIGIT_0;
  // Written so that the NaN of a position behind the end fails too.
  if (!(tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9)) return NO_NUMBER;
  return tens * 10 + ones;
}

function isDate(year: number, month: number, day: number): boolean {
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 && month <= 12 && day >= 1)) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const last =
    month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return day <= last;
}

function daysSince1970(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / 86_400_000;
}
