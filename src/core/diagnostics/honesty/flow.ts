import { numberColumn } from '#shared/contract/columns.ts';
import type { Database } from '../../db/database.ts';
import type { RunTables } from '../../latency/selection.ts';
import { countedRows } from './counted-rows.ts';

/**
 * How samples start and end over the run, in buckets of equal width since its start. Everything about samples in flight
 * follows from these sums: over all samples, the time in flight up to an instant T is Σ(T − start) over those that had
 * started minus Σ(T − end) over those that had ended.
 */
export interface Flow {
  readonly widthMs: number;
  readonly count: number;
  readonly starts: Float64Array;
  /** Sum of the starts' distances from the start of their bucket, ms. */
  readonly startOffsetsMs: Float64Array;
  readonly ends: Float64Array;
  readonly endOffsetsMs: Float64Array;
  /** Sum of the response times of the samples that ended in the bucket. */
  readonly elapsedMs: Float64Array;
}

const WIDTHS_MS: readonly number[] = [50, 100, 200, 500, 1000, 2000, 5000, 10_000];
const MAX_BUCKETS = 20_000;

/** Width of the buckets of {@link readFlow}: a part of 10 s, or of longer runs a multiple of it. */
function flowWidthMs(durationMs: number): number {
  const width = WIDTHS_MS.find((candidate) => durationMs / candidate < MAX_BUCKETS);
  return width ?? Math.ceil(durationMs / MAX_BUCKETS / 10_000) * 10_000;
}

/** Null where the run has no time stamps or no response times. */
export async function readFlow(
  database: Database,
  tables: RunTables,
  signal: AbortSignal,
): Promise<Flow | null> {
  const { run } = tables;
  if (run.startedAtUs === null || run.samples === 0) return null;
  const widthMs = flowWidthMs(run.durationMs);
  const widthUs = widthMs * 1000;
  const count = Math.floor(run.durationMs / widthMs) + 1;
  const rows = countedRows(tables, ['started_at', 'elapsed_ms'], { complete: true });
  // A sample cannot end before the start of the run; a negative response time counts as none.
  const start = `(epoch_us(started_at) - ${run.startedAtUs})`;
  const end = `(${start} + greatest(round(elapsed_ms::DOUBLE * 1000)::BIGINT, 0))`;
  const [starts, ends] = await Promise.all([
    database.query(
      `SELECT (${start} // ${widthUs})::INTEGER AS bucket, count(*) AS n, sum(${start} % ${widthUs})::DOUBLE AS offsets
       FROM ${rows} GROUP BY bucket`,
      [],
      { signal },
    ),
    database.query(
      `SELECT (${end} // ${widthUs})::INTEGER AS bucket, count(*) AS n, sum(${end} % ${widthUs})::DOUBLE AS offsets,
         sum(greatest(elapsed_ms, 0))::DOUBLE AS elapsed
       FROM ${rows} GROUP BY bucket`,
      [],
      { signal },
    ),
  ]);
  const flow: Flow = {
    widthMs,
    count,
    starts: new Float64Array(count),
    startOffsetsMs: new Float64Array(count),
    ends: new Float64Array(count),
    endOffsetsMs: new Float64Array(count),
    elapsedMs: new Float64Array(count),
  };
  fill(starts, 'n', flow.starts, 1);
  fill(starts, 'offsets', flow.startOffsetsMs, 1000);
  fill(ends, 'n', flow.ends, 1);
  fill(ends, 'offsets', flow.endOffsetsMs, 1000);
  fill(ends, 'elapsed', flow.elapsedMs, 1);
  return starts.rowCount === 0 ? null : flow;
}

function fill(
  table: Awaited<ReturnType<Database['query']>>,
  name: string,
  into: Float64Array,
  per: number,
): void {
  const bucket = numberColumn(table, 'bucket').values;
  const values = numberColumn(table, name).values;
  for (let row = 0; row < table.rowCount; row++) {
    const at = Math.min(Math.max(bucket[row]!, 0), into.length - 1);
    into[at] = into[at]! + values[row]! / per;
  }
}

/** The same in buckets that are `times` as wide. */
export function widened(flow: Flow, times: number): Flow {
  const count = Math.ceil(flow.count / times);
  const sums = (values: Float64Array): Float64Array => {
    const out = new Float64Array(count);
    for (let i = 0; i < flow.count; i++) out[Math.floor(i / times)]! += values[i]!;
    return out;
  };
  const offsets = (values: Float64Array, counts: Float64Array): Float64Array => {
    const out = new Float64Array(count);
    for (let i = 0; i < flow.count; i++)
      out[Math.floor(i / times)]! += values[i]! + counts[i]! * (i % times) * flow.widthMs;
    return out;
  };
  return {
    widthMs: flow.widthMs * times,
    count,
    starts: sums(flow.starts),
    startOffsetsMs: offsets(flow.startOffsetsMs, flow.starts),
    ends: sums(flow.ends),
    endOffsetsMs: offsets(flow.endOffsetsMs, flow.ends),
    elapsedMs: sums(flow.elapsedMs),
  };
}

/** Mean number of samples in flight per bucket: Σ overlap with the bucket ÷ its width. */
export function inFlightPerBucket(flow: Flow): Float64Array {
  const out = new Float64Array(flow.count);
  let before = 0;
  for (let i = 0; i < flow.count; i++) {
    const started = flow.starts[i]! * flow.widthMs - flow.startOffsetsMs[i]!;
    const ended = flow.ends[i]! * flow.widthMs - flow.endOffsetsMs[i]!;
    out[i] = before + (started - ended) / flow.widthMs;
    before += flow.starts[i]! - flow.ends[i]!;
  }
  return out;
}
