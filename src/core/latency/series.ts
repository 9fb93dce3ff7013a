import { numberAt, numberColumn, numbersToColumn, type Column } from '#shared/contract/columns.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { LatencySeries } from '#shared/model/latency.ts';
import type { Run } from '#shared/model/run.ts';
import { percentileKey } from '#shared/model/statistics.ts';
import type { Database } from '../db/database.ts';
import { percentileOf, ranksOf } from './quantiles.ts';
import { runTables, selectSamples } from './selection.ts';
import { selectedValues, worthSelecting, type GroupedSamples } from './selected-values.ts';
import { threadsPerBucket } from './threads.ts';
import { bucketStarts, spanBuckets } from './span-buckets.ts';
import { bucketSql, type Buckets } from './time-buckets.ts';
import { mergeValues, NO_VALUES, ValueCountsBuilder, type ValueCounts } from './value-counts.ts';

export interface SeriesRequest {
  readonly filter: SampleFilter;
  readonly percentiles: readonly number[];
  readonly maxBuckets: number;
}

/** A percentile is drawn only where this many samples lie beyond it. */
const MIN_BEYOND = 10;
/** How many buckets may be put together for a percentile that one bucket is too thin for. */
const MULTIPLES: readonly number[] = [1, 2, 3, 5, 10, 15, 30];

/** Exact figures per time bucket; a sample belongs to the bucket in which it started. */
export async function timeSeries(
  database: Database,
  run: Run,
  { filter, percentiles, maxBuckets }: SeriesRequest,
  signal: AbortSignal,
): Promise<LatencySeries> {
  const span = spanBuckets(run, filter.time, maxBuckets);
  if (run.startedAtUs === null || span === null) return noSeries(percentiles);
  const { buckets, expected } = span;
  const tables = await runTables(database, run);
  const samples = selectSamples(tables, filter, ['started_at', 'elapsed_ms', 'ok'], { kinds: 'counted' });
  const source: GroupedSamples = {
    samples: `(SELECT * FROM ${samples} WHERE started_at IS NOT NULL)`,
    group: bucketSql('started_at', run.startedAtUs, buckets),
    groups: buckets.count,
  };
  const [read, threads] = await Promise.all([
    !tables.wholeMs && worthSelecting(expected, buckets.count)
      ? readSelected(database, source, buckets, percentiles, signal)
      : readAll(database, source, buckets, signal),
    threadsPerBucket(database, tables, buckets, signal),
  ]);
  return seriesOf(buckets, percentiles, read, threads);
}

/** The lines of buckets that were read, exact at the ranks that percentiles of neighbouring buckets together look at. */
export function seriesOf(
  buckets: Buckets,
  percentiles: readonly number[],
  { totals, values }: ReadBuckets,
  threads: Column,
): LatencySeries {
  const multiples = chooseMultiples(percentiles, totals.samples);
  return {
    bucketMs: buckets.widthMs,
    multiples: Object.fromEntries(
      percentiles.map((percentile, index) => [percentileKey(percentile), multiples[index]!]),
    ),
    table: {
      rowCount: buckets.count,
      columns: {
        startMs: bucketStarts(buckets),
        samples: { kind: 'number', values: totals.samples, nulls: null },
        failures: { kind: 'number', values: totals.failures, nulls: null },
        threads,
        ...percentileColumns(values, percentiles, multiples),
      },
    },
  };
}

export function noSeries(percentiles: readonly number[]): LatencySeries {
  const names = ['startMs', 'samples', 'failures', 'threads', ...percentiles.map(percentileColumn)];
  const columns = Object.fromEntries(names.map((name): [string, Column] => [name, numbersToColumn([])]));
  return { bucketMs: 1000, multiples: {}, table: { rowCount: 0, columns } };
}

const percentileColumn = (percentile: number): string => `p:${percentileKey(percentile)}`;

interface Totals {
  readonly samples: Float64Array;
  readonly failures: Float64Array;
}

export interface ReadBuckets {
  readonly totals: Totals;
  /** By bucket. */
  readonly values: readonly ValueCounts[];
}

/** Collects the distinct values of each bucket, which arrive in ascending order. */
export class BucketsBuilder {
  private readonly totals: Totals;
  private readonly builders: (ValueCountsBuilder | undefined)[];

  constructor(count: number) {
    this.totals = { samples: new Float64Array(count), failures: new Float64Array(count) };
    this.builders = new Array<ValueCountsBuilder | undefined>(count);
  }

