import type { Likeness } from '../delimited/record-splitter.ts';

const LF = 10;
const QUOTE = 34;
const COMMA = 44;
const DASH = 45;
const DIGIT_0 = 48;
const DIGIT_9 = 57;

/** Longest name of a metric that tells a row: k6 allows 128 letters. */
const MAX_NAME = 200;
/** Digits from which on a number is a time stamp for certain. */
const SURE_DIGITS = 9;

/**
 * Whether a row starts at `at`: a name without quotes, a comma, and nine digits or a year and a dash. So no good row is
 * swallowed by a quote that was never closed before it.
 */
export function isPointStart(bytes: Uint8Array, at: number, length: number, final: boolean): Likeness {
  const missing: Likeness = final ? 'no' : 'unknown';
  const stop = at + MAX_NAME;
  let p = at;
  for (; ; p++) {
    if (p >= length) return missing;
    const byte = bytes[p]!;
    if (byte === COMMA) break;
    if (byte < 32 || byte === QUOTE || byte === LF || p === stop) return 'no';
  }
  if (p === at) return 'no';
  const digits = p + 1;
  for (p = digits; ; p++) {
    if (p >= length) return missing;
    const byte = bytes[p]!;
    if (byte < DIGIT_0 || byte > DIGIT_9) return byte === DASH && p - digits === 4 ? 'yes' : 'no';
    if (p - digits + 1 === SURE_DIGITS) return 'yes';
  }
}
