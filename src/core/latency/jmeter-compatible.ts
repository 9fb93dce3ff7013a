import { numberColumn, textAt, textColumn, type ColumnTable } from '#shared/contract/columns.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { Transaction } from '#shared/model/run.ts';
import { percentileKey } from '#shared/model/statistics.ts';
import type { Database } from '../db/database.ts';
import { percentileOf } from './quantiles.ts';
import { selectSamples, type RunTables } from './selection.ts';
import { ValueCountsBuilder } from './value-counts.ts';

/** JMeter's dashboard looks at the last rows of each label only (`jmeter.reportgenerator.statistic_window`). */
export const JMETER_WINDOW = 20_000;

export interface JmeterPercentiles {
  /** JMeter's Total: sub-results count, transaction controllers do not. */
  readonly total: Readonly<Record<string, number | null>>;
  /** JMeter knows labels only: kinds of one label are one row. */
  readonly byLabel: ReadonlyMap<string, Readonly<Record<string, number | null>>>;
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
  const samples = selectSamples(tables, filter, ['transaction_id', 'elapsed_ms'], {
    kinds: 'all',
    fileRow: true,
  });
  const known = `(SELECT id, label, kind FROM transactions WHERE run_id = ${tables.run.id})`;
  const perLabel = await database.query(
    `SELECT label, elapsed_ms::DOUBLE AS value, count(*) AS n FROM (
       SELECT t.label, s.elapsed_ms, row_number() OVER (PARTITION BY t.label ORDER BY s.source_id DESC, s.file_row DESC) AS back
       FROM ${samples} s JOIN ${known} t ON t.id = s.transaction_id WHERE s.elapsed_ms IS NOT NULL)
     WHERE back <= ${JMETER_WINDOW} GROUP BY label, elapsed_ms ORDER BY elapsed_ms`,
    [],
    { signal },
  );
  const total = await database.query(
    `SELECT 'Total' AS label, elapsed_ms::DOUBLE AS value, count(*) AS n FROM (
       SELECT s.elapsed_ms FROM ${samples} s JOIN ${known} t ON t.id = s.transaction_id
       WHERE t.kind <> 'transaction' AND s.elapsed_ms IS NOT NULL
       ORDER BY s.source_id DESC, s.file_row DESC LIMIT ${JMETER_WINDOW})
     GROUP BY elapsed_ms ORDER BY elapsed_ms`,
    [],
    { signal },
  );
  const byLabel = figures(perLabel, percentiles);
  const none = Object.fromEntries(percentiles.map((percentile) => [percentileKey(percentile), null]));
  for (const { label } of transactions) if (!byLabel.has(label)) byLabel.set(label, none);
  return { total: figures(total, percentiles).get('Total') ?? none, byLabel };
}

function figures(
  table: ColumnTable,
  percentiles: readonly number[],
): Map<string, Readonly<Record<string, number | null>>> {
  const builders = new Map<string, ValueCountsBuilder>();
  const label = textColumn(table, 'label');
  const value = numberColumn(table, 'value').values;
  const n = numberColumn(table, 'n').values;
  for (let row = 0; row < table.rowCount; row++) {
    const name = textAt(label, row) ?? '';
    const builder = builders.get(name) ?? new ValueCountsBuilder();
    builders.set(name, builder);
    builder.add(value[row]!, n[row]!, 0);
  }
  return new Map(
    [...builders].map(([name, builder]) => {
      const sample = builder.finish();
      return [
        name,
        Object.fromEntries(
          percentiles.map((percentile) => [
            percentileKey(percentile),
            percentileOf(sample, percentile, 'type6'),
          ]),
        ),
      ];
    }),
  );
}
