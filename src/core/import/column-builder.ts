import { ArrayPool } from './array-pool.ts';
import type { Batch, BatchColumn, ColumnType, TableSpec } from './batch.ts';

/** Rows of a full batch: a multiple of DuckDB's vector size (2,048), about 6 MB of samples. */
export const BATCH_ROWS = 65_536;

const LOW_RANGE = 4_294_967_296;

/**
 * One column that is being filled. Rows may be set in any order; a row that is never set must be set to null.
 * There is one class per kind of array: a setter that met several kinds would cost three times as much per cell.
 */
export abstract class ColumnBuilder {
  readonly type: ColumnType;
  private valid: Uint8Array<ArrayBuffer> | null = null;
  protected readonly capacity: number;
  protected readonly arrays: ArrayPool;

  constructor(type: ColumnType, capacity: number, arrays = new ArrayPool()) {
    this.type = type;
    this.capacity = capacity;
    this.arrays = arrays;
  }

  /** For `i32`, `f64` and `bool`. */
  abstract set(row: number, value: number): void;

  /** For `i64` and `timestamp`: any integer below 2^53 in magnitude. */
  abstract setWide(row: number, value: number): void;

  setNull(row: number): void {
    let { valid } = this;
    if (valid === null) {
      valid = new Uint8Array(Math.ceil(this.capacity / 64) * 8).fill(0xff);
      this.valid = valid;
    }
    const byte = row >> 3;
    valid[byte] = valid[byte]! & ~(1 << (row & 7));
  }

  /** The same for `count` rows. */
  setNulls(row: number, count: number): void {
    let at = row;
    const end = row + count;
    while (at < end && (at & 7) !== 0) this.setNull(at++);
    const whole = end & ~7;
    if (at < whole) {
      this.setNull(at);
      this.valid!.fill(0, at >> 3, whole >> 3);
      at = whole;
    }
    while (at < end) this.setNull(at++);
  }

  /** Gives the filled arrays away and starts with new ones. */
  take(): BatchColumn {
    const column: BatchColumn = { values: this.replaceValues(), valid: this.valid };
    this.valid = null;
    return column;
  }

  protected abstract replaceValues(): BatchColumn['values'];
}

export class Int32ColumnBuilder extends ColumnBuilder {
  /** For writing without a call per cell; another array after every {@link take}. */
  values = this.arrays.int32(this.capacity);

  override set(row: number, value: number): void {
    this.values[row] = value;
  }

  override setWide(): never {
    throw wrongSetter(this.type);
  }

  protected override replaceValues(): Int32Array<ArrayBuffer> {
    const { values } = this;
    this.values = this.arrays.int32(this.capacity);
    return values;
  }
}

export class Float64ColumnBuilder extends ColumnBuilder {
  /** See {@link Int32ColumnBuilder.values}. */
  values = this.arrays.float64(this.capacity);

  override set(row: number, value: number): void {
    this.values[row] = value;
  }

  override setWide(): never {
    throw wrongSetter(this.type);
  }

  protected override replaceValues(): Float64Array<ArrayBuffer> {
    const { values } = this;
    this.values = this.arrays.float64(this.capacity);
    return values;
  }
}

export class BoolColumnBuilder extends ColumnBuilder {
  /** 1 and 0; see {@link Int32ColumnBuilder.values}. */
  values = this.arrays.uint8(this.capacity);

  override set(row: number, value: number): void {
    this.values[row] = value;
  }

  override setWide(): never {
    throw wrongSetter(this.type);
  }

  protected override replaceValues(): Uint8Array<ArrayBuffer> {
    const { values } = this;
    this.values = this.arrays.uint8(this.capacity);
    return values;
  }
}

export class WideColumnBuilder extends ColumnBuilder {
  /** Pairs of 32-bit halves, low half first; see {@link Int32ColumnBuilder.values}. */
  values = this.arrays.int32(2 * this.capacity);

  override set(): never {
    throw wrongSetter(this.type);
  }

  override setWide(row: number, value: number): void {
    const high = Math.floor(value / LOW_RANGE);
    this.values[2 * row] = value - high * LOW_RANGE;
    this.values[2 * row + 1] = high;
  }

  protected override replaceValues(): Int32Array<ArrayBuffer> {
    const { values } = this;
    this.values = this.arrays.int32(2 * this.capacity);
    return values;
  }
}

function wrongSetter(type: ColumnType): Error {
  return new Error(`A column of type ${type} has another setter`);
}

function createColumnBuilder(type: ColumnType, capacity: number, arrays: ArrayPool): ColumnBuilder {
  switch (type) {
    case 'i32':
      return new Int32ColumnBuilder(type, capacity, arrays);
    case 'i64':
    case 'timestamp':
      return new WideColumnBuilder(type, capacity, arrays);
    case 'f64':
      return new Float64ColumnBuilder(type, capacity, arrays);
    case 'bool':
      return new BoolColumnBuilder(type, capacity, arrays);
  }
}

/** Whether a column has no value in any of its rows. */
export function isMissing({ valid }: BatchColumn, rows: number): boolean {
  if (valid === null) return rows === 0;
  const whole = rows >> 3;
  for (let byte = 0; byte < whole; byte++) if (valid[byte] !== 0) return false;
  const rest = rows & 7;
  return rest === 0 || (valid[whole]! & ((1 << rest) - 1)) === 0;
}

/**
 * The columns of a batch that an importer fills row by row. Only the columns it names are allocated and sent:
 * the others are NULL in the workspace.
 */
export class BatchBuilder<C extends string> {
  readonly columns: Readonly<Record<C, ColumnBuilder>>;
  readonly capacity: number;
  /** Row that is being filled; the importer moves it on with {@link next}. */
  row = 0;
  private readonly table: Batch['table'];
  private readonly emit: (batch: Batch) => void;
  private readonly names: readonly C[];

  constructor(
    table: Batch['table'],
    spec: TableSpec,
    names: readonly C[],
    emit: (batch: Batch) => void,
    capacity = BATCH_ROWS,
    arrays = new ArrayPool(),
  ) {
    this.table = table;
    this.names = names;
    this.emit = emit;
    this.capacity = capacity;
    const columns: Partial<Record<C, ColumnBuilder>> = {};
    for (const name of names) {
      const type = spec.columns[name];
      if (type === undefined) throw new Error(`Table ${spec.table} has no column ${name}`);
      columns[name] = createColumnBuilder(type, capacity, arrays);
    }
    this.columns = columns as Record<C, ColumnBuilder>;
  }

  /** The present row is complete. Sends the batch when it is full. */
  next(): void {
    this.advance(1);
  }

  /** The same for as many rows as there is room for. */
  advance(rows: number): void {
    this.row += rows;
    if (this.row > this.capacity) throw new Error('More rows than a batch holds');
    if (this.row === this.capacity) this.flush();
  }

  flush(): void {
    if (this.row === 0) return;
    const columns: Record<string, BatchColumn> = {};
    for (const name of this.names) columns[name] = this.columns[name].take();
    const rows = this.row;
    this.row = 0;
    this.emit({ table: this.table, rows, columns });
  }
}
