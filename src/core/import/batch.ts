/**
 * Rows as columns, the shape in which importers hand samples to the workspace. Arrays are laid out as DuckDB wants
 * them, so that appending is a copy of bytes; they are transferable between threads.
 */

export type ColumnType = 'i32' | 'i64' | 'f64' | 'bool' | 'timestamp';

export interface TableSpec {
  readonly table: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
}

/** One row per request, transaction or group; docs/tables.md explains the columns. `source_id` is set by the workspace. */
export const samplesTable = {
  table: 'samples_raw',
  columns: {
    source_id: 'i32',
    transaction_id: 'i32',
    started_at: 'timestamp',
    elapsed_ms: 'f64',
    ok: 'bool',
    code_id: 'i32',
    message_id: 'i32',
    failure_id: 'i32',
    thread_id: 'i32',
    url_id: 'i32',
    tag_set_id: 'i32',
    received_bytes: 'i64',
    sent_bytes: 'i64',
    group_threads: 'i32',
    all_threads: 'i32',
    latency_ms: 'f64',
    idle_ms: 'f64',
    blocked_ms: 'f64',
    connect_ms: 'f64',
    tls_ms: 'f64',
    sending_ms: 'f64',
    waiting_ms: 'f64',
    receiving_ms: 'f64',
  },
} as const satisfies TableSpec;
export type SampleColumn = Exclude<keyof (typeof samplesTable)['columns'], 'source_id'>;

/** One row per reading of a metric that is not part of a sample. */
export const pointsTable = {
  table: 'points_raw',
  columns: {
    source_id: 'i32',
    metric_id: 'i32',
    at: 'timestamp',
    value: 'f64',
    tag_set_id: 'i32',
  },
} as const satisfies TableSpec;

/**
 * One column of a batch. 64-bit integers (`i64`, `timestamp` in microseconds) are pairs of 32-bit halves, low half first.
 * `valid` is a bit mask, lowest bit first, 1 = present; null when every row has a value.
 * `type` is set where it is not that of the table's column: `i32` when all values of an `f64` or `i64` are whole and fit.
 */
export interface BatchColumn {
  readonly values: Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;
  readonly valid: Uint8Array<ArrayBuffer> | null;
  readonly type?: ColumnType;
}

export interface Batch {
  readonly table: 'samples' | 'points';
  readonly rows: number;
  /** A column that is absent here is missing (NULL) in every row. */
  readonly columns: Readonly<Record<string, BatchColumn>>;
}

/** The buffers of a batch, for a transfer list and for giving them back to the thread that fills them. */
export function batchBuffers(batch: Batch): ArrayBuffer[] {
  const buffers: ArrayBuffer[] = [];
  for (const column of Object.values(batch.columns)) {
    buffers.push(column.values.buffer);
    if (column.valid !== null) buffers.push(column.valid.buffer);
  }
  return buffers;
}
