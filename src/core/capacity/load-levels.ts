import { numberAt, numberColumn } from '#shared/contract/columns.ts';
import type { CapacityLevel } from '#shared/model/capacity.ts';
import { wholeRun } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import type { LoadSeries } from '../diagnostics/load-series.ts';
import { clamped, gridBucketSql, type TimeGrid } from '../diagnostics/time-grid.ts';
import { runTables, selectSamples } from '../latency/selection.ts';
import { median } from '../statistics/robust.ts';

/** One stretch of 10 to 30 s (method E4). */
export interface LoadBucket {
  readonly fromMs: number;
  readonly users: number;
  readonly throughputPerSec: number;
  readonly samples: number;
  readonly failures: number;
  readonly p95Ms: number | null;
}

const [MIN_BUCKET_MS, MAX_BUCKET_MS] = [10_000, 30_000];
const WANTED_BUCKETS = 120;
/** A p95 of fewer samples says nothing. */
const MIN_SAMPLES = 20;
/** Loads that lie closer are one level. */
const LEVEL_WIDTH = 1.1;

/** Width of the buckets, a multiple of those of the series. */
export function capacityBucketMs({
  durationMs,
  bucketMs,
}: Pick<LoadSeries, 'durationMs' | 'bucketMs'>): number {
  const wanted = Math.min(MAX_BUCKET_MS, Math.max(MIN_BUCKET_MS, durationMs / WANTED_BUCKETS));
  return Math.max(1, Math.round(wanted / bucketMs)) * bucketMs;
}

/** The buckets of a run from its series; the first and the last one, which are cut off, are left out. */
export async function loadBuckets(
  database: Database,
  run: Run,
  series: LoadSeries,
  signal: AbortSignal,
): Promise<LoadBucket[]> {
  const bucketMs = capacityBucketMs(series);
  const size = bucketMs / series.bucketMs;
  const count = Math.ceil(series.count / size);
  const p95 = await percentilesPerBucket(
    database,
    run,
    { startUs: run.startedAtUs ?? 0, bucketMs, count },
    signal,
  );
  const concurrency = series.threads ?? series.inFlight;
  const out: LoadBucket[] = [];
  for (let bucket = 1; bucket < count - 1; bucket++) {
    const part = (values: Float64Array): Float64Array => values.subarray(bucket * size, (bucket + 1) * size);
    const ends = sum(part(series.ends));
    out.push({
      fromMs: bucket * bucketMs,
      users: median(part(concurrency)),
      throughputPerSec: (ends * 1000) / bucketMs,
      samples: ends,
      failures: sum(part(series.failures)),
      p95Ms: p95[bucket] ?? null,
    });
  }
  return out;
}

/** p95 of the samples that started in each bucket. */
async function percentilesPerBucket(
  database: Database,
  run: Run,
  grid: TimeGrid,
  signal: AbortSignal,
): Promise<(number | null)[]> {
  const tables = await runTables(database, run);
  const samples = selectSamples(tables, wholeRun(run.id), ['started_at', 'elapsed_ms'], { kinds: 'counted' });
  const table = await database.query(
    `SELECT ${gridBucketSql('epoch_us(started_at)', grid)} AS bucket, count(*) AS n,
       quantile_cont(elapsed_ms, 0.95)::DOUBLE AS p95
     FROM ${samples} WHERE started_at IS NOT NULL AND elapsed_ms IS NOT NULL GROUP BY bucket`,
    [],
    { signal },
  );
  const [bucket, n, p95] = ['bucket', 'n', 'p95'].map((name) => numberColumn(table, name));
  const out = new Array<number | null>(grid.count).fill(null);
  for (let row = 0; row < table.rowCount; row++) {
    if (n!.values[row]! >= MIN_SAMPLES) out[clamped(bucket!.values[row]!, grid)] = numberAt(p95!, row);
  }
  return out;
}

export interface MeasuredLevel extends CapacityLevel {
  /** Variance of the throughput of its buckets; null with fewer than three. */
  readonly variance: number | null;
}

/** Buckets of about the same load together, ascending by users. */
export function loadLevels(buckets: readonly LoadBucket[]): MeasuredLevel[] {
  const sorted = buckets.filter(({ users }) => users > 0).sort((a, b) => a.users - b.users);
  const groups: LoadBucket[][] = [];
  for (const bucket of sorted) {
    const group = groups.at(-1);
    if (group !== undefined && bucket.users <= Math.max(group[0]!.users * LEVEL_WIDTH, group[0]!.users + 0.5))
      group.push(bucket);
    else groups.push([bucket]);
  }
  return groups.map((group) => {
    const rates = group.map(({ throughputPerSec }) => throughputPerSec);
    const p95 = group.flatMap(({ p95Ms }) => p95Ms ?? []);
    const samples = group.reduce((total, bucket) => total + bucket.samples, 0);
    const failures = group.reduce((total, bucket) => total + bucket.failures, 0);
    return {
      users: median(group.map(({ users }) => users)),
      throughputPerSec: median(rates),
      p95Ms: p95.length === 0 ? null : median(p95),
      errorRate: samples === 0 ? 0 : failures / samples,
      buckets: group.length,
      variance: varianceOf(rates),
    };
  });
}

function varianceOf(values: readonly number[]): number | null {
  if (values.length < 3) return null;
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return values.reduce((total, value) => total + (value - mean) ** 2, 0) / (values.length - 1);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
