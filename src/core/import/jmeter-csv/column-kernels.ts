import type { ByteDictionary } from '../byte-dictionary.ts';
import { BLOCK_ROWS, type ColumnWork } from '../jmeter/row-block.ts';
import { FIRST_TAG } from '../jmeter/row-places.ts';

/** Entries of a dictionary whose numbers lie in the scanner's memory; those of larger ones are looked up here. */
const TABLE_ENTRIES = 1 << 14;

/** Dictionaries that are asked for: those of all texts but labels, which become transactions. */
const TABLES = FIRST_TAG - 1;

/** What `wasm/columns.ts` exports. */
export interface ColumnExports {
  narrowNumbers(from: number, to: number, count: number): number;
  numbersOfEntries(entries: number, to: number, count: number, table: number): number;
}

/** Bytes of all arrays that {@link ColumnKernels} takes, each of which takes up to `alignment` more. */
export function kernelBytes(alignment: number): number {
  return 4 * BLOCK_ROWS + alignment + TABLES * (4 * TABLE_ENTRIES + alignment);
}

/** The numbers of a dictionary's entries, as far as they were copied. */
interface NumberTable {
  readonly numbers: Int32Array<ArrayBuffer>;
  known: number;
  renewals: number;
}

/** {@link ColumnWork} in WebAssembly: several rows at once. Its columns are those of the scanner's memory. */
export class ColumnKernels implements ColumnWork {
  missing = 0;
  private readonly exports: ColumnExports;
  private readonly result: Int32Array<ArrayBuffer>;
  private readonly tables = new Map<ByteDictionary, NumberTable>();
  private readonly newTable: () => Int32Array<ArrayBuffer>;

  /** @param arrays makes arrays in the scanner's memory */
  constructor(exports: ColumnExports, arrays: { int32(length: number): Int32Array<ArrayBuffer> }) {
    this.exports = exports;
    this.result = arrays.int32(BLOCK_ROWS);
    this.newTable = () => arrays.int32(TABLE_ENTRIES);
  }

  wholeNumbers(column: Float64Array, from: number, to: number): Int32Array | null {
    const { result } = this;
    const at = column.byteOffset + from * Float64Array.BYTES_PER_ELEMENT;
    if (this.exports.narrowNumbers(at, result.byteOffset, to - from) === 0) return null;
    return result.subarray(0, to - from);
  }

  numbersOf(column: Int32Array, dictionary: ByteDictionary, from: number, to: number): Int32Array | null {
    const table = this.tableOf(dictionary);
    if (table === null) return null;
    const { result } = this;
    const at = column.byteOffset + from * Int32Array.BYTES_PER_ELEMENT;
    this.missing = this.exports.numbersOfEntries(at, result.byteOffset, to - from, table.byteOffset);
    return result.subarray(0, to - from);
  }

  private tableOf(dictionary: ByteDictionary): Int32Array | null {
    const { count, renewals } = dictionary;
    if (count > TABLE_ENTRIES) return null;
    let table = this.tables.get(dictionary);
    if (table === undefined) {
      if (this.tables.size === TABLES) return null;
      table = { numbers: this.newTable(), known: 0, renewals };
      this.tables.set(dictionary, table);
    }
    if (table.renewals !== renewals) table.known = 0;
    table.renewals = renewals;
    if (table.known < count) dictionary.copyIds(table.known, table.numbers);
    table.known = count;
    return table.numbers;
  }
}
