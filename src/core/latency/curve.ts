import { numbersToColumn, numberColumn } from '#shared/contract/columns.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { LatencyCurve } from '#shared/model/latency.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { percentileOf, ranksOf } from './quantiles.ts';
import { runTables, selectSamples, type RunTables } from './selection.ts';
import { selectedValues, worthSelecting } from './selected-values.ts';
import { NO_VALUES, ValueCountsBuilder, type ValueCounts } from './value-counts.ts';

/** Exact type-7 percentiles from 0 to the maximum, evenly spaced in "nines" (-log10 of the share beyond). */
export async function latencyCurve(
  database: Database,
  run: Run,
  filter: SampleFilter,
  maxPoints: number,
  signal: AbortSignal,
): Promise<LatencyCurve> {
  const tables = await runTables(database, run);
  const sample = await readSample(database, tables, filter, maxPoints, signal);
  return curveOf(sample, maxPoints);
}

/** The curve of response times that are exact at the ranks of {@link curvePercentiles}. */
export function curveOf(sample: ValueCounts, maxPoints: number): LatencyCurve {
  const percentiles = curvePercentiles(sample.count, maxPoints);
  return {
    samples: sample.count,
    table: {
      rowCount: percentiles.length,
      columns: {
        percentile: numbersToColumn(percentiles),
        valueMs: numbersToColumn(percentiles.map((percentile) => percentileOf(sample, percentile))),
      },
    },
  };
}

/** Response times of a selection, exact at the ranks that its curve of `maxPoints` looks at. */
export async function readSample(
  database: Database,
  tables: RunTables,
  filter: SampleFilter,
  maxPoints: number,
  signal: AbortSignal,
): Promise<ValueCounts> {
  const samples = selectSamples(tables, filter, ['elapsed_ms', 'ok'], { kinds: 'counted' });
  const ranks = (count: number): number[] =>
    curvePercentiles(count, maxPoints).flatMap((percentile) => ranksOf(count, percentile));
  const selection = { samples, wholeMs: tables.wholeMs, expected: tables.run.samples };
  return readSamplesAt(database, selection, ranks, signal);
}

interface SampleSelection {
  /** Sub-query (in brackets) with `elapsed_ms` and `ok`. */
  readonly samples: string;
  /** All times are whole milliseconds, so that few differ. */
  readonly wholeMs: boolean;
  /** About how many samples there are. */
  readonly expected: number;
}

/** Response times of a selection together, exact at the ranks that are asked for. */
export async function readSamplesAt(
  database: Database,
  { samples, wholeMs, expected }: SampleSelection,
  ranks: (count: number) => readonly number[],
  signal: AbortSignal,
): Promise<ValueCounts> {
  if (!wholeMs && worthSelecting(expected, 1)) {
    const byGroup = await selectedValues(
      database,
      { samples, group: '0', groups: 1 },
      () => [{ groups: [0], ranks }],
      signal,
    );
    return byGroup.get(0) ?? NO_VALUES;
  }
  const table = await database.query(
    `SELECT elapsed_ms AS value, count(*) AS n FROM ${samples} WHERE elapsed_ms IS NOT NULL
     GROUP BY elapsed_ms ORDER BY value`,
    [],
    { signal },
  );
  const value = numberColumn(table, 'value').values;
  const n = numberColumn(table, 'n').values;
  const builder = new ValueCountsBuilder();
  for (let row = 0; row < table.rowCount; row++) builder.add(value[row]!, n[row]!, 0);
  return builder.finish();
}

/** The named percentiles are on the curve exactly, so that a reading of p95 equals the table's. */
const NAMED: readonly number[] = [0, 50, 75, 90, 95, 99, 99.9, 99.99, 99.999];

/** 100 with room for rounding: 100 − 99.99 is not quite 0.01 in binary. */
const ONE_IN_SAMPLES = 100 * (1 + 1e-9);

export function curvePercentiles(samples: number, maxPoints: number): number[] {
  if (samples === 0) return [];
  const nines = Math.log10(Math.max(samples, 2));
  const named = NAMED.filter(
    (percentile) => percentile === 0 || samples * (100 - percentile) > ONE_IN_SAMPLES,
  );
  const even = Math.max(1, maxPoints - named.length - 1);
  const points = new Set(named);
  for (let i = 1; i < even; i++) points.add(100 * (1 - 10 ** ((-nines * i) / even)));
  points.add(100);
  return [...points].sort((a, b) => a - b);
}
