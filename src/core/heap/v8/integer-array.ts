import type { ByteCursor } from './byte-cursor.ts';

/** Takes whole rows of a flat array: `block[0..count)`, `count` a multiple of the row length. */
export type RowSink = (block: Float64Array, count: number) => void;

/** `closed`: its `]` was there. `cut`: the file ended. `bad`: something that is no whole number; the cursor is at it. */
export type ArrayEnd = 'closed' | 'cut' | 'bad';

export interface IntegersRead {
  /** Numbers that were read. */
  readonly count: number;
  readonly how: ArrayEnd;
}

const ROWS_PER_BLOCK = 4096;
const COMMA = 44;
const MINUS = 45;
const ZERO = 48;
const OPEN = 91;
const CLOSE = 93;
/** Below it another digit cannot leave 31 bits. */
const SMALL = 200_000_000;

/**
 * Reads a JSON array of whole numbers, the cursor being behind its `[`. No number becomes a string: the hot loop of
 * opening a snapshot. An unfinished row at the end is left out.
 *
 * @param nested for arrays within the array, whose numbers come in order (`trace_tree`): hears how deep each row begins
 */
export async function readIntegers(
  cursor: ByteCursor,
  rowLength: number,
  sink: RowSink,
  { nested = null }: { readonly nested?: ((depth: number) => void) | null } = {},
): Promise<IntegersRead> {
  const scanner = new IntegerScanner(rowLength, sink, nested);
  for (;;) {
    cursor.at = scanner.scan(cursor.bytes, cursor.at, cursor.end);
    if (scanner.stopped !== null) return scanner.finish(scanner.stopped);
    if (!(await cursor.next())) return scanner.finish('cut');
  }
}

/** Goes on in the middle of a number where a piece of the file ended. */
class IntegerScanner {
  readonly #rowLength: number;
  readonly #sink: RowSink;
  readonly #nested: ((depth: number) => void) | null;
  readonly #block: Float64Array;
  #filled = 0;
  #total = 0;
  #depth = 1;
  #value = 0;
  #inNumber = false;
  #negative = false;
  stopped: 'closed' | 'bad' | null = null;

  constructor(rowLength: number, sink: RowSink, nested: ((depth: number) => void) | null) {
    this.#rowLength = rowLength;
    this.#sink = sink;
    this.#nested = nested;
    this.#block = new Float64Array(ROWS_PER_BLOCK * rowLength);
  }

  /**
   * @param bytes with a 0 at `end`: no number runs over it
   * @returns where it stopped
   */
  scan(bytes: Uint8Array, from: number, end: number): number {
    const block = this.#block;
    const size = block.length;
    const plain = this.#nested === null;
    let filled = this.#filled;
    let value = this.#value;
    let inNumber = this.#inNumber;
    let negative = this.#negative;
    let at = from;
    while (at < end) {
      // Digits are 0 to 9 of this; of what else stands in lists of numbers nothing is.
      let digit = bytes[at]! ^ ZERO;
      if (digit < 10) {
        inNumber = true;
        if (value >= SMALL) {
          value = value * 10 + digit;
          at += 1;
          continue;
        }
        // In 31 bits as long as that is possible: doubles cost a third more time.
        let small = value | 0;
        do {
          small = (small * 10 + digit) | 0;
          at += 1;
          digit = bytes[at]! ^ ZERO;
        } while (digit < 10 && small < SMALL);
        value = small;
        // Nearly every number: positive, with a comma behind it, and not the last of its block.
        if (digit === (COMMA ^ ZERO) && plain && !negative && filled + 1 < size) {
          block[filled++] = small;
          value = 0;
          inNumber = false;
          at += 1;
        }
        continue;
      }
      if (inNumber) {
        if (!plain && filled % this.#rowLength === 0) this.#nested(this.#depth - 1);
        block[filled++] = negative ? -value : value;
        value = 0;
        inNumber = false;
        negative = false;
        if (filled === size) {
          this.#sink(block, filled);
          this.#total += filled;
          filled = 0;
        }
      }
      const byte = digit ^ ZERO;
      at += 1;
      if (byte === COMMA || byte <= 32) continue;
      if (byte === CLOSE) {
        this.#depth -= 1;
        if (this.#depth > 0) continue;
        this.stopped = 'closed';
        break;
      }
      if (byte === OPEN && !plain) {
        this.#depth += 1;
      } else if (byte === MINUS && !negative) {
        negative = true;
      } else {
        at -= 1;
        this.stopped = 'bad';
        break;
      }
    }
    this.#filled = filled;
    this.#value = value;
    this.#inNumber = inNumber;
    this.#negative = negative;
    return at;
  }

  finish(how: ArrayEnd): IntegersRead {
    const filled = this.#filled;
    this.#sink(this.#block, filled - (filled % this.#rowLength));
    return { count: this.#total + filled, how };
  }
}
