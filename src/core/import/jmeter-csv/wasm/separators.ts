import { SEPARATORS_AT, WINDOW_AT } from './memory';

const LF: u8 = 10;
const QUOTE: u8 = 34;

/**
 * Finds all delimiters, quotes and line ends of the window, 16 bytes at a time, and writes their offsets to
 * {@link SEPARATORS_AT}; `size` follows as the last one. Whether one of them is inside quotes is told later.
 */
export function findSeparators(delimiter: u8, size: i32): void {
  const delimiters = i8x16.splat(delimiter);
  const quotes = i8x16.splat(QUOTE);
  const lineEnds = i8x16.splat(LF);
  let to = SEPARATORS_AT;
  for (let at = 0; at < size; at += 64) {
    const from = WINDOW_AT + <usize>at;
    let marks =
      (<u64>marksOf(v128.load(from), delimiters, quotes, lineEnds)) |
      ((<u64>marksOf(v128.load(from, 16), delimiters, quotes, lineEnds)) << 16) |
      ((<u64>marksOf(v128.load(from, 32), delimiters, quotes, lineEnds)) << 32) |
      ((<u64>marksOf(v128.load(from, 48), delimiters, quotes, lineEnds)) << 48);
    // Behind the end stand bytes of an earlier window.
    if (size - at < 64) marks &= ((<u64>1) << (size - at)) - 1;
    const next = to + 2 * <usize>popcnt(marks);
    // Eight at a time, wanted or not: the processor cannot foretell how many there are, and guesses cost more.
    while (true) {
      store<u16>(to, <u16>(at + <i32>ctz(marks)));
      marks &= marks - 1;
      store<u16>(to, <u16>(at + <i32>ctz(marks)), 2);
      marks &= marks - 1;
      store<u16>(to, <u16>(at + <i32>ctz(marks)), 4);
      marks &= marks - 1;
      store<u16>(to, <u16>(at + <i32>ctz(marks)), 6);
      marks &= marks - 1;
      store<u16>(to, <u16>(at + <i32>ctz(marks)), 8);
      marks &= marks - 1;
      store<u16>(to, <u16>(at + <i32>ctz(marks)), 10);
      marks &= marks - 1;
      store<u16>(to, <u16>(at + <i32>ctz(marks)), 12);
      marks &= marks - 1;
      store<u16>(to, <u16>(at + <i32>ctz(marks)), 14);
      marks &= marks - 1;
      if (marks == 0) break;
      to += 16;
    }
    to = next;
  }
  store<u16>(to, <u16>size);
  // No separator: whoever comes to the end of the window finds no end of a cell there.
  store<u8>(WINDOW_AT + <usize>size, 0);
}

/** One bit per byte that is one of the three. */
function marksOf(bytes: v128, delimiters: v128, quotes: v128, lineEnds: v128): i32 {
  return i8x16.bitmask(
    v128.or(v128.or(i8x16.eq(bytes, delimiters), i8x16.eq(bytes, quotes)), i8x16.eq(bytes, lineEnds)),
  );
}
