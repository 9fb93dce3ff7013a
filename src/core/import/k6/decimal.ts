const DIGIT_0 = 48;
const MINUS = 45;
const PLUS = 43;
const DOT = 46;
const LOWER_E = 101;
/** Below this a whole number is exact in a double. */
const EXACT_MANTISSA = 2 ** 53;
/** 10^22 is the largest power of ten that is exact in a double. */
const EXACT_POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** A longer number is left to `JSON.parse`: its bytes would not fit on the stack. */
const LONGEST = 1000;

/**
 * Reads JSON numbers from bytes and rounds them correctly, as `JSON.parse` does: a whole number below 2^53 times or
 * divided by an exact power of ten is one correctly rounded operation (Clinger's fast path); the rest goes to `Number`.
 * The result stands in a field, so that a line costs no allocation.
 */
export class DecimalReader {
  value = 0;

  /** @returns the position behind the number that starts at `at`, or -1 when there is no finite one of sensible length */
  read(bytes: Uint8Array, at: number): number {
    let end = at;
    let byte = bytes[end];
    const negative = byte === MINUS;
    if (negative) byte = bytes[++end];

    let mantissa = 0;
    let digit = byte! - DIGIT_0;
    if (!(digit >= 0 && digit <= 9)) return -1;
    const zero = digit === 0;
    const firstDigit = end;
    do {
      mantissa = mantissa * 10 + digit;
      digit = bytes[++end]! - DIGIT_0;
    } while (digit >= 0 && digit <= 9);
    // JSON has no leading zeros.
    if (zero && end > firstDigit + 1) return -1;

    let scale = 0;
    if (bytes[end] === DOT) {
      const first = end + 1;
      end = first;
      digit = bytes[end]! - DIGIT_0;
      while (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        digit = bytes[++end]! - DIGIT_0;
      }
      if (end === first) return -1;
      scale = first - end;
    }

    if ((bytes[end]! | 32) === LOWER_E) {
      const sign = bytes[end + 1];
      let from = end + 1;
      if (sign === PLUS || sign === MINUS) from += 1;
      let exponent = 0;
      end = from;
      digit = bytes[end]! - DIGIT_0;
      while (digit >= 0 && digit <= 9) {
        exponent = exponent * 10 + digit;
        digit = bytes[++end]! - DIGIT_0;
      }
      if (end === from) return -1;
      scale += sign === MINUS ? -exponent : exponent;
    }

    let value: number;
    if (mantissa < EXACT_MANTISSA && scale <= 0 && scale >= -22) {
      value = mantissa / EXACT_POWERS[-scale]!;
      if (negative) value = -value;
    } else if (mantissa < EXACT_MANTISSA && scale > 0 && scale <= 22) {
      value = mantissa * EXACT_POWERS[scale]!;
      if (negative) value = -value;
    } else {
      if (end - at > LONGEST) return -1;
      value = Number(String.fromCharCode(...bytes.subarray(at, end)));
      if (!Number.isFinite(value)) return -1;
    }
    this.value = value;
    return end;
  }
}
