import { numberColumn } from '#shared/contract/columns.ts';
import type { Database } from '../../db/database.ts';
import { CompensatedSum } from '../moments.ts';
import { ranksOf } from '../quantiles.ts';
import { SUM_COLUMNS, sumsOf, withReadings } from '../reading-sums.ts';
import { selectedValues, worthSelecting } from '../selected-values.ts';
import { countAt, NO_VALUES, ValueCountsBuilder, type ValueCounts } from '../value-counts.ts';
import { metricReadings, pointsOf, type K6Metric } from './metric-readings.ts';

export interface MetricValues {
  readonly values: ValueCounts;
  /** Of a counter. */
  readonly sum: number;
  /** Values other than zero: what k6 counts as "passes" of a rate. */
  readonly nonZero: number;
  /** The last reading of a gauge. */
  readonly last: number | null;
}

/**
 * The values of one metric of a run.
 * @param percentiles those that will be asked of a trend
 */
export async function metricValues(
  database: Database,
  runId: number,
  metric: K6Metric,
  percentiles: readonly number[],
  signal: AbortSignal,
): Promise<MetricValues> {
  const readings = metricReadings(runId, metric);
  const selected =
    metric.kind === 'trend' ? await readSelected(database, readings, percentiles, signal) : null;
  const values = selected ?? (await readAll(database, readings, signal));
  const sum = new CompensatedSum();
  let nonZero = 0;
  if (metric.kind !== 'trend') {
    values.values.forEach((value, i) => {
      const times = countAt(values.cumulative, i);
      sum.add(value * times);
      if (value !== 0) nonZero += times;
    });
  }
  const last = metric.kind === 'gauge' ? await lastReading(database, runId, metric, signal) : null;
  return { values, sum: sum.value(), nonZero, last };
}

async function readAll(database: Database, readings: string, signal: AbortSignal): Promise<ValueCounts> {
  const table = await database.query(
    `SELECT elapsed_ms AS value, count(*) AS n FROM ${readings} WHERE elapsed_ms IS NOT NULL
     GROUP BY elapsed_ms ORDER BY value`,
    [],
    { signal },
  );
  const [value, n] = ['value', 'n'].map((name) => numberColumn(table, name).values);
  const builder = new ValueCountsBuilder();
  for (let row = 0; row < table.rowCount; row++) builder.add(value![row]!, n![row]!, 0);
  return builder.finish();
}

/** Null when there are too few values for it to be worth the while, or they are no readings of a clock. */
async function readSelected(
  database: Database,
  readings: string,
  percentiles: readonly number[],
  signal: AbortSignal,
): Promise<ValueCounts | null> {
  const [row] = await database.rows(`SELECT count(*) AS n FROM ${readings}`);
  if (!worthSelecting(Number(row?.['n']), 1)) return null;
  const table = await database.query(`SELECT ${SUM_COLUMNS} FROM ${withReadings(readings)}`, [], { signal });
  const sums = sumsOf(table)(0);
  if (sums === null) return null;
  const ranks = (count: number): number[] => [
    0,
    count - 1,
    ...percentiles.flatMap((percentile) => ranksOf(count, percentile)),
  ];
  const values = await selectedValues(
    database,
    { samples: readings, group: '0', groups: 1 },
    () => [{ groups: [0], ranks }],
    signal,
  );
  return { ...(values.get(0) ?? NO_VALUES), sums };
}

/** The last in the file, which is the one that k6 shows; instants can be equal. */
async function lastReading(
  database: Database,
  runId: number,
  metric: K6Metric,
  signal: AbortSignal,
): Promise<number | null> {
  const sources = await database.rows(
    `SELECT id FROM sources WHERE run_id = ? AND has_points ORDER BY id DESC`,
    [runId],
  );
  for (const source of sources) {
    const table = await database.query(
      `SELECT value::DOUBLE AS value FROM points_${source['id']} WHERE ${pointsOf(metric)} AND value IS NOT NULL
       ORDER BY rowid DESC LIMIT 1`,
      [],
      { signal },
    );
    if (table.rowCount > 0) return numberColumn(table, 'value').values[0]!;
  }
  return null;
}
