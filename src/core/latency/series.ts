import {
  numberAt,
  numberColumn,
  numbersToColumn,
  type Column,
  type ColumnTable,
} from '#shared/contract/columns.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { LatencySeries } from '#shared/model/latency.ts';
import type { Run } from '#shared/model/run.ts';
import { percentileKey } from '#shared/model/statistics.ts';
import type { Database } from '../db/database.ts';
import { percentileOf } from './quantiles.ts';
import { runTables, selectSamples, type RunTables } from './selection.ts';
import { chooseBucketMs } from './time-buckets.ts';
import { ValueCountsBuilder } from './value-counts.ts';

export interface SeriesRequest {
  readonly filter: SampleFilter;
  readonly percentiles: readonly number[];
  readonly maxBuckets: number;
}

/** A percentile is drawn only where this many samples lie beyond it. */
const MIN_BEYOND = 10;
/** How many buckets may be put together for a percentile that one bucket is too thin for. */
const MULTIPLES: readonly number[] = [1, 2, 3, 5, 10, 15, 30];

const NO_SERIES: LatencySeries = { bucketMs: 1000, multiples: {}, table: { rowCount: 0, columns: {} } };

/** Exact figures per time bucket; a sample belongs to the bucket in which it started. */
export async function timeSeries(
  database: Database,
  run: Run,
  request: SeriesRequest,
  signal: AbortSignal,
): Promise<LatencySeries> {
  if (run.startedAtUs === null || run.endedAtUs === null) return NO_SERIES;
  const tables = await runTables(database, run);
  const fromMs = request.filter.time?.fromMs ?? 0;
  const toMs = request.filter.time?.toMs ?? run.durationMs + 1e-3;
  const bucketMs = chooseBucketMs(toMs - fromMs, request.maxBuckets, run.samples);
  const first = Math.floor(fromMs / bucketMs);
  const count = Math.max(1, Math.ceil(toMs / bucketMs) - first);
  const bucket = `((epoch_us(started_at) - ${run.startedAtUs}) // ${Math.round(bucketMs * 1000)} - ${first})::INTEGER`;

  const samples = selectSamples(tables, request.filter, ['started_at', 'elapsed_ms', 'ok'], {
    kinds: 'counted',
  });
  const values = await database.query(
    `SELECT ${bucket} AS bucket, elapsed_ms::DOUBLE AS value, count(*) AS n, count(*) FILTER (NOT ok) AS failed
     FROM ${samples} WHERE started_at IS NOT NULL AND elapsed_ms IS NOT NULL
     GROUP BY ALL ORDER BY bucket, value`,
    [],
    { signal },
  );
  const totals = countBuckets(values, count);
  const multiples = chooseMultiples(request.percentiles, totals.samples);
  const columns: Record<string, Column> = {
    startMs: numbersToColumn(Array.from({ length: count }, (_, index) => (first + index) * bucketMs)),
    samples: { kind: 'number', values: totals.samples, nulls: null },
    failures: { kind: 'number', values: totals.failures, nulls: null },
    threads: await threadsPerBucket(database, tables, bucket, count, signal),
  };
  for (const [multiple, percentiles] of groupByMultiple(multiples)) {
    Object.assign(columns, percentileColumns(values, count, multiple, percentiles));
  }
  return {
    bucketMs,
    multiples: Object.fromEntries(
      multiples.map(([percentile, multiple]) => [percentileKey(percentile), multiple]),
    ),
    table: { rowCount: count, columns },
  };
}

function countBuckets(values: ColumnTable, count: number): { samples: Float64Array; failures: Float64Array } {
  const samples = new Float64Array(count);
  const failures = new Float64Array(count);
  const bucket = numberColumn(values, 'bucket').values;
  const n = numberColumn(values, 'n').values;
  const failed = numberColumn(values, 'failed').values;
  for (let row = 0; row < values.rowCount; row++) {
    const index = bucket[row]!;
    samples[index] = samples[index]! + n[row]!;
    failures[index] = failures[index]! + failed[row]!;
  }
  return { samples, failures };
}

