import type { Likeness } from '../delimited/record-splitter.ts';
import { wholeNumber } from '../http-samples/number-cell.ts';

const COMMA = 44;
const DIGIT_0 = 48;
const DIGIT_9 = 57;
/** Unix time in ns has 18 digits from 1973 to 2001 and 19 until 2286. */
const FEWEST_DIGITS = 18;
const MOST_DIGITS = 19;

/** Unix time in ns, `bytes[start..end)`, as whole µs; NaN when it is none. */
export function nanosecondsToUs(bytes: Uint8Array, start: number, end: number): number {
  const digits = end - start;
  if (digits < FEWEST_DIGITS || digits > MOST_DIGITS) return NaN;
  return wholeNumber(bytes, end - 3, end) >= 0 ? wholeNumber(bytes, start, end - 3) : NaN;
}

/** Whether a row starts at `at`: a time stamp in ns and a comma. */
export function isResultStart(bytes: Uint8Array, at: number, length: number, final: boolean): Likeness {
  for (let p = at; ; p++) {
    if (p >= length) return final ? 'no' : 'unknown';
    const byte = bytes[p]!;
    const digits = p - at;
    if (byte === COMMA) return digits >= FEWEST_DIGITS && digits <= MOST_DIGITS ? 'yes' : 'no';
    if (byte < DIGIT_0 || byte > DIGIT_9 || digits === MOST_DIGITS) return 'no';
  }
}
