import { ArrayPool } from './array-pool.ts';
import type { Batch, BatchColumn, ColumnType } from './batch.ts';

/** A batch as it is stored: with the narrowest types that hold its values, and codes and messages as one outcome. */
export interface StoredColumn extends BatchColumn {
  readonly type: ColumnType;
}

export interface StoredBatch {
  readonly table: Batch['table'];
  readonly rows: number;
  readonly columns: Readonly<Record<string, StoredColumn>>;
}

export function storedBuffers(batch: StoredBatch): ArrayBuffer[] {
  const buffers: ArrayBuffer[] = [];
  for (const column of Object.values(batch.columns)) {
    buffers.push(column.values.buffer);
    if (column.valid !== null) buffers.push(column.valid.buffer);
  }
  return buffers;
}

/**
 * Appending costs by the byte, and most tools write whole milliseconds and sizes far below 2 GB: such columns are stored
 * as 32-bit integers. A column keeps its narrow type as long as its values fit; the first batch in which they do not
 * comes in the wide type, and the workspace widens the column that it has.
 */
export class ColumnNarrower {
  private readonly wide = new Set<string>();
  private readonly arrays: ArrayPool;

  /** @param arrays takes the wide arrays that are no longer needed */
  constructor(arrays = new ArrayPool()) {
    this.arrays = arrays;
  }

  narrow(name: string, type: ColumnType, column: BatchColumn, rows: number): StoredColumn {
    if (column.type === 'i32' && column.values instanceof Int32Array) {
      return { type: 'i32', values: column.values.subarray(0, rows), valid: column.valid };
    }
    if (this.wide.has(name)) return { ...column, type };
    const narrowed =
      type === 'f64'
        ? this.narrowed(column, rows, wholeNumbers)
        : type === 'i64'
          ? this.narrowed(column, rows, lowHalves)
          : null;
    if (narrowed === null) {
      if (type === 'f64' || type === 'i64') this.wide.add(name);
      return { ...column, type };
    }
    return { type: 'i32', values: narrowed, valid: column.valid };
  }

  private narrowed(column: BatchColumn, rows: number, copy: Copy): Int32Array<ArrayBuffer> | null {
    const capacity = column.values.byteLength / 8;
    const out = this.arrays.int32(capacity);
    const fits = copy(column, rows, out);
    this.arrays.give(fits ? column.values.buffer : out.buffer);
    return fits ? out.subarray(0, rows) : null;
  }
}

/** False, with `out` in disorder, when a value is not a whole number of 32 bits. Missing rows hold anything. */
type Copy = (column: BatchColumn, rows: number, out: Int32Array) => boolean;

function isPresent({ valid }: BatchColumn, row: number): boolean {
  return valid === null || ((valid[row >> 3]! >> (row & 7)) & 1) === 1;
}

function wholeNumbers(column: BatchColumn, rows: number, out: Int32Array): boolean {
  const values = column.values as Float64Array;
  for (let row = 0; row < rows; row++) {
    const value = values[row]!;
    const whole = value | 0;
    if (whole !== value && isPresent(column, row)) return false;
    out[row] = whole;
  }
  return true;
}

function lowHalves(column: BatchColumn, rows: number, out: Int32Array): boolean {
  const pairs = column.values as Int32Array;
  for (let row = 0; row < rows; row++) {
    const low = pairs[2 * row]!;
    // The high half of a value that fits is its sign, 32 times.
    if (pairs[2 * row + 1] !== low >> 31 && isPresent(column, row)) return false;
    out[row] = low;
  }
  return true;
}
