import { numbersToColumn, type Column } from '#shared/contract/columns.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { LatencyCurve, LatencySeries } from '#shared/model/latency.ts';
import type { Run, Transaction } from '#shared/model/run.ts';
import { percentileKey } from '#shared/model/statistics.ts';
import type { Database } from '../../db/database.ts';
import { reportedRows, type ReportedRow } from './reported-figures.ts';
import { refuseSelection, reportedTotal } from './report-summary.ts';

/**
 * What a report says of intervals of its run, of all requests or of the one chosen transaction. Intervals are as long as
 * the tool made them; `bucketMs` is the usual length.
 */
export async function reportSeries(
  database: Database,
  run: Run,
  filter: SampleFilter,
  percentiles: readonly number[],
): Promise<LatencySeries> {
  refuseSelection(run, filter);
  const wanted =
    filter.transactions === null ? null : filter.transactions.length === 1 ? filter.transactions[0]! : -1;
  const rows = (await reportedRows(database, run.id, 'intervals')).filter(
    ({ transactionId }) => transactionId === wanted,
  );
  const column = (pick: (row: ReportedRow) => number | null): Column => numbersToColumn(rows.map(pick));
  return {
    bucketMs: usual(rows.map(({ durationMs }) => durationMs ?? 0)) || 1000,
    multiples: Object.fromEntries(percentiles.map((percentile) => [percentileKey(percentile), 1])),
    table: {
      rowCount: rows.length,
      columns: {
        durationMs: column(({ durationMs }) => durationMs),
        startMs: column(({ startUs }) => (startUs! - (run.startedAtUs ?? 0)) / 1000),
        samples: column(({ samples }) => samples),
        failures: column(({ failures }) => failures),
        threads: column(({ activeUsers }) => activeUsers),
        ...Object.fromEntries(
          percentiles.map((percentile): [string, Column] => {
            const key = percentileKey(percentile);
            return [`p:${key}`, column((row) => row.percentilesMs[key] ?? null)];
          }),
        ),
      },
    },
  };
}

/** The percentiles of a report with its minimum and maximum: few points, and nothing between them. */
export async function reportCurve(
  database: Database,
  run: Run,
  transactions: readonly Transaction[],
  filter: SampleFilter,
): Promise<LatencyCurve> {
  refuseSelection(run, filter);
  const total = reportedTotal(await reportedRows(database, run.id, 'run'), run, transactions, filter);
  const printed = Object.entries(total?.percentilesMs ?? {}).map(
    ([percentile, valueMs]): readonly [number, number] => [Number(percentile), valueMs],
  );
  // Printed percentiles may be rounded, minimum and maximum mostly are not.
  const minMs = total?.minMs ?? null;
  const maxMs = total?.maxMs ?? null;
  const points = printed.filter(
    ([percentile]) => !(percentile === 0 && minMs !== null) && !(percentile === 100 && maxMs !== null),
  );
  if (minMs !== null) points.push([0, minMs]);
  if (maxMs !== null) points.push([100, maxMs]);
  points.sort(([a], [b]) => a - b);
  return {
    samples: total?.samples ?? 0,
    table: {
      rowCount: points.length,
      columns: {
        percentile: numbersToColumn(points.map(([percentile]) => percentile)),
        valueMs: numbersToColumn(points.map(([, valueMs]) => valueMs)),
      },
    },
  };
}

function usual(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 0;
}
