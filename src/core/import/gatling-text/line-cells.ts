const TAB = 9;
const LF = 10;
const CR = 13;
const MINUS = 45;
const ZERO = 48;
const NINE = 57;

/** No record has more; what follows stays in the last one. Extra cells of 2.x lie behind everything that is read. */
const MAX_CELLS = 24;
/** More digits are no number that a double can hold. */
const MAX_DIGITS = 15;
/** Of a 64-bit number. */
const MAX_LONG_DIGITS = 19;

/** Answer of {@link LineCells.number} for a cell that is no whole number. */
export const NO_NUMBER = -1;

/** How a line ended: `cut` by the end of the bytes, `zero` by a zero byte. */
export type LineEnd = 'line-feed' | 'cut' | 'zero';

/** The cells of one line, as places in the bytes. */
export class LineCells {
  count = 0;
  /** Behind the last cell, without line end. */
  end = 0;
  /** Where the next line starts; for `zero` the place of the zero byte. */
  next = 0;
  lastTab = 0;
  private bytes: Uint8Array = new Uint8Array(0);
  private readonly starts = new Int32Array(MAX_CELLS);

  /** Finds the cells of the line at `at`. */
  split(bytes: Uint8Array, at: number, length: number): LineEnd {
    const { starts } = this;
    this.bytes = bytes;
    starts[0] = at;
    let count = 1;
    let end: LineEnd = 'cut';
    let place = at;
    this.lastTab = -1;
    for (; place < length; place++) {
      const byte = bytes[place]!;
      if (byte > LF) continue;
      if (byte === TAB) {
        this.lastTab = place;
        if (count < MAX_CELLS) {
          starts[count] = place + 1;
          count += 1;
        }
      } else if (byte === LF || byte === 0) {
        end = byte === LF ? 'line-feed' : 'zero';
        break;
      }
    }
    this.count = count;
    this.next = end === 'line-feed' ? place + 1 : place;
    // On Windows lines end in CR LF.
    this.end = place > at && bytes[place - 1] === CR ? place - 1 : place;
    return end;
  }

  startOf(cell: number): number {
    return this.starts[cell]!;
  }

  endOf(cell: number): number {
    return cell + 1 < this.count ? this.starts[cell + 1]! - 1 : this.end;
  }

  isEmpty(cell: number): boolean {
    return this.endOf(cell) <= this.startOf(cell);
  }

  /** Whether the cell is this ASCII word. */
  is(cell: number, word: string): boolean {
    const start = this.startOf(cell);
    if (this.endOf(cell) - start !== word.length) return false;
    for (let i = 0; i < word.length; i++) if (this.bytes[start + i] !== word.charCodeAt(i)) return false;
    return true;
  }

  /** Whether the cell is a whole number that {@link number} does not read: below zero, or too large. */
  isOtherNumber(cell: number): boolean {
    const start = this.startOf(cell);
    const end = this.endOf(cell);
    const isNegative = this.bytes[start] === MINUS;
    if (!isNegative && end - start <= MAX_DIGITS) return false;
    const first = isNegative ? start + 1 : start;
    for (let at = first; at < end; at++) if (this.bytes[at]! < ZERO || this.bytes[at]! > NINE) return false;
    return end > first && end - first <= MAX_LONG_DIGITS;
  }

  /** The whole number of a cell, or {@link NO_NUMBER}. */
  number(cell: number): number {
    const start = this.startOf(cell);
    const end = this.endOf(cell);
    if (end <= start || end - start > MAX_DIGITS) return NO_NUMBER;
    let value = 0;
    for (let at = start; at < end; at++) {
      const digit = this.bytes[at]!;
      if (digit < ZERO || digit > NINE) return NO_NUMBER;
      value = value * 10 + (digit - ZERO);
    }
    return value;
  }
}
