import { readTimeStamp } from './host';
import {
  COLUMN_BYTES,
  columnAction,
  columnGap,
  columnGuesses,
  columnTarget,
  SEPARATORS_AT,
  WINDOW_AT,
} from './memory';
import { areDigits, lastDigits, numberOf } from './numbers';
import { findSeparators } from './separators';
import { findSlot, forgetTexts, learnText, slotEntry, slotHolds } from './texts';

export { narrowNumbers, numbersOfEntries } from './columns';
export { FREE_AT, WINDOW_AT, WINDOW_BYTES } from './memory';

/**
 * Reads the regular rows of a window of a CSV file into columns. The rules are those of `CarefulRow`; see `FastRows`.
 */

const LF: i32 = 10;
const CR: i32 = 13;
const QUOTE: i32 = 34;
const ZERO: i32 = 48;

/** What is done with the cells of a column: as in `row-plan.ts`. */
const SKIP: i32 = 0;
const TIME: i32 = 1;
const WHOLE: i32 = 2;
const SUCCESS: i32 = 3;
const VARIED: i32 = 4;
const STEADY: i32 = 5;
const ADDRESS: i32 = 6;

const WORD_TRUE: u32 = 0x65757274;
const WORD_ALSE: u32 = 0x65736c61;
const WORD_NULL: u32 = 0x6c6c756e;

/** No text; also of the host. */
const NONE: i32 = -1;
const REFUSED: i32 = -3;

/** Longer whole numbers are left to the careful reader: these fit 32 bits. */
const MAX_DIGITS: i32 = 9;

/** Shorter than the shortest run of zero bytes that is a hole. */
const MAX_SKIPPED_BYTES: i32 = 15;

/** Guesses of addresses: one for as many labels. */
const LABELS_MASK: i32 = 4095;

/** Why {@link scanRows} came to an end: */
export const BLOCK_FULL: i32 = 0;
/** the window ends before the row does; */
export const WINDOW_ENDS: i32 = 1;
/** the row is not regular. */
export const IRREGULAR: i32 = 2;

let delimiter: i32 = 0;
let columnsAt: usize = 0;
let columnsEnd: usize = 0;
/** Codes of the time stamps, and the labels of the block. */
let stampCodesAt: usize = 0;
let labelsAt: usize = 0;
let blockRows: i32 = 0;

/** Offset of the first row that was not read, and the first separator that is not before it. */
let position: i32 = 0;
let separatorAt: usize = 0;
/** Complete rows of the block. */
let rows: i32 = 0;
let crlfRows: i32 = 0;

/** Tells the scanner about the file: `width` descriptions of columns stand at `columns`. */
export function setUp(
  delimiterByte: i32,
  columns: usize,
  width: i32,
  stampCodes: usize,
  labels: usize,
  rowsOfBlock: i32,
): void {
  delimiter = delimiterByte;
  columnsAt = columns;
  columnsEnd = columns + <usize>width * COLUMN_BYTES;
  stampCodesAt = stampCodes;
  labelsAt = labels;
  blockRows = rowsOfBlock;
}

/** Drops all recent texts: their entries mean others from now on. */
export function forget(): void {
  for (let column = columnsAt; column < columnsEnd; column += COLUMN_BYTES) {
    if (columnAction(column) >= VARIED) forgetTexts(column);
  }
}

/** There are `size` new bytes in the window; a row starts at the first one. */
export function openWindow(size: i32): void {
  findSeparators(<u8>delimiter, size);
  position = 0;
  separatorAt = SEPARATORS_AT;
}

/** A row starts there, not before the present position. */
export function moveTo(offset: i32): void {
  position = offset;
  while (<i32>load<u16>(separatorAt) < offset) separatorAt += 2;
}

export function getPosition(): i32 {
  return position;
}

export function getRows(): i32 {
  return rows;
}

/** The block has so many complete rows. */
export function setRows(count: i32): void {
  rows = count;
}

/** Rows that ended in CR LF since the last call. */
export function takeCrlfRows(): i32 {
  const count = crlfRows;
  crlfRows = 0;
  return count;
}

