import type { SampleFilter } from '#shared/model/filter.ts';
import type { Transaction } from '#shared/model/run.ts';
import { percentileKey } from '#shared/model/statistics.ts';
import type { Database } from '../db/database.ts';
import { lastSamples } from './last-samples.ts';
import { percentileOf } from './quantiles.ts';
import type { RunTables } from './selection.ts';
import type { ValueCounts } from './value-counts.ts';

/** JMeter's dashboard looks at the last rows of each label only (`jmeter.reportgenerator.statistic_window`). */
export const JMETER_WINDOW = 20_000;

export type JmeterFigures = Readonly<Record<string, number | null>>;

export interface JmeterPercentiles {
  /** JMeter's Total: sub-results count, transaction controllers do not. */
  readonly total: JmeterFigures;
  /** JMeter knows labels only: kinds of one label are one row. */
  readonly byLabel: ReadonlyMap<string, JmeterFigures>;
}

/** The percentiles that JMeter's HTML dashboard prints for the same file; see docs/statistics.md. */
export async function jmeterPercentiles(
  database: Database,
  tables: RunTables,
  transactions: readonly Transaction[],
  filter: SampleFilter,
  percentiles: readonly number[],
  signal: AbortSignal,
): Promise<JmeterPercentiles> {
  const labels = new Map<string, number[]>();
  for (const { id, label } of transactions) labels.set(label, [...(labels.get(label) ?? []), id]);
  const inTotal = transactions.filter(({ kind }) => kind !== 'transaction').map(({ id }) => id);
  const [total, ...byLabel] = await lastSamples(
    database,
    tables,
    filter,
    [inTotal, ...labels.values()],
    JMETER_WINDOW,
    signal,
  );
  const figures = (sample: ValueCounts): JmeterFigures =>
    Object.fromEntries(
      percentiles.map((percentile) => [percentileKey(percentile), percentileOf(sample, percentile, 'type6')]),
    );
  return {
    total: figures(total!),
    byLabel: new Map([...labels.keys()].map((label, index) => [label, figures(byLabel[index]!)])),
  };
}
