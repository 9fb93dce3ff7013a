/**
 * Reads rows of whole numbers as V8 writes them (`1,2,3\n,4,5,6`) into columns; its host is `row-scanner.ts`. Whatever else
 * stands in the bytes stops it at the start of the row: a careful reader looks at that one.
 */

/** Where the bytes stand; behind them a byte that is neither digit nor comma, and then room to read over them. */
export const WINDOW_AT: i32 = 1024;
export const WINDOW_BYTES: i32 = 65_536;
/** Rows that a column has room for. */
export const COLUMN_ROWS: i32 = 4096;
/** The first column, `u32` each; the next one follows it. */
export const COLUMNS_AT: i32 = WINDOW_AT + WINDOW_BYTES + 64;

const ZEROS: u64 = 0x3030303030303030;
/** Added to a byte without `0`: the high bit is set for more than 9. */
const ABOVE_NINE: u64 = 0x7676767676767676;
const HIGH_BITS: u64 = 0x8080808080808080;
const COMMA: u8 = 44;
/** A line feed, and a comma behind it. */
const LINE_COMMA: u16 = 0x2c0a;

let position: i32 = 0;

/** Where the last call of {@link readRows} ended: at the first row that was not read. */
export function getPosition(): i32 {
  return position;
}

/**
 * @param from offset of a row in the window
 * @param width numbers of a row
 * @returns how many rows were read, at most {@link COLUMN_ROWS}
 */
export function readRows(from: i32, width: i32): i32 {
  let begin = <usize>(WINDOW_AT + from);
  let rows = 0;
  while (rows < COLUMN_ROWS) {
    let at = begin;
    let to = <usize>(COLUMNS_AT + 4 * rows);
    let left = width;
    for (; left > 0; left--) {
      const word = load<u64>(at) ^ ZEROS;
      // A sum that runs over changes bytes behind the first one that is no digit.
      const marks = ((word + ABOVE_NINE) | word) & HIGH_BITS;
      const digits = (<i32>ctz(marks)) >> 3;
      if (digits == 0) break;
      // What is behind the digits is shifted out, and zeros come before them.
      let value = numberOf(word << (64 - 8 * digits));
      at += digits;
      if (digits == 8) {
        let digit = load<u8>(at) ^ 48;
        while (digit < 10 && value <= u32.MAX_VALUE) {
          value = value * 10 + digit;
          at += 1;
          digit = load<u8>(at) ^ 48;
        }
        if (value > u32.MAX_VALUE) break;
      }
      if (load<u8>(at) == COMMA) at += 1;
      else if (load<u16>(at) == LINE_COMMA) at += 2;
      else break;
      store<u32>(to, <u32>value);
      to += 4 * COLUMN_ROWS;
    }
    if (left > 0) break;
    begin = at;
    rows += 1;
  }
  position = <i32>begin - WINDOW_AT;
  return rows;
}

/** The number that eight digits are, the first one in the lowest byte: pairs of them, then pairs of pairs, then both halves. */
function numberOf(digits: u64): u64 {
  const pairs = digits * 10 + (digits >> 8);
  return (
    ((pairs & 0x000000ff000000ff) * 0x000f424000000064 +
      ((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >>
    32
  );
}
