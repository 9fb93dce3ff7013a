import type { ArrayPool } from '../array-pool.ts';
import { pointsTable, samplesTable, type Batch } from '../batch.ts';
import { BatchBuilder, type ColumnBuilder } from '../column-builder.ts';
import {
  HTTP_BLOCKED,
  HTTP_CONNECTING,
  HTTP_DURATION,
  HTTP_FAILED,
  HTTP_RECEIVING,
  HTTP_SENDING,
  HTTP_TLS,
  HTTP_WAITING,
} from './builtin-metrics.ts';
import type { OpenRequest } from './request-joiner.ts';
import { NO_TEXT, type SampleFacts } from './sample-facts.ts';
import { NO_TAG_SET } from './stored-tag-sets.ts';

const sampleColumns = [
  'transaction_id',
  'started_at',
  'elapsed_ms',
  'ok',
  'code_id',
  'message_id',
  'failure_id',
  'thread_id',
  'url_id',
  'tag_set_id',
  'blocked_ms',
  'connect_ms',
  'tls_ms',
  'sending_ms',
  'waiting_ms',
  'receiving_ms',
] as const;

const timings = [
  ['blocked_ms', HTTP_BLOCKED],
  ['connect_ms', HTTP_CONNECTING],
  ['tls_ms', HTTP_TLS],
  ['sending_ms', HTTP_SENDING],
  ['waiting_ms', HTTP_WAITING],
  ['receiving_ms', HTTP_RECEIVING],
] as const;

const pointColumns = ['metric_id', 'at', 'value', 'tag_set_id'] as const;

/** Fills the rows of samples and readings. */
export class RowWriter {
  private readonly samples: BatchBuilder<(typeof sampleColumns)[number]>;
  private readonly points: BatchBuilder<(typeof pointColumns)[number]>;
  private readonly timingColumns: readonly { readonly column: ColumnBuilder; readonly part: number }[];

  constructor(emit: (batch: Batch) => void, arrays: ArrayPool) {
    this.samples = new BatchBuilder('samples', samplesTable, sampleColumns, emit, undefined, arrays);
    this.points = new BatchBuilder('points', pointsTable, pointColumns, emit, undefined, arrays);
    this.timingColumns = timings.map(([name, part]) => ({ column: this.samples.columns[name], part }));
  }

  reading(metricId: number, us: number, value: number, tagSetId: number): void {
    const { row, columns } = this.points;
    columns.metric_id.set(row, metricId);
    columns.at.setWide(row, us);
    columns.value.set(row, value);
    setId(columns.tag_set_id, row, tagSetId);
    this.points.next();
  }

  request(request: OpenRequest, facts: SampleFacts): void {
    const { values } = request;
    const { row } = this.samples;
    for (const { column, part } of this.timingColumns) {
      if (request.has(part)) column.set(row, values[part]!);
      else column.setNull(row);
    }
    const ok = request.has(HTTP_FAILED) ? values[HTTP_FAILED] === 0 : facts.ok;
    this.sample(request.us, request.ns, values[HTTP_DURATION]!, request.tags.id, facts, ok);
  }

  /** A sample without a split of its time. */
  whole(us: number, ns: number, elapsedMs: number, tagSetId: number, facts: SampleFacts): void {
    const { row } = this.samples;
    for (const { column } of this.timingColumns) column.setNull(row);
    this.sample(us, ns, elapsedMs, tagSetId, facts, facts.ok);
  }

  flush(): void {
    this.samples.flush();
    this.points.flush();
  }

  /** @param us, @param ns the end of the sample: k6 stamps its points when all is over */
  private sample(
    us: number,
    ns: number,
    elapsedMs: number,
    tagSetId: number,
    facts: SampleFacts,
    ok: boolean,
  ): void {
    const { row, columns } = this.samples;
    columns.transaction_id.set(row, facts.transactionId);
    // k6 measures whole nanoseconds: rounding to them takes away the error of the decimal milliseconds.
    columns.started_at.setWide(row, us + Math.floor((ns - Math.round(elapsedMs * 1e6)) / 1000));
    columns.elapsed_ms.set(row, elapsedMs);
    columns.ok.set(row, ok ? 1 : 0);
    setId(columns.code_id, row, facts.codeId);
    setId(columns.message_id, row, facts.messageId);
    setId(columns.failure_id, row, ok ? NO_TEXT : facts.failureId);
    setId(columns.thread_id, row, facts.threadId);
    setId(columns.url_id, row, facts.urlId);
    setId(columns.tag_set_id, row, tagSetId);
    this.samples.next();
  }
}

/** {@link NO_TEXT} and {@link NO_TAG_SET} are both -1. */
function setId(column: ColumnBuilder, row: number, id: number): void {
  if (id === NO_TEXT || id === NO_TAG_SET) column.setNull(row);
  else column.set(row, id);
}
