import { numberAt, numberColumn } from '#shared/contract/columns.ts';
import type { ComparedWindow } from '#shared/model/comparison.ts';
import { wholeRun } from '#shared/model/filter.ts';
import type { Run, Transaction } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { reportSummary } from '../latency/report/report-summary.ts';
import { hasColumn, runTables } from '../latency/selection.ts';
import { threadsPerBucket } from '../latency/threads.ts';
import { chooseBuckets } from '../latency/time-buckets.ts';
import { NO_VALUES, type ValueCounts } from '../latency/value-counts.ts';
import { listTransactions } from '../workspace/catalog.ts';
import { exactValues } from './exact-values.ts';
import { ranksForPercentile } from './percentile-estimate.ts';
import { readRunBlocks, togetherBlocks, type TransactionBlocks } from './run-blocks.ts';
import { chooseWindow, type ChosenWindow, type SteadyOf } from './windows.ts';

/** All that a comparison needs of one run. */
export interface ComparedData {
  readonly run: Run;
  readonly transactions: readonly Transaction[];
  readonly window: ChosenWindow;
  /** Same content, same text: digests of its files, and the window. */
  readonly digest: string;
  /** By transaction; null is all counted ones together. */
  readonly blocks: ReadonlyMap<number | null, TransactionBlocks>;
  readonly values: ReadonlyMap<number | null, ValueCounts>;
  /** Figures as a report prints them; null for a run with samples. */
  readonly reported: ReadonlyMap<number | null, ReportedFigures> | null;
  /** Median of the concurrency that the tool wrote; null where it did not. */
  readonly threads: number | null;
  /** The tool says which samples failed. */
  readonly tellsFailures: boolean;
}

export interface ReportedFigures {
  readonly samples: number | null;
  readonly errorRate: number | null;
  readonly throughputPerSec: number | null;
  /** By percentile. */
  readonly percentilesMs: ReadonlyMap<number, number | null>;
}

export interface ReadingOptions {
  readonly window: ComparedWindow;
  readonly percentiles: readonly number[];
  /** Whether response times by blocks of time are needed. */
  readonly withTimes: boolean;
  readonly steadyOf: SteadyOf;
}

export async function readRun(
  database: Database,
  run: Run,
  { window: wanted, percentiles, withTimes, steadyOf }: ReadingOptions,
  signal: AbortSignal,
): Promise<ComparedData> {
  const [transactions, window] = await Promise.all([
    listTransactions(database, run.id),
    chooseWindow(run, wanted, steadyOf, signal),
  ]);
  const common = { run, transactions, window, digest: await windowDigest(database, run, window) };
  if (run.granularity === 'aggregated') {
    const reported = await reportedFigures(database, run, transactions, percentiles);
    return { ...common, blocks: new Map(), values: new Map(), reported, threads: null, tellsFailures: true };
  }
  const tables = await runTables(database, run);
  const counted = new Set(transactions.filter(({ kind }) => kind === run.countedKind).map(({ id }) => id));
  const exact = await exactValues(
    database,
    tables,
    {
      filter: { time: run.startedAtUs === null ? null : window.span, transactions: null },
      counted,
      transactions: transactions.length,
      ranks: (count) => percentiles.flatMap((percentile) => ranksForPercentile(count, percentile)),
    },
    signal,
  );
  const blocks = await readRunBlocks(database, tables, window.span, withTimes, signal);
  const overall = togetherBlocks([...blocks].flatMap(([id, part]) => (counted.has(id) ? [part] : [])));
  const buckets = chooseBuckets(window.span.fromMs, window.span.toMs, 200, Infinity);
  const threads = run.startedAtUs === null ? null : await threadsPerBucket(database, tables, buckets, signal);
  return {
    ...common,
    blocks: new Map<number | null, TransactionBlocks>([...blocks, [null, overall]]),
    values: new Map<number | null, ValueCounts>([...exact.byTransaction, [null, exact.overall]]),
    reported: null,
    threads: threads?.kind === 'number' ? median(threads.values, threads.nulls) : null,
    tellsFailures: hasColumn(tables, 'ok'),
  };
}

/** Text that is the same for the same window of the same files, whatever they are called and where they lie. */
export async function windowDigest(database: Database, run: Run, { span }: ChosenWindow): Promise<string> {
  const rows = await database.rows(`SELECT sha256 FROM sources WHERE run_id = ? ORDER BY sha256`, [run.id]);
  return `${rows.map((row) => String(row['sha256'])).join('+')}@${span.fromMs}~${span.toMs}`;
}

export function valuesOf(data: ComparedData, id: number | null): ValueCounts {
  return data.values.get(id) ?? NO_VALUES;
}

function median(values: ArrayLike<number>, nulls: Uint8Array | null): number | null {
  const known = Float64Array.from(values)
    .filter((_, row) => nulls?.[row] !== 1)
    .sort();
  return known.length === 0 ? null : known[known.length >> 1]!;
}

async function reportedFigures(
  database: Database,
  run: Run,
  transactions: readonly Transaction[],
  percentiles: readonly number[],
): Promise<Map<number | null, ReportedFigures>> {
  const summary = await reportSummary(database, run, transactions, wholeRun(run.id), percentiles);
  const { overall } = summary;
  const ids = numberColumn(summary.transactions, 'id');
  const at = (name: string, row: number): number | null =>
    numberAt(numberColumn(summary.transactions, name), row);
  const out = new Map<number | null, ReportedFigures>([
    [
      null,
      {
        samples: overall.samples,
        errorRate: overall.errorRate,
        throughputPerSec: overall.throughputPerSec,
        percentilesMs: new Map(percentiles.map((p) => [p, overall.percentilesMs[String(p)] ?? null])),
      },
    ],
  ]);
  for (let row = 0; row < summary.transactions.rowCount; row++) {
    out.set(numberAt(ids, row), {
      samples: at('samples', row),
      errorRate: at('errorRate', row),
      throughputPerSec: at('throughputPerSec', row),
      percentilesMs: new Map(percentiles.map((p) => [p, at(`p:${p}`, row)])),
    });
  }
  return out;
}
