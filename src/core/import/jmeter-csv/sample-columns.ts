import { samplesTable, type Batch, type SampleColumn } from '../batch.ts';
import {
  BatchBuilder,
  BoolColumnBuilder,
  Float64ColumnBuilder,
  Int32ColumnBuilder,
  WideColumnBuilder,
  type ColumnBuilder,
} from '../column-builder.ts';
import type { JmeterColumn } from './columns.ts';
import type { RowPlan } from './row-plan.ts';

const columnOf: Partial<Record<JmeterColumn, SampleColumn>> = {
  timeStamp: 'started_at',
  elapsed: 'elapsed_ms',
  responseCode: 'code_id',
  responseMessage: 'message_id',
  threadName: 'thread_id',
  success: 'ok',
  failureMessage: 'failure_id',
  bytes: 'received_bytes',
  sentBytes: 'sent_bytes',
  grpThreads: 'group_threads',
  allThreads: 'all_threads',
  URL: 'url_id',
  Latency: 'latency_ms',
  IdleTime: 'idle_ms',
  Connect: 'connect_ms',
};

/** The columns of a batch for the columns of a file; null where the file has none. */
export class SampleColumns {
  readonly builder: BatchBuilder<SampleColumn>;
  readonly transaction: Int32ColumnBuilder;
  readonly startedAt: WideColumnBuilder | null;
  readonly elapsed: Float64ColumnBuilder | null;
  readonly ok: BoolColumnBuilder | null;
  readonly code: Int32ColumnBuilder | null;
  readonly message: Int32ColumnBuilder | null;
  readonly failure: Int32ColumnBuilder | null;
  readonly thread: Int32ColumnBuilder | null;
  readonly url: Int32ColumnBuilder | null;
  readonly tagSet: Int32ColumnBuilder | null;
  readonly receivedBytes: WideColumnBuilder | null;
  readonly sentBytes: WideColumnBuilder | null;
  readonly groupThreads: Int32ColumnBuilder | null;
  readonly allThreads: Int32ColumnBuilder | null;
  readonly latency: Float64ColumnBuilder | null;
  readonly idle: Float64ColumnBuilder | null;
  readonly connect: Float64ColumnBuilder | null;

  constructor(plan: RowPlan, emit: (batch: Batch) => void) {
    const names: SampleColumn[] = ['transaction_id'];
    if (plan.tagColumns.length > 0) names.push('tag_set_id');
    for (const { column } of plan.layout.columns) {
      const name = column === null ? undefined : columnOf[column];
      if (name !== undefined) names.push(name);
    }
    const builder = new BatchBuilder<SampleColumn>('samples', samplesTable, names, emit);
    const columns: Partial<Record<SampleColumn, ColumnBuilder>> = builder.columns;
    const int32 = (name: SampleColumn): Int32ColumnBuilder | null => typed(columns[name], Int32ColumnBuilder);
    const float64 = (name: SampleColumn): Float64ColumnBuilder | null => typed(columns[name], Float64ColumnBuilder);
    const wide = (name: SampleColumn): WideColumnBuilder | null => typed(columns[name], WideColumnBuilder);
    this.builder = builder;
    this.transaction = int32('transaction_id')!;
    this.startedAt = wide('started_at');
    this.elapsed = float64('elapsed_ms');
    this.ok = typed(columns.ok, BoolColumnBuilder);
    this.code = int32('code_id');
    this.message = int32('message_id');
    this.failure = int32('failure_id');
    this.thread = int32('thread_id');
    this.url = int32('url_id');
    this.tagSet = int32('tag_set_id');
    this.receivedBytes = wide('received_bytes');
    this.sentBytes = wide('sent_bytes');
    this.groupThreads = int32('group_threads');
    this.allThreads = int32('all_threads');
    this.latency = float64('latency_ms');
    this.idle = float64('idle_ms');
    this.connect = float64('connect_ms');
  }
}

function typed<T extends ColumnBuilder>(
  column: ColumnBuilder | undefined,
  type: abstract new (...args: never[]) => T,
): T | null {
  if (column === undefined) return null;
  if (column instanceof type) return column;
  throw new Error(`A column of ${samplesTable.table} has another type than expected`);
}

/** Writes a number of any size, or nothing for NaN. */
export function putWide(column: WideColumnBuilder | null, row: number, value: number): void {
  if (column === null) return;
  const small = value | 0;
  if (small === value) {
    column.values[2 * row] = small;
    column.values[2 * row + 1] = small >> 31;
  } else if (value === value) column.setWide(row, value);
  else column.setNull(row);
}

/** Writes a number, or nothing for NaN. */
export function putDouble(column: Float64ColumnBuilder | null, row: number, value: number): void {
  if (column === null) return;
  if (value === value) column.values[row] = value;
  else column.setNull(row);
}

/** The same for whole numbers of 32 bits. */
export function putInt32(column: Int32ColumnBuilder | null, row: number, value: number): void {
  if (column === null) return;
  if (value === value) column.values[row] = value;
  else column.setNull(row);
}
