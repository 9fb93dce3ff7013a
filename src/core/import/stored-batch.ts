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

  narrow(name: string, type: ColumnType, column: BatchColumn, rows: number): StoredColumn {
    if (this.wide.has(name)) return { ...column, type };
    const narrowed =
      type === 'f64'
        ? wholeNumbers(column.values as Float64Array<ArrayBuffer>, rows)
        : type === 'i64'
          ? lowHalves(column.values as Int32Array<ArrayBuffer>, rows)
          : null;
    if (narrowed === null) {
      if (type === 'f64' || type === 'i64') this.wide.add(name);
      return { ...column, type };
    }
    return { type: 'i32', values: narrowed, valid: column.valid };
  }
}

/** Null when a value is not a whole number of 32 bits. Missing rows hold 0 or an old value; either is harmless. */
function wholeNumbers(values: Float64Array<ArrayBuffer>, rows: number): Int32Array<ArrayBuffer> | null {
  const out = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const value = values[row]!;
    const whole = value | 0;
    if (whole !== value) return null;
    out[row] = whole;
  }
  return out;
}

function lowHalves(pairs: Int32Array<ArrayBuffer>, rows: number): Int32Array<ArrayBuffer> | null {
  const out = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const low = pairs[2 * row]!;
    // The high half of a value that fits is its sign, 32 times.
    if (pairs[2 * row + 1] !== low >> 31) return null;
    out[row] = low;
  }
  return out;
}
