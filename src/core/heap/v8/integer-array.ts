import type { ByteCursor } from './byte-cursor.ts';
import { RowScanner, type ColumnSink } from './row-scanner.ts';

/** Takes whole rows of a flat array, in either form. */
export interface RowSink {
  /** `block[0..count)`, one row after the other, `count` a multiple of the row length. */
  readonly rows: (block: Float64Array, count: number) => void;
  /** Rows whose numbers all fit 32 bits. */
  readonly columns: ColumnSink;
}

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

/**
 * Reads a JSON array of whole numbers, the cursor being behind its `[`: the hot loop of opening a snapshot. Rows as V8 writes
 * them are read by a {@link RowScanner}, all others one byte after the other. An unfinished row at the end is left out.
 *
 * @param nested for arrays within the array, whose numbers come in order (`trace_tree`): hears how deep each row begins
 */
export async function readIntegers(
  cursor: ByteCursor,
  rowLength: number,
  sink: RowSink,
  { nested = null }: { readonly nested?: ((depth: number) => void) | null } = {},
): Promise<IntegersRead> {
  const careful = new CarefulReader(rowLength, sink, nested);
  const scanner = nested === null ? new RowScanner(rowLength) : null;
  let scanned = 0;
  // Rows that are read with care before the next try: more and more where all are written in another way.
  let patience = 1;
  for (;;) {
    if (scanner !== null && careful.isBetweenRows(cursor)) {
      careful.flush();
      const rows = scanner.scan(cursor, sink.columns);
      scanned += rows * rowLength;
      patience = rows > 0 ? 1 : Math.min(2 * patience, ROWS_PER_BLOCK);
    }
    cursor.at = careful.read(cursor, scanner === null ? Infinity : patience);
    const end = careful.stopped;
    if (end !== null) return { count: scanned + careful.finish(), how: end };
    if (cursor.at === cursor.end && !(await cursor.next()))
      return { count: scanned + careful.finish(), how: 'cut' };
  }
}

/** Reads anything that is whole numbers; goes on in the middle of one where a piece of the file ended. */
class CarefulReader {
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

  /** True, and the cursor at what follows the separators, if no row has begun. */
  isBetweenRows(cursor: ByteCursor): boolean {
    if (this.#inNumber || this.#negative || this.#filled % this.#rowLength !== 0) return false;
    const { bytes, end } = cursor;
    while (cursor.at < end && (bytes[cursor.at] === COMMA || bytes[cursor.at]! <= 32)) cursor.at += 1;
    return cursor.at < end;
  }

  /** @returns where it stopped: at the end of the piece or of the array, or behind so many whole rows */
  read({ bytes, at: from, end }: ByteCursor, rows: number): number {
    const enough = (Math.floor(this.#filled / this.#rowLength) + rows) * this.#rowLength;
    for (let at = from; at < end; at++) {
      const byte = bytes[at]!;
      const digit = byte ^ ZERO;
      if (digit < 10) {
        this.#value = this.#value * 10 + digit;
        this.#inNumber = true;
        continue;
      }
      if (this.#inNumber) {
        this.#endNumber();
        // The byte behind the number is looked at the next time.
        if (this.#filled >= enough) return at;
      }
      if (byte === COMMA || byte <= 32) continue;
      if (byte === CLOSE) {
        this.#depth -= 1;
        if (this.#depth > 0) continue;
        this.stopped = 'closed';
        return at + 1;
      }
      if (byte === OPEN && this.#nested !== null) {
        this.#depth += 1;
      } else if (byte === MINUS && !this.#negative) {
        this.#negative = true;
      } else {
        this.stopped = 'bad';
        return at;
      }
    }
    return end;
  }

  #endNumber(): void {
    if (this.#filled === this.#block.length) this.flush();
    if (this.#nested !== null && this.#filled % this.#rowLength === 0) this.#nested(this.#depth - 1);
    this.#block[this.#filled++] = this.#negative ? -this.#value : this.#value;
    this.#value = 0;
    this.#inNumber = false;
    this.#negative = false;
  }

  /** Hands over the rows that are whole. */
  flush(): void {
    const left = this.#filled % this.#rowLength;
    const whole = this.#filled - left;
    if (whole > 0) this.#sink.rows(this.#block, whole);
    this.#block.copyWithin(0, whole, this.#filled);
    this.#total += whole;
    this.#filled = left;
  }

  /** @returns numbers that it has read, those of an unfinished row included */
  finish(): number {
    this.flush();
    return this.#total + this.#filled;
  }
}
