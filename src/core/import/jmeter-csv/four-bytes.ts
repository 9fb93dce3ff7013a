/**
 * Four characters of a file as one number of 32 bits, the first one lowest, and what arithmetic can tell about them at
 * once. Bytes are found by marks: a number in which the high bit of a byte is set where the byte has some property. Only
 * the lowest mark is exact (a borrow or carry out of its byte may set others), and only that one is used.
 */

const EACH = 0x01010101;
const HIGH_BITS = 0x80808080 | 0;

export const WORD_TRUE = 0x65757274;
/** The start of `false`. */
export const WORD_FALS = 0x736c6166;
export const WORD_NULL = 0x6c6c756e;
export const WORD_TEXT = 0x74786574;

/** The same byte four times. */
export function fourTimes(byte: number): number {
  return Math.imul(byte, EACH);
}

/** Marks bytes that are zero. With `word ^ fourTimes(byte)`: those that are that byte. */
export function markZeros(word: number): number {
  return (word - EACH) & ~word & HIGH_BITS;
}

/** Marks bytes that are no decimal digit. Below `0` the subtraction borrows, above `9` the addition reaches the high bit. */
export function markNonDigits(word: number): number {
  return ((word + 0x46464646) | (word - 0x30303030)) & HIGH_BITS;
}

/** Which byte has the lowest mark: 0 to 3. There must be one. */
export function firstMark(marks: number): number {
  return (31 - Math.clz32(marks & -marks)) >> 3;
}

/** The number that four digits are. */
export function fourDigits(word: number): number {
  const digits = word & 0x0f0f0f0f;
  // Two steps instead of four: tens and ones of both pairs, then hundreds and the rest.
  const pairs = (Math.imul(digits, 10 * 256 + 1) >>> 8) & 0x00ff00ff;
  return Math.imul(pairs, 100 * 65_536 + 1) >>> 16;
}

/** The number that the first 1 to 3 digits are. */
export function firstDigits(word: number, count: number): number {
  // Shifted up, the digits stand last, and zero bytes before them count as zeros.
  return fourDigits(word << (32 - 8 * count));
}