/** How many buckets each percentile needs together, judged by the median bucket that has samples. */
function chooseMultiples(percentiles: readonly number[], samples: Float64Array): [number, number][] {
  const filled = samples.filter((n) => n > 0).sort();
  const typical = filled[filled.length >> 1] ?? 0;
  return percentiles.map((percentile) => {
    const needed = percentile <= 50 ? 1 : MIN_BEYOND / (1 - percentile / 100);
    const multiple = MULTIPLES.find((candidate) => candidate * typical >= needed);
    return [percentile, multiple ?? MULTIPLES.at(-1)!];
  });
}

function groupByMultiple(multiples: readonly [number, number][]): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const [percentile, multiple] of multiples) {
    groups.set(multiple, [...(groups.get(multiple) ?? []), percentile]);
  }
  return groups;
}

/** Percentiles of `multiple` neighbouring buckets together, written to each of them. */
function percentileColumns(
  values: ColumnTable,
  count: number,
  multiple: number,
  percentiles: readonly number[],
): Record<string, Column> {
  const out = percentiles.map(() => new Array<number | null>(count).fill(null));
  const bucket = numberColumn(values, 'bucket').values;
  const value = numberColumn(values, 'value').values;
  const n = numberColumn(values, 'n').values;
  let row = 0;
  for (let start = 0; start < count; start += multiple) {
    const from = row;
    while (row < values.rowCount && bucket[row]! < start + multiple) row += 1;
    if (row === from) continue;
    const sample = collect(value, n, from, row, multiple);
    percentiles.forEach((percentile, index) => {
      const beyond = sample.count * (1 - percentile / 100);
      // 0.1 is no binary fraction: 100 samples have 9.999… beyond p90.
      if (percentile > 50 && beyond < MIN_BEYOND - 1e-9) return;
      out[index]!.fill(percentileOf(sample, percentile), start, Math.min(start + multiple, count));
    });
  }
  return Object.fromEntries(
    percentiles.map((percentile, index) => [`p:${percentileKey(percentile)}`, numbersToColumn(out[index]!)]),
  );
}

function collect(value: ArrayLike<number>, n: ArrayLike<number>, from: number, to: number, multiple: number) {
  const builder = new ValueCountsBuilder();
  if (multiple === 1) {
    for (let row = from; row < to; row++) builder.add(value[row]!, n[row]!, 0);
    return builder.finish();
  }
  // Rows are ordered within each bucket only.
  const rows = Array.from({ length: to - from }, (_, index) => from + index).sort(
    (a, b) => value[a]! - value[b]!,
  );
  for (const row of rows) builder.add(value[row]!, n[row]!, 0);
  return builder.finish();
}

/**
 * Highest concurrency that the tool reported in each bucket: JMeter writes it on every row (summed over injectors), k6 as
 * the gauge `vus`.
 */
async function threadsPerBucket(
  database: Database,
  { run, sources }: RunTables,
  bucket: string,
  count: number,
  signal: AbortSignal,
): Promise<Column> {
  const branches = sources
    .filter((source) => source.columns.has('all_threads') && source.columns.has('started_at'))
    .map(
      ({ id }) =>
        `SELECT ${id} AS source_id, ${bucket} AS bucket, max(all_threads) AS threads FROM samples_${id} WHERE started_at IS NOT NULL GROUP BY ALL`,
    );
  branches.push(
    `SELECT source_id, ${bucket.replace('started_at', '"at"')} AS bucket, max(value) AS threads FROM points
     WHERE run_id = ${run.id} AND metric_id IN (SELECT id FROM metrics WHERE run_id = ${run.id} AND name = 'vus') GROUP BY ALL`,
  );
  const table = await database.query(
    `SELECT bucket, sum(threads)::DOUBLE AS threads FROM (${branches.join(' UNION ALL ')})
     WHERE bucket >= 0 AND bucket < ${count} GROUP BY bucket`,
    [],
    { signal },
  );
  const out = new Array<number | null>(count).fill(null);
  const at = numberColumn(table, 'bucket');
  const threads = numberColumn(table, 'threads');
  for (let row = 0; row < table.rowCount; row++) out[at.values[row]!] = numberAt(threads, row);
  return numbersToColumn(out);
}
