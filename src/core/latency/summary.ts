import {
  apdexSettingsOf,
  apdexThresholds,
  DEFAULT_APDEX_SETTINGS,
  type ApdexQuestion,
} from '#shared/model/apdex.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { LatencySummary } from '#shared/model/latency.ts';
import type { Run, Transaction } from '#shared/model/run.ts';
import {
  APDEX_TOLERATING,
  percentileKey,
  type Apdex,
  type Estimator,
  type Statistics,
} from '#shared/model/statistics.ts';
import type { Database } from '../db/database.ts';
import { apdexCounts, apdexOfParts, type ApdexCounts } from './apdex.ts';
import { jmeterPercentiles } from './jmeter-compatible.ts';
import { momentsOf } from './moments.ts';
import { percentileOf, ranksOf } from './quantiles.ts';
import { runTables } from './selection.ts';
import { summaryTable, type SummaryRow } from './summary-table.ts';
import { extentSeconds, timeExtents, type TimeExtent } from './time-extents.ts';
import { transactionValues, type TransactionValues } from './transaction-values.ts';
import { Turns } from './turns.ts';
import type { ValueCounts } from './value-counts.ts';

/** An Apdex that is left out is judged by the defaults. */
export interface SummaryRequest extends ApdexQuestion {
  readonly filter: SampleFilter;
  readonly percentiles: readonly number[];
  readonly estimator: Estimator;
  readonly jmeterCompatible: boolean;
}

/** Figures of a selection: overall and per transaction, exact. */
export async function summarise(
  database: Database,
  run: Run,
  transactions: readonly Transaction[],
  request: SummaryRequest,
  signal: AbortSignal,
): Promise<LatencySummary> {
  const { filter, percentiles, estimator } = request;
  const apdex = apdexSettingsOf(request, DEFAULT_APDEX_SETTINGS);
  const thresholdOf = apdexThresholds(apdex);
  const tMsOf = new Map(transactions.map(({ id, label }) => [id, thresholdOf(label)]));
  const tMs = (id: number): number => tMsOf.get(id) ?? apdex.tMs;
  const tables = await runTables(database, run);
  const counted = countedIds(run, transactions, filter);
  const { overall, byTransaction } = await transactionValues(
    database,
    tables,
    {
      filter,
      counted,
      transactions: transactions.length,
      ranks: (count) => percentiles.flatMap((percentile) => ranksOf(count, percentile, estimator)),
      thresholdsMs: (id) => [tMs(id), APDEX_TOLERATING[apdex.mode] * tMs(id)],
    },
    signal,
  );
  const longestMs = new Map([...byTransaction].map(([id, { values }]) => [id, longest(values)]));
  const extents = await timeExtents(database, tables, filter, longestMs, signal);
  const secondsOf = (extent: TimeExtent | null): number => extentSeconds(extent, tables, filter);

  const contentment = new Map<number, ApdexCounts>();
  const rows: SummaryRow[] = [];
  const turns = new Turns(signal);
  for (const transaction of transactions) {
    const { id } = transaction;
    const values = byTransaction.get(id);
    if (values === undefined) continue;
    const content = apdexCounts(values.values, tMs(id), apdex.mode);
    contentment.set(id, content);
    const score = apdexOfParts([content], apdex);
    rows.push({
      transaction,
      figures: statistics(values, secondsOf(extents.get(id) ?? null), score, request),
    });
    if (turns.due) await turns.give();
  }
  const scoreOf = (ids: readonly number[]): Apdex | null =>
    apdexOfParts(
      ids.flatMap((id) => contentment.get(id) ?? []),
      apdex,
    );
  const countedIn = [...byTransaction].filter(([id]) => counted.has(id));
  const total = together(
    overall,
    countedIn.map(([, values]) => values),
  );
  const span = spanning(countedIn.map(([id]) => extents.get(id) ?? null));
  const jmeter = request.jmeterCompatible
    ? await jmeterPercentiles(database, tables, transactions, filter, percentiles, signal)
    : null;
  return {
    overall: statistics(total, secondsOf(span), scoreOf(countedIn.map(([id]) => id)), request),
    jmeterOverall: jmeter?.total ?? null,
    transactions: summaryTable(rows, percentiles, jmeter?.byLabel ?? null),
    percentiles,
  };
}

/** Transactions that headline figures count: the chosen ones, or those of the run's counted kind. */
function countedIds(
  run: Run,
  transactions: readonly Transaction[],
  filter: SampleFilter,
): ReadonlySet<number> {
  if (filter.transactions !== null) return new Set(filter.transactions);
  return new Set(transactions.filter(({ kind }) => kind === run.countedKind).map(({ id }) => id));
}

function longest({ values, count }: ValueCounts): number {
  return count === 0 ? 0 : Math.max(0, values[values.length - 1]!);
}

function together(values: ValueCounts, parts: readonly TransactionValues[]): TransactionValues {
  const sum = (pick: (part: TransactionValues) => number | null): number | null =>
    parts.map(pick).reduce((a, b) => (a === null ? b : b === null ? a : a + b), null);
  return {
    values,
    samples: sum(({ samples }) => samples) ?? 0,
    failures: sum(({ failures }) => failures) ?? 0,
    receivedBytes: sum(({ receivedBytes }) => receivedBytes),
    sentBytes: sum(({ sentBytes }) => sentBytes),
  };
}

function spanning(extents: readonly (TimeExtent | null)[]): TimeExtent | null {
  return extents.reduce((a, b) => {
    if (a === null || b === null) return a ?? b;
    return {
      firstStartUs: Math.min(a.firstStartUs, b.firstStartUs),
      lastEndUs: Math.max(a.lastEndUs, b.lastEndUs),
    };
  }, null);
}

function statistics(
  { values, samples, failures, receivedBytes, sentBytes }: TransactionValues,
  spanSec: number,
  apdex: Apdex | null,
  { percentiles, estimator }: SummaryRequest,
): Statistics {
  const moments = momentsOf(values);
  return {
    samples,
    failures,
    errorRate: samples === 0 ? null : failures / samples,
    minMs: moments?.minMs ?? null,
    meanMs: moments?.meanMs ?? null,
    maxMs: moments?.maxMs ?? null,
    stdDevMs: moments?.stdDevMs ?? null,
    percentilesMs: Object.fromEntries(
      percentiles.map((percentile) => [
        percentileKey(percentile),
        percentileOf(values, percentile, estimator),
      ]),
    ),
    throughputPerSec: spanSec > 0 ? samples / spanSec : null,
    receivedBytes,
    sentBytes,
    apdex,
  };
}