/** Reads rows until something is in the way: {@link BLOCK_FULL} or one of its neighbours. */
export function scanRows(): i32 {
  // In locals: what is global has to be fetched from memory every time.
  const firstColumn = columnsAt;
  const behindColumns = columnsEnd;
  const delimiterByte = delimiter;
  const last = columnsEnd - COLUMN_BYTES;
  let cell = position;
  let separator = separatorAt;
  let row = rows;
  while (true) {
    let crlf: i32 = 0;
    let columnIndex: i32 = 0;
    for (let column = firstColumn; column < behindColumns; column += COLUMN_BYTES) {
      let start = cell;
      let end = <i32>load<u16>(separator);
      let stop = byteAt(end);
      let cellEnd = end;
      let quoted = false;
      separator += 2;
      if (stop == QUOTE) {
        if (end == start) {
          // Up to the next quote, over delimiters.
          do {
            cellEnd = <i32>load<u16>(separator);
            stop = byteAt(cellEnd);
            separator += 2;
          } while (stop == delimiterByte);
          if (stop != QUOTE) return stopped(stop);
          quoted = true;
          start += 1;
          end = <i32>load<u16>(separator);
          stop = byteAt(end);
          separator += 2;
          const behind = end - cellEnd;
          if (behind != 1 && (behind != 2 || column != last || byteAt(end - 1) != CR)) {
            return stopped(stop);
          }
        } else {
          // Quotes inside of a cell without quotes are text.
          do {
            end = <i32>load<u16>(separator);
            stop = byteAt(end);
            separator += 2;
          } while (stop == QUOTE);
          cellEnd = end;
        }
      }
      if (column != last) {
        if (stop != delimiterByte) return stopped(stop);
      } else {
        if (stop != LF) return stopped(stop);
        if (end > cell && byteAt(end - 1) == CR) {
          crlf = 1;
          if (!quoted) cellEnd = end - 1;
        }
      }
      const length = cellEnd - start;
      const text = WINDOW_AT + <usize>start;
      cell = end + 1;

      const action = columnAction(column);
      if (action >= VARIED) {
        let entry = NONE;
        if (length == 0) {
          if (quoted) return IRREGULAR;
        } else if (length == 4 && (quoted || action == ADDRESS) && load<u32>(text) == WORD_NULL) {
          if (quoted) return IRREGULAR;
        } else {
          entry = textEntry(column, columnIndex, action, row, text, length);
          if (entry == REFUSED) return IRREGULAR;
        }
        store<i32>(columnTarget(column) + 4 * <usize>row, entry);
      } else {
        if (quoted) return IRREGULAR;
        const textEnd = text + <usize>length;
        switch (action) {
          case WHOLE: {
            let value: f64 = NaN;
            if (length == 0) {
              const gap = columnGap(column);
              if (gap == 0) return IRREGULAR;
              store<u8>(gap, 1);
            } else {
              if (length > MAX_DIGITS) return IRREGULAR;
              const digits = lastDigits(textEnd, min(length, 8));
              const ninth = length == MAX_DIGITS ? <i32>load<u8>(text) - ZERO : 0;
              if (!areDigits(digits) || <u32>ninth > 9) return IRREGULAR;
              value = <f64>(<i32>numberOf(digits) + ninth * 100_000_000);
            }
            store<f64>(columnTarget(column) + 8 * <usize>row, value);
            break;
          }
          case TIME: {
            if (length == 13) {
              const high = lastDigits(text + 8, 8);
              const low = lastDigits(textEnd, 5);
              if (areDigits(high) && areDigits(low)) {
                const milliseconds = numberOf(high) * 100_000 + numberOf(low);
                store<f64>(columnTarget(column) + 8 * <usize>row, <f64>(<i64>(milliseconds * 1000)));
                store<u8>(stampCodesAt + <usize>row, 0);
                break;
              }
            }
            if (length == 0 || readTimeStamp(start, cellEnd, row) == 0) return IRREGULAR;
            break;
          }
          case SUCCESS: {
            const word = load<u32>(text);
            let ok: u8 = 1;
            if (length != 4 || word != WORD_TRUE) {
              if (length != 5 || load<u8>(text) != 102 || load<u32>(text, 1) != WORD_ALSE) return IRREGULAR;
              ok = 0;
            }
            store<u8>(columnTarget(column) + <usize>row, ok);
            break;
          }
          default: {
            if (length > MAX_SKIPPED_BYTES) return IRREGULAR;
          }
        }
      }
      columnIndex += 1;
    }
    position = cell;
    separatorAt = separator;
    row += 1;
    rows = row;
    crlfRows += crlf;
    if (row == blockRows) return BLOCK_FULL;
  }
}

function byteAt(offset: i32): i32 {
  return <i32>load<u8>(WINDOW_AT + <usize>offset);
}

/** Where a row goes on behind the window, the last separator is followed by nothing. */
function stopped(stop: i32): i32 {
  return stop == 0 ? WINDOW_ENDS : IRREGULAR;
}

/** Entry of a text, mostly one that was guessed: the same as in the row before, or the same as with this label before. */
function textEntry(column: usize, columnIndex: i32, action: i32, row: i32, text: usize, length: i32): i32 {
  if (action == VARIED) {
    const slot = findSlot(column, text, length);
    if (load<i32>(slot, 4) != 0) return slotEntry(slot);
    return learnText(column, columnIndex, slot, text, length);
  }
  const label = action == ADDRESS ? load<i32>(labelsAt + 4 * <usize>row) & LABELS_MASK : 0;
  const guessAt = columnGuesses(column) + 4 * <usize>label;
  const guess = <usize>load<u32>(guessAt);
  if (slotHolds(guess, text, length)) return slotEntry(guess);
  const slot = findSlot(column, text, length);
  store<u32>(guessAt, <u32>slot);
  if (load<i32>(slot, 4) != 0) return slotEntry(slot);
  return learnText(column, columnIndex, slot, text, length);
}
