import {
  numberColumn,
  numbersToColumn,
  textAt,
  textColumn,
  type Column,
  type NumberColumn,
} from '#shared/contract/columns.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { CodeSeries } from '#shared/model/latency.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { runTables, selectSamples } from './selection.ts';
import { bucketStarts, spanBuckets } from './span-buckets.ts';
import { bucketSql } from './time-buckets.ts';

export interface CodeSeriesRequest {
  readonly maxBuckets: number;
  /** Codes with counts of their own; all others are put together. */
  readonly maxCodes: number;
}

interface CodeCounts {
  readonly code: string | null;
  samples: number;
  failures: number;
  readonly perBucket: Float64Array;
}

/**
 * Samples by result code over time, most frequent code first: see {@link CodeSeries}. Samples without a time stamp have
 * no place in it; an empty code counts as none.
 */
export async function codeSeries(
  database: Database,
  run: Run,
  filter: SampleFilter,
  { maxBuckets, maxCodes }: CodeSeriesRequest,
  signal: AbortSignal,
): Promise<CodeSeries> {
  const span = spanBuckets(run, filter.time, maxBuckets);
  if (span === null) return seriesOf(1000, numbersToColumn([]), [], false);
  const { buckets } = span;
  const samples = selectSamples(await runTables(database, run), filter, ['started_at', 'outcome_id', 'ok'], {
    kinds: 'counted',
  });
  // Grouped by the number of the outcome first: texts are joined to a few thousand rows instead of all samples.
  const table = await database.query(
    `WITH counts AS (
       SELECT ${bucketSql('started_at', run.startedAtUs ?? 0, buckets)} AS bucket, outcome_id, count(*) AS n,
         count(*) FILTER (NOT ok) AS failed
       FROM ${samples} WHERE started_at IS NOT NULL GROUP BY ALL)
     SELECT nullif(code.value, '') AS code, bucket, sum(n)::DOUBLE AS n, sum(failed)::DOUBLE AS failed
     FROM counts LEFT JOIN outcomes o ON o.id = counts.outcome_id LEFT JOIN texts code ON code.id = o.code_id
     GROUP BY ALL`,
    [],
    { signal },
  );
  const found = new Map<string | null, CodeCounts>();
  const code = textColumn(table, 'code');
  const [bucket, n, failed] = ['bucket', 'n', 'failed'].map((name) => numberColumn(table, name).values);
  for (let row = 0; row < table.rowCount; row++) {
    const text = textAt(code, row);
    let counts = found.get(text);
    if (counts === undefined) {
      counts = { code: text, samples: 0, failures: 0, perBucket: new Float64Array(buckets.count) };
      found.set(text, counts);
    }
    counts.samples += n![row]!;
    counts.failures += failed![row]!;
    counts.perBucket[bucket![row]!]! += n![row]!;
  }
  const ranked = [...found.values()].sort((a, b) => b.samples - a.samples || compareCodes(a.code, b.code));
  const rest = ranked.slice(maxCodes);
  const shown = rest.length === 0 ? ranked : [...ranked.slice(0, maxCodes), together(rest, buckets.count)];
  return seriesOf(buckets.widthMs, bucketStarts(buckets), shown, rest.length > 0);
}

function seriesOf(
  bucketMs: number,
  startMs: NumberColumn,
  counts: readonly CodeCounts[],
  others: boolean,
): CodeSeries {
  const columns: [string, Column][] = counts.map(({ perBucket }, position) => [
    `code:${position}`,
    { kind: 'number', values: perBucket, nulls: null },
  ]);
  return {
    bucketMs,
    codes: counts.map(({ code, failures, samples }) => ({ code, failures, samples })),
    others,
    table: {
      rowCount: startMs.values.length,
      columns: { startMs, ...Object.fromEntries(columns) },
    },
  };
}

function together(rest: readonly CodeCounts[], bucketCount: number): CodeCounts {
  const sum: CodeCounts = { code: null, samples: 0, failures: 0, perBucket: new Float64Array(bucketCount) };
  for (const { samples, failures, perBucket } of rest) {
    sum.samples += samples;
    sum.failures += failures;
    perBucket.forEach((n, index) => (sum.perBucket[index]! += n));
  }
  return sum;
}

/** By their characters, whatever the locale; samples without a code come last. */
function compareCodes(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : Number(a > b);
}
