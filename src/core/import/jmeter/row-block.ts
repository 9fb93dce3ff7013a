import { ArrayPool } from '../array-pool.ts';
import type { ByteDictionary } from '../byte-dictionary.ts';
import { FIRST_TAG, NONE, NUMBER_PLACES } from './row-places.ts';
import { NO_TIME_STAMP } from './time-stamp.ts';

/**
 * Rows of a block: few enough that all its columns (130 kB for the default ones) stay in the processor's cache between
 * the reading of the cells and the work that is done column by column. A divisor of the rows of a batch.
 */
export const BLOCK_ROWS = 1024;

/** In {@link RowBlock.ok}: the file does not say. */
export const OK_UNKNOWN = 2;

/**
 * Work on columns of a block that the maker of its arrays does quicker than a loop here. What is returned is good until the
 * next call.
 */
export interface ColumnWork {
  /** The rows `from` to `to` as whole numbers of 32 bits; null when one of them is not. */
  wholeNumbers(column: Float64Array, from: number, to: number): Int32Array | null;
  /** The numbers of entries as `ByteDictionary.idsAt` has them; null: that has to be asked. */
  numbersOf(column: Int32Array, dictionary: ByteDictionary, from: number, to: number): Int32Array | null;
  /** How many of the entries of the last {@link numbersOf} were negative. */
  readonly missing: number;
}

/** Where the arrays of a block come from. They are filled with zeros. */
export interface BlockArrays extends Pick<ArrayPool, 'int32' | 'float64' | 'uint8'> {
  readonly work?: ColumnWork;
}

/** Bytes of all arrays of a block, each of which takes whole multiples of `alignment`. */
export function blockBytes(tagCount: number, alignment: number): number {
  const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;
  const numbers = NUMBER_PLACES * aligned(BLOCK_ROWS * Float64Array.BYTES_PER_ELEMENT);
  const texts = (FIRST_TAG + tagCount) * aligned(BLOCK_ROWS * Int32Array.BYTES_PER_ELEMENT);
  return numbers + texts + 2 * aligned(BLOCK_ROWS) + aligned(NUMBER_PLACES);
}

/**
 * Rows as they were read, before it is known what they are. The readers write straight into its columns: a row that
 * turns out to be bad is overwritten by the next one.
 */
export class RowBlock {
  /** Complete rows; the next one is written at this place. */
  rows = 0;
  /** By place: NaN stands for an empty cell, and fills columns that the file does not have. */
  readonly numbers: readonly Float64Array[];
  /** By place: 1 when a cell of this block may be empty. Columns without are copied as a whole. */
  readonly gaps: Uint8Array;
  /** 1 for rows that succeeded, 0 for those that failed, or {@link OK_UNKNOWN}. */
  readonly ok: Uint8Array;
  /** A row of this block may be {@link OK_UNKNOWN}. */
  okGaps = false;
  /** By place: entries of dictionaries. */
  readonly texts: Int32Array[];
  /** What is known about the time stamps: see `EPOCH_MILLISECONDS` and its neighbours. */
  readonly stampCodes: Uint8Array;
  /** Null: whoever wants something of the columns does it. */
  readonly work: ColumnWork | null;

  constructor(tagCount: number, arrays: BlockArrays = new ArrayPool()) {
    this.work = arrays.work ?? null;
    this.gaps = arrays.uint8(NUMBER_PLACES);
    this.ok = arrays.uint8(BLOCK_ROWS);
    this.stampCodes = arrays.uint8(BLOCK_ROWS).fill(NO_TIME_STAMP);
    this.numbers = Array.from({ length: NUMBER_PLACES }, () => arrays.float64(BLOCK_ROWS).fill(Number.NaN));
    this.texts = Array.from({ length: FIRST_TAG + tagCount }, () => arrays.int32(BLOCK_ROWS).fill(NONE));
  }

  /** One more column of tags; the rows that are there have none. */
  addTag(): void {
    this.texts.push(new Int32Array(BLOCK_ROWS).fill(NONE));
  }

  /** Drops the other rows. @param places ascending */
  keepOnly(places: Int32Array, count: number): void {
    for (const column of this.numbers) for (let to = 0; to < count; to++) column[to] = column[places[to]!]!;
    for (const column of this.texts) for (let to = 0; to < count; to++) column[to] = column[places[to]!]!;
    for (const column of [this.stampCodes, this.ok]) {
      for (let to = 0; to < count; to++) column[to] = column[places[to]!]!;
    }
    this.rows = count;
  }

  /** Brings the rows into another order: row `i` becomes what row `order[i]` is. */
  arrange(order: Int32Array): void {
    for (const column of [...this.numbers, ...this.texts, this.stampCodes, this.ok]) {
      const old = column.slice();
      for (let row = 0; row < order.length; row++) column[row] = old[order[row]!]!;
    }
  }

  /** Drops the rows before `from`; those up to `to` move to the start. */
  keepFrom(from: number, to: number): void {
    if (from === to) {
      this.clear();
      return;
    }
    for (const column of [...this.numbers, ...this.texts, this.stampCodes, this.ok]) {
      column.copyWithin(0, from, to);
    }
    this.rows = to - from;
  }

  clear(): void {
    this.rows = 0;
    this.gaps.fill(0);
    this.okGaps = false;
  }
}
