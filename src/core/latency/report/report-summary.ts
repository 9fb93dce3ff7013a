import { AppError } from '#shared/contract/errors.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { LatencySummary } from '#shared/model/latency.ts';
import type { Run, Transaction } from '#shared/model/run.ts';
import { percentileKey, type Statistics } from '#shared/model/statistics.ts';
import type { Database } from '../../db/database.ts';
import { summaryTable, type SummaryRow } from '../summary-table.ts';
import { reportedRows, together, type ReportedRow } from './reported-figures.ts';

/**
 * The figures of a run that is a report: as its tool printed them, for the percentiles that it printed. Nothing is
 * estimated; what would take samples is null.
 * @throws {AppError} `bad-request` for a selection of samples
 */
export async function reportSummary(
  database: Database,
  run: Run,
  transactions: readonly Transaction[],
  filter: SampleFilter,
  percentiles: readonly number[],
): Promise<LatencySummary> {
  refuseSelection(run, filter);
  const rows = await reportedRows(database, run.id, 'run');
  const byId = new Map(
    rows.flatMap((row) => (row.transactionId === null ? [] : [[row.transactionId, row] as const])),
  );
  const listed: SummaryRow[] = transactions.flatMap((transaction) => {
    const row = byId.get(transaction.id);
    if (row === undefined || filter.transactions?.includes(transaction.id) === false) return [];
    return [{ transaction, figures: statistics(row, percentiles) }];
  });
  const overall = reportedTotal(rows, run, transactions, filter);
  return {
    overall: overall === null ? NOTHING : statistics(overall, percentiles),
    jmeterOverall: null,
    transactions: summaryTable(listed, percentiles, null),
    percentiles,
  };
}

/** The tool's own total, or what can be said of the chosen transactions together. */
export function reportedTotal(
  rows: readonly ReportedRow[],
  run: Run,
  transactions: readonly Transaction[],
  filter: SampleFilter,
): ReportedRow | null {
  const chosen = filter.transactions;
  if (chosen === null) {
    const total = rows.find(({ transactionId }) => transactionId === null);
    if (total !== undefined) return total;
  }
  const counted = new Set(
    chosen ?? transactions.filter(({ kind }) => kind === run.countedKind).map(({ id }) => id),
  );
  return together(rows.filter(({ transactionId }) => transactionId !== null && counted.has(transactionId)));
}

export function refuseSelection(run: Run, filter: SampleFilter): void {
  const { time, outcome, latency, conditions } = filter;
  if (time === null && outcome === 'all' && latency === null && conditions.length === 0) return;
  throw new AppError(
    'bad-request',
    `${run.name} is a report: it has no samples that could be chosen by time, outcome or anything else but their transaction.`,
    { hint: 'Clear the selection, or open the results that the report was made from.' },
  );
}

const NOTHING: Statistics = {
  samples: null,
  failures: null,
  errorRate: null,
  minMs: null,
  meanMs: null,
  maxMs: null,
  stdDevMs: null,
  percentilesMs: {},
  throughputPerSec: null,
  receivedBytes: null,
  sentBytes: null,
  apdex: null,
};

function statistics(row: ReportedRow, percentiles: readonly number[]): Statistics {
  const { samples, failures } = row;
  return {
    samples,
    failures,
    errorRate: samples === null || failures === null || samples === 0 ? null : failures / samples,
    minMs: row.minMs,
    meanMs: row.meanMs,
    maxMs: row.maxMs,
    stdDevMs: row.stdDevMs,
    percentilesMs: Object.fromEntries(
      percentiles.map((percentile) => {
        const key = percentileKey(percentile);
        return [key, row.percentilesMs[key] ?? null];
      }),
    ),
    throughputPerSec: row.throughputPerSec,
    receivedBytes: row.receivedBytes,
    sentBytes: row.sentBytes,
    apdex: null,
  };
}
