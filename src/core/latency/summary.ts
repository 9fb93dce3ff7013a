import {
  numberAt,
  numberColumn,
  numbersToColumn,
  textsToColumn,
  type Column,
  type ColumnTable,
} from '#shared/contract/columns.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { LatencySummary } from '#shared/model/latency.ts';
import type { Run, Transaction } from '#shared/model/run.ts';
import { percentileKey, type Estimator, type Statistics } from '#shared/model/statistics.ts';
import type { Database } from '../db/database.ts';
import { jmeterPercentiles } from './jmeter-compatible.ts';
import { apdexOf, momentsOf } from './moments.ts';
import { percentileOf } from './quantiles.ts';
import { runTables, selectSamples, type RunTables } from './selection.ts';
import { ValueCountsBuilder, type ValueCounts } from './value-counts.ts';

export interface SummaryRequest {
  readonly filter: SampleFilter;
  readonly percentiles: readonly number[];
  readonly estimator: Estimator;
  readonly apdexTMs: number;
  readonly jmeterCompatible: boolean;
}

/** Span and volume of a set of samples. */
interface Extent {
  samples: number;
  failures: number;
  firstStartUs: number | null;
  lastEndUs: number | null;
  receivedBytes: number | null;
  sentBytes: number | null;
}

/** Figures of a selection: overall and per transaction, exact. */
export async function summarise(
  database: Database,
  run: Run,
  transactions: readonly Transaction[],
  request: SummaryRequest,
  signal: AbortSignal,
): Promise<LatencySummary> {
  const tables = await runTables(database, run);
  const counted = countedIds(run, transactions, request.filter);
  const values = await readValues(database, tables, request.filter, counted, signal);
  const extents = await readExtents(database, tables, request.filter, signal);
  const figures = (sample: ValueCounts | undefined, extent: Extent): Statistics =>
    statistics(sample, extent, request);

  const shown = transactions.filter((transaction) => extents.has(transaction.id));
  const rows = shown.map((transaction) => ({
    transaction,
    figures: figures(values.byTransaction.get(transaction.id), extents.get(transaction.id)!),
  }));
  const overallExtent = mergeExtents(
    [...extents].filter(([id]) => counted.has(id)).map(([, extent]) => extent),
  );
  const jmeter = request.jmeterCompatible
    ? await jmeterPercentiles(database, tables, transactions, request.filter, request.percentiles, signal)
    : null;
  return {
    overall: figures(values.overall, overallExtent),
    jmeterOverall: jmeter?.total ?? null,
    transactions: toTable(rows, request.percentiles, jmeter?.byLabel ?? null),
    percentiles: request.percentiles,
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

interface Values {
  readonly overall: ValueCounts;
  readonly byTransaction: ReadonlyMap<number, ValueCounts>;
}

async function readValues(
  database: Database,
  tables: RunTables,
  filter: SampleFilter,
  counted: ReadonlySet<number>,
  signal: AbortSignal,
): Promise<Values> {
  const samples = selectSamples(tables, filter, ['transaction_id', 'elapsed_ms', 'ok'], { kinds: 'all' });
  const table = await database.query(
    `SELECT transaction_id, elapsed_ms::DOUBLE AS value, count(*) AS n, count(*) FILTER (NOT ok) AS failed
     FROM ${samples} WHERE elapsed_ms IS NOT NULL GROUP BY transaction_id, elapsed_ms ORDER BY elapsed_ms`,
    [],
    { signal },
  );
  const transaction = numberColumn(table, 'transaction_id').values;
  const value = numberColumn(table, 'value').values;
  const n = numberColumn(table, 'n').values;
  const failed = numberColumn(table, 'failed').values;
  const overall = new ValueCountsBuilder();
  const builders = new Map<number, ValueCountsBuilder>();
  for (let row = 0; row < table.rowCount; row++) {
    const id = transaction[row]!;
    let builder = builders.get(id);
    if (builder === undefined) {
      builder = new ValueCountsBuilder();
      builders.set(id, builder);
    }
    builder.add(value[row]!, n[row]!, failed[row]!);
    if (counted.has(id)) overall.add(value[row]!, n[row]!, failed[row]!);
  }
  return {
    overall: overall.finish(),
    byTransaction: new Map([...builders].map(([id, builder]) => [id, builder.finish()])),
  };
}

async function readExtents(
  database: Database,
  tables: RunTables,
  filter: SampleFilter,
  signal: AbortSignal,
): Promise<Map<number, Extent>> {
  const samples = selectSamples(
    tables,
    filter,
    ['transaction_id', 'started_at', 'elapsed_ms', 'ok', 'received_bytes', 'sent_bytes'],
    { kinds: 'all' },
  );
  const table = await database.query(
    `SELECT transaction_id, count(*) AS samples, count(*) FILTER (NOT ok) AS failures,
       min(epoch_us(started_at)) AS first_start, max(epoch_us(started_at) + coalesce(elapsed_ms, 0) * 1000)::DOUBLE AS last_end,
       sum(received_bytes) AS received, sum(sent_bytes) AS sent
     FROM ${samples} GROUP BY transaction_id`,
    [],
    { signal },
  );
  const column = (name: string) => numberColumn(table, name);
  const out = new Map<number, Extent>();
  for (let row = 0; row < table.rowCount; row++) {
    out.set(column('transaction_id').values[row]!, {
      samples: column('samples').values[row]!,
      failures: column('failures').values[row]!,
      firstStartUs: numberAt(column('first_start'), row),
      lastEndUs: numberAt(column('last_end'), row),
      receivedBytes: numberAt(column('received'), row),
      sentBytes: numberAt(column('sent'), row),
    });
  }
  return out;
}

function mergeExtents(extents: readonly Extent[]): Extent {
  const merged: Extent = {
    samples: 0,
    failures: 0,
    firstStartUs: null,
    lastEndUs: null,
    receivedBytes: null,
    sentBytes: null,
  };
  for (const extent of extents) {
    merged.samples += extent.samples;
    merged.failures += extent.failures;
    merged.firstStartUs = combine(merged.firstStartUs, extent.firstStartUs, Math.min);
    merged.lastEndUs = combine(merged.lastEndUs, extent.lastEndUs, Math.max);
    merged.receivedBytes = combine(merged.receivedBytes, extent.receivedBytes, (a, b) => a + b);
    merged.sentBytes = combine(merged.sentBytes, extent.sentBytes, (a, b) => a + b);
  }
  return merged;
}

function combine(a: number | null, b: number | null, join: (a: number, b: number) => number): number | null {
  if (a === null) return b;
  return b === null ? a : join(a, b);
}

function statistics(sample: ValueCounts | undefined, extent: Extent, request: SummaryRequest): Statistics {
  const moments = sample === undefined ? null : momentsOf(sample);
  const spanSec =
    extent.firstStartUs === null || extent.lastEndUs === null
      ? 0
      : (extent.lastEndUs - extent.firstStartUs) / 1e6;
  return {
    samples: extent.samples,
    failures: extent.failures,
    errorRate: extent.samples === 0 ? null : extent.failures / extent.samples,
    minMs: moments?.minMs ?? null,
    meanMs: moments?.meanMs ?? null,
    maxMs: moments?.maxMs ?? null,
    stdDevMs: moments?.stdDevMs ?? null,
    percentilesMs: Object.fromEntries(
      request.percentiles.map((percentile) => [
        percentileKey(percentile),
        sample === undefined ? null : percentileOf(sample, percentile, request.estimator),
      ]),
    ),
    throughputPerSec: spanSec > 0 ? extent.samples / spanSec : null,
    receivedBytes: extent.receivedBytes,
    sentBytes: extent.sentBytes,
    apdex: sample === undefined ? null : apdexOf(sample, request.apdexTMs),
  };
}

function toTable(
  rows: readonly { readonly transaction: Transaction; readonly figures: Statistics }[],
  percentiles: readonly number[],
  jmeter: ReadonlyMap<string, Readonly<Record<string, number | null>>> | null,
): ColumnTable {
  const numbers = (pick: (figures: Statistics) => number | null): Column =>
    numbersToColumn(rows.map(({ figures }) => pick(figures)));
  const columns: Record<string, Column> = {
    id: numbersToColumn(rows.map(({ transaction }) => transaction.id)),
    label: textsToColumn(rows.map(({ transaction }) => transaction.label)),
    kind: textsToColumn(rows.map(({ transaction }) => transaction.kind)),
    samples: numbers((figures) => figures.samples),
    failures: numbers((figures) => figures.failures),
    errorRate: numbers((figures) => figures.errorRate),
    minMs: numbers((figures) => figures.minMs),
    meanMs: numbers((figures) => figures.meanMs),
    maxMs: numbers((figures) => figures.maxMs),
    stdDevMs: numbers((figures) => figures.stdDevMs),
    throughputPerSec: numbers((figures) => figures.throughputPerSec),
    receivedBytes: numbers((figures) => figures.receivedBytes),
    sentBytes: numbers((figures) => figures.sentBytes),
    apdex: numbers((figures) => figures.apdex?.score ?? null),
  };
  for (const percentile of percentiles) {
    const key = percentileKey(percentile);
    columns[`p:${key}`] = numbers((figures) => figures.percentilesMs[key] ?? null);
    if (jmeter !== null) {
      columns[`jmeter:${key}`] = numbersToColumn(
        rows.map(({ transaction }) => jmeter.get(transaction.label)?.[key] ?? null),
      );
    }
  }
  return { rowCount: rows.length, columns };
}
