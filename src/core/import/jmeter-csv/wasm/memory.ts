/**
 * What lies where in the memory that the scanner shares with its host, `row-scanner.ts`. The host takes all other places,
 * those of columns and of recent texts, from {@link FREE_AT} on.
 */

/** Texts are compared 16 bytes at a time: so many bytes before and behind everything may be read. */
export const PAD: usize = 64;

/** Where the bytes that are being scanned stand. Their offsets fit 16 bits. */
export const WINDOW_AT: usize = 1024;
export const WINDOW_BYTES: i32 = 65_472;

/** Offsets of separators in the window, `u16` each, in order; the end of the window follows as the last one. */
export const SEPARATORS_AT: usize = WINDOW_AT + 65_536 + PAD;
const SEPARATORS_BYTES: usize = 2 * 65_536 + PAD;

export const FREE_AT: usize = SEPARATORS_AT + SEPARATORS_BYTES;

/** Description of one column of the file: ten numbers of 32 bits, written by the host. */
export const COLUMN_BYTES: usize = 64;

export function columnAction(column: usize): i32 {
  return load<i32>(column);
}

/** Where the values of the column go: `f64` for numbers, `i32` for texts, a byte for `success`. */
export function columnTarget(column: usize): usize {
  return load<u32>(column, 4);
}

/** A byte that is set when a number is missing; 0 for a column in which none may be missing. */
export function columnGap(column: usize): usize {
  return load<u32>(column, 8);
}

/** The hash table of recent texts. */
export function columnSlots(column: usize): usize {
  return load<u32>(column, 12);
}

/** How many slots it has, less one: a power of two less one. */
export function columnSlotMask(column: usize): i32 {
  return load<i32>(column, 16);
}

/** Where the recent texts themselves stand, and how many bytes there are for them. */
export function columnTexts(column: usize): usize {
  return load<u32>(column, 20);
}

export function columnTextsBytes(column: usize): i32 {
  return load<i32>(column, 24);
}

/** Slots that are probably the next ones, see `guesses.ts`: one, or one per label. */
export function columnGuesses(column: usize): usize {
  return load<u32>(column, 28);
}

/** How many bytes of texts there are. The scanner's own, as the next one. */
export function usedTextsBytes(column: usize): i32 {
  return load<i32>(column, 32);
}

export function setUsedTextsBytes(column: usize, bytes: i32): void {
  store<i32>(column, bytes, 32);
}

export function usedSlots(column: usize): i32 {
  return load<i32>(column, 36);
}

export function setUsedSlots(column: usize, slots: i32): void {
  store<i32>(column, slots, 36);
}
