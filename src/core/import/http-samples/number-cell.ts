import { DecimalReader } from '../k6/decimal.ts';

const DIGIT_0 = 48;

/** The digits `bytes[start..end)` as a number; NaN when it is none, or not exact in a double. */
export function wholeNumber(bytes: Uint8Array, start: number, end: number): number {
  if (end <= start || end - start > 16) return NaN;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = bytes[at]! - DIGIT_0;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    value = value * 10 + digit;
  }
  return value <= Number.MAX_SAFE_INTEGER ? value : NaN;
}

/** Reads decimal seconds from bytes as milliseconds. */
export class SecondsReader {
  private readonly number = new DecimalReader();

  /**
   * @returns the nearest double to the value in ms, taken to whole nanoseconds (the clocks of the tools count no less; up
   *   to a million seconds);
   *   NaN when `bytes[start..end)` is no number
   */
  ms(bytes: Uint8Array, start: number, end: number): number {
    if (this.number.read(bytes, start) !== end) return NaN;
    const nanoseconds = Math.round(this.number.value * 1e9);
    return Number.isSafeInteger(nanoseconds) ? nanoseconds / 1e6 : NaN;
  }
}
