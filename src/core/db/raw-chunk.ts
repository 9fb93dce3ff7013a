import duckdb from '@duckdb/node-bindings';
import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  INTEGER,
  TIMESTAMP,
  type DuckDBAppender,
  type DuckDBType,
} from '@duckdb/node-api';
import type { BatchColumn, ColumnType, TableSpec } from '../import/batch.ts';

/**
 * The one place that uses DuckDB's raw chunk functions. Appending value by value costs seven times more than
 * copying whole columns; the public appender has no call for typed arrays, so this reaches for the bindings below it.
 */

/** Rows of a DuckDB vector; an appended chunk may not be longer. */
export const VECTOR_ROWS = 2048;

const types: Readonly<Record<ColumnType, { readonly duck: DuckDBType; readonly bytes: number }>> = {
  i32: { duck: INTEGER, bytes: 4 },
  i64: { duck: BIGINT, bytes: 8 },
  f64: { duck: DOUBLE, bytes: 8 },
  bool: { duck: BOOLEAN, bytes: 1 },
  timestamp: { duck: TIMESTAMP, bytes: 8 },
};

export interface AppendedColumn {
  readonly type: ColumnType;
  /** Null: missing in every row. A number: the same in every row (`i32` only). */
  readonly data: BatchColumn | number | null;
}

export class RawAppender {
  private readonly handle: duckdb.Appender;
  private readonly nullValue = duckdb.create_null_value();
  /** Used again and again: a chunk is freed only when its wrapper is collected as garbage, and they add up until then. */
  private readonly chunk: duckdb.DataChunk;

  constructor(appender: DuckDBAppender, spec: TableSpec) {
    // The handle is private in the typings only; it is what every public append call passes on.
    this.handle = (appender as unknown as { readonly appender: duckdb.Appender }).appender;
    this.chunk = duckdb.create_data_chunk(
      Object.values(spec.columns).map((type) => types[type].duck.toLogicalType().logical_type),
    );
  }

  /** Columns in the order of the table. */
  append(rows: number, columns: readonly AppendedColumn[]): void {
    const { chunk } = this;
    for (let from = 0; from < rows; from += VECTOR_ROWS) {
      const count = Math.min(VECTOR_ROWS, rows - from);
      duckdb.data_chunk_reset(chunk);
      duckdb.data_chunk_set_size(chunk, count);
      columns.forEach((column, index) => {
        this.fill(duckdb.data_chunk_get_vector(chunk, index), column, from, count);
      });
      duckdb.append_data_chunk(this.handle, chunk);
    }
  }

  private fill(vector: duckdb.Vector, { type, data }: AppendedColumn, from: number, count: number): void {
    if (data === null) {
      duckdb.vector_reference_value(vector, this.nullValue);
      return;
    }
    if (typeof data === 'number') {
      duckdb.vector_reference_value(vector, duckdb.create_int32(data));
      return;
    }
    const { bytes } = types[type];
    duckdb.copy_data_to_vector(
      vector,
      0,
      data.values.buffer,
      data.values.byteOffset + from * bytes,
      count * bytes,
    );
    if (data.valid !== null) {
      duckdb.vector_ensure_validity_writable(vector);
      // `from` is a multiple of 2,048, so the mask starts on a whole byte; DuckDB's masks are whole 64-bit words.
      const maskBytes = Math.min(Math.ceil(count / 64) * 8, data.valid.length - from / 8);
      duckdb.copy_data_to_vector_validity(
        vector,
        0,
        data.valid.buffer,
        data.valid.byteOffset + from / 8,
        maskBytes,
      );
    }
  }
}