  /** @param value in ms; null: samples without a time */
  add(bucket: number, value: number | null, n: number, failed: number): void {
    this.totals.samples[bucket]! += n;
    this.totals.failures[bucket]! += failed;
    if (value === null) return;
    const builder = (this.builders[bucket] ??= new ValueCountsBuilder());
    builder.add(value, n, failed);
  }

  finish(): ReadBuckets {
    return {
      totals: this.totals,
      values: Array.from(this.builders, (builder) => builder?.finish() ?? NO_VALUES),
    };
  }
}

async function readAll(
  database: Database,
  { samples, group }: GroupedSamples,
  { count }: Buckets,
  signal: AbortSignal,
): Promise<ReadBuckets> {
  const table = await database.query(
    `SELECT ${group} AS bucket, elapsed_ms AS value, count(*) AS n, count(*) FILTER (NOT ok) AS failed
     FROM ${samples} GROUP BY bucket, value ORDER BY value`,
    [],
    { signal },
  );
  const bucket = numberColumn(table, 'bucket').values;
  const value = numberColumn(table, 'value');
  const n = numberColumn(table, 'n').values;
  const failed = numberColumn(table, 'failed').values;
  const builder = new BucketsBuilder(count);
  for (let row = 0; row < table.rowCount; row++)
    builder.add(bucket[row]!, numberAt(value, row), n[row]!, failed[row]!);
  return builder.finish();
}

async function readSelected(
  database: Database,
  source: GroupedSamples,
  { count }: Buckets,
  percentiles: readonly number[],
  signal: AbortSignal,
): Promise<ReadBuckets> {
  const table = await database.query(
    `SELECT ${source.group} AS bucket, count(*) AS n, count(*) FILTER (NOT ok) AS failed
     FROM ${source.samples} GROUP BY bucket`,
    [],
    { signal },
  );
  const [bucket, n, failed] = ['bucket', 'n', 'failed'].map((name) => numberColumn(table, name).values);
  const totals = { samples: new Float64Array(count), failures: new Float64Array(count) };
  for (let row = 0; row < table.rowCount; row++) {
    totals.samples[bucket![row]!] = n![row]!;
    totals.failures[bucket![row]!] = failed![row]!;
  }
  const multiples = chooseMultiples(percentiles, totals.samples);
  const values = await selectedValues(
    database,
    source,
    () =>
      percentiles.flatMap((percentile, index) =>
        together(count, multiples[index]!).map((groups) => ({
          groups,
          ranks: (samples) => ranksOf(samples, percentile),
        })),
      ),
    signal,
  );
  return { totals, values: Array.from({ length: count }, (_, index) => values.get(index) ?? NO_VALUES) };
}

/** How many buckets each percentile needs together, judged by the median bucket that has samples. */
function chooseMultiples(percentiles: readonly number[], samples: Float64Array): number[] {
  const filled = samples.filter((n) => n > 0).sort();
  const typical = filled[filled.length >> 1] ?? 0;
  return percentiles.map((percentile) => {
    const needed = percentile <= 50 ? 1 : MIN_BEYOND / (1 - percentile / 100);
    return MULTIPLES.find((candidate) => candidate * typical >= needed - 1e-9) ?? MULTIPLES.at(-1)!;
  });
}

/** Buckets `0..count` in neighbourhoods of `multiple`. */
function together(count: number, multiple: number): number[][] {
  return Array.from({ length: Math.ceil(count / multiple) }, (_, index) =>
    Array.from(
      { length: Math.min(multiple, count - index * multiple) },
      (__, offset) => index * multiple + offset,
    ),
  );
}

/** Percentiles of `multiples[i]` neighbouring buckets together, written to each of them. */
function percentileColumns(
  values: readonly ValueCounts[],
  percentiles: readonly number[],
  multiples: readonly number[],
): Record<string, Column> {
  const out = percentiles.map(() => new Array<number | null>(values.length).fill(null));
  for (const multiple of new Set(multiples)) {
    for (const buckets of together(values.length, multiple)) {
      const sample = mergeValues(buckets.map((bucket) => values[bucket]!));
      percentiles.forEach((percentile, index) => {
        if (multiples[index] !== multiple || isThin(sample.count, percentile)) return;
        const figure = percentileOf(sample, percentile);
        for (const bucket of buckets) out[index]![bucket] = figure;
      });
    }
  }
  return Object.fromEntries(
    percentiles.map((percentile, index) => [percentileColumn(percentile), numbersToColumn(out[index]!)]),
  );
}

function isThin(samples: number, percentile: number): boolean {
  // 0.1 is no binary fraction: 100 samples have 9.999… beyond p90.
  return percentile > 50 && samples * (1 - percentile / 100) < MIN_BEYOND - 1e-9;
}
