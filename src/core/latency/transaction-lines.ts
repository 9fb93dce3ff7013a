import { numberAt, numberColumn, type Column } from '#shared/contract/columns.ts';
import { wholeRun, type TimeSpan } from '#shared/model/filter.ts';
import type { LatencyCurve, LatencySeries } from '#shared/model/latency.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { curveOf, curvePercentiles } from './curve.ts';
import { ranksOf } from './quantiles.ts';
import { runTables, selectSamples, type RunTables } from './selection.ts';
import { BucketsBuilder, noSeries, seriesOf, timeSeries } from './series.ts';
import { spanBuckets } from './span-buckets.ts';
import { threadsPerBucket } from './threads.ts';
import { bucketSql, type Buckets } from './time-buckets.ts';
import { transactionValues } from './transaction-values.ts';
import { Turns } from './turns.ts';
import { NO_VALUES } from './value-counts.ts';

export interface TransactionLinesRequest {
  readonly transactions: readonly number[];
  /** What curves are of; null: the whole run, as lines over time are. */
  readonly window: TimeSpan | null;
  readonly percentiles: readonly number[];
  readonly maxBuckets: number;
  readonly maxPoints: number;
}

export interface TransactionLines {
  readonly series: LatencySeries;
  readonly curve: LatencyCurve;
}

/**
 * Lines over time and curves of several transactions: those of `timeSeries` and `latencyCurve` for each of them alone, to the
 * last digit, but the samples are read once for all of them. What is read grows with the number of transactions: ask for a
 * few at a time.
 */
export async function transactionLines(
  database: Database,
  run: Run,
  request: TransactionLinesRequest,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, TransactionLines>> {
  const tables = await runTables(database, run);
  const [series, curves] = await Promise.all([
    seriesByTransaction(database, tables, request, signal),
    curvesByTransaction(database, tables, request, signal),
  ]);
  return new Map(request.transactions.map((id) => [id, { series: series.get(id)!, curve: curves.get(id)! }]));
}

async function curvesByTransaction(
  database: Database,
  tables: RunTables,
  { transactions, window, maxPoints }: TransactionLinesRequest,
  signal: AbortSignal,
): Promise<Map<number, LatencyCurve>> {
  const filter = { ...wholeRun(tables.run.id), time: window, transactions: [...transactions] };
  const { byTransaction } = await transactionValues(
    database,
    tables,
    {
      filter,
      counted: new Set(),
      transactions: transactions.length,
      ranks: (count) =>
        curvePercentiles(count, maxPoints).flatMap((percentile) => ranksOf(count, percentile)),
      thresholdsMs: () => [],
    },
    signal,
  );
  return new Map(
    transactions.map((id) => [id, curveOf(byTransaction.get(id)?.values ?? NO_VALUES, maxPoints)]),
  );
}

async function seriesByTransaction(
  database: Database,
  tables: RunTables,
  { transactions, percentiles, maxBuckets }: TransactionLinesRequest,
  signal: AbortSignal,
): Promise<Map<number, LatencySeries>> {
  const { run, wholeMs } = tables;
  const span = spanBuckets(run, null, maxBuckets);
  if (run.startedAtUs === null || span === null)
    return new Map(transactions.map((id) => [id, noSeries(percentiles)]));
  const { buckets } = span;
  if (!wholeMs) {
    // Nearly every time is another one: only those that matter are read, which are others for every transaction.
    const out = new Map<number, LatencySeries>();
    for (const id of transactions) {
      const filter = { ...wholeRun(run.id), transactions: [id] };
      out.set(id, await timeSeries(database, run, { filter, percentiles, maxBuckets }, signal));
    }
    return out;
  }
  const [builders, threads] = await Promise.all([
    readBuckets(database, tables, transactions, buckets, signal),
    threadsPerBucket(database, tables, buckets, signal),
  ]);
  return finished(builders, buckets, percentiles, threads, signal);
}

async function readBuckets(
  database: Database,
  tables: RunTables,
  transactions: readonly number[],
  buckets: Buckets,
  signal: AbortSignal,
): Promise<Map<number, BucketsBuilder>> {
  const { run } = tables;
  const filter = { ...wholeRun(run.id), transactions: [...transactions] };
  const samples = selectSamples(tables, filter, ['transaction_id', 'started_at', 'elapsed_ms', 'ok'], {
    kinds: 'counted',
  });
  const table = await database.query(
    `SELECT transaction_id AS id, ${bucketSql('started_at', run.startedAtUs!, buckets)} AS bucket, elapsed_ms AS value,
       count(*)::UINTEGER AS n, (count(*) FILTER (NOT ok))::UINTEGER AS failed
     FROM ${samples} WHERE started_at IS NOT NULL GROUP BY id, bucket, value ORDER BY value`,
    [],
    { signal },
  );
  const [id, bucket, n, failed] = ['id', 'bucket', 'n', 'failed'].map(
    (name) => numberColumn(table, name).values,
  );
  const value = numberColumn(table, 'value');
  const builders = new Map(transactions.map((each) => [each, new BucketsBuilder(buckets.count)]));
  const turns = new Turns(signal);
  for (let row = 0; row < table.rowCount; row++) {
    builders.get(id![row]!)!.add(bucket![row]!, numberAt(value, row), n![row]!, failed![row]!);
    if (turns.due) await turns.give();
  }
  return builders;
}

async function finished(
  builders: ReadonlyMap<number, BucketsBuilder>,
  buckets: Buckets,
  percentiles: readonly number[],
  threads: Column,
  signal: AbortSignal,
): Promise<Map<number, LatencySeries>> {
  const out = new Map<number, LatencySeries>();
  const turns = new Turns(signal);
  for (const [id, builder] of builders) {
    out.set(id, seriesOf(buckets, percentiles, builder.finish(), threads));
    if (turns.due) await turns.give();
  }
  return out;
}
