import { numberAt, numberColumn, type ColumnTable } from '#shared/contract/columns.ts';
import type { Database } from '../../db/database.ts';
import type { RunTables } from '../../latency/selection.ts';
import { countedRows, someSourceHas } from './counted-rows.ts';

/** How the samples of single threads follow each other (method E10), from threads that were drawn evenly. */
export interface ThreadOrder {
  readonly threads: number;
  /** Of all threads: median number of samples, and median life as a share of the run. */
  readonly samplesPerThread: number;
  readonly lifeShare: number;
  /** Share of the threads whose first sample lies in the last quarter of the run. */
  readonly bornLate: number;
  /** Pairs of neighbouring samples that were looked at. */
  readonly pairs: number;
  /** Pairs of which the second started before the first had ended. */
  readonly overlapping: number;
  /** Neighbours of one transaction with the same start and the same time. */
  readonly repeated: number;
  /** Samples over three times the median of their transaction, that have a successor. */
  readonly slow: number;
  /** Rank correlation, over those, of the response time with the time until the thread's next start; null for fewer than three. */
  readonly slowCorrelation: number | null;
  /** Samples that HdrHistogram's rule would add, and the number of samples that they would be added to. */
  readonly omitted: number;
  readonly looked: number;
  /** Time stamps are whole seconds: the order within a thread cannot be told. */
  readonly wholeSeconds: boolean;
}

/** Samples of drawn threads that are put in order. */
const BUDGET = 200_000;
const MAX_DRAWN = 2000;

/** Null where the file does not say which thread, or when. */
export async function readThreadOrder(
  database: Database,
  tables: RunTables,
  signal: AbortSignal,
): Promise<ThreadOrder | null> {
  const { run } = tables;
  if (run.startedAtUs === null || !someSourceHas(tables, 'thread_id')) return null;
  const drawn = await drawThreads(database, tables, signal);
  if (drawn === null) return null;
  const rows = countedRows(tables, ['thread_id', 'transaction_id', 'started_at', 'elapsed_ms'], {
    complete: true,
  });
  const toleranceUs = Math.max(2 * run.clockTickMs, 0.05) * 1000;
  const until =
    drawn.untilUs === null ? '' : ` AND started_at < make_timestamp(${Math.round(drawn.untilUs)}::BIGINT)`;
  const table = await database.query(
    `WITH s AS MATERIALIZED (
       SELECT thread_id, transaction_id, epoch_us(started_at) AS start, elapsed_ms::DOUBLE * 1000 AS took
       FROM ${rows} WHERE thread_id IN (${drawn.ids.join(', ')})${until}),
     o AS (
       SELECT *, lead(start) OVER thread - start AS gap,
         lead(took) OVER thread AS next_took, lead(transaction_id) OVER thread AS next_transaction,
         lead(start) OVER own - start AS own_gap
       FROM s WINDOW thread AS (PARTITION BY thread_id ORDER BY start, took, transaction_id),
         own AS (PARTITION BY thread_id, transaction_id ORDER BY start, took)),
     typical AS (SELECT transaction_id, median(took) AS typical FROM s GROUP BY transaction_id),
     intervals AS (SELECT thread_id, transaction_id, median(own_gap) AS every FROM o GROUP BY ALL),
     j AS MATERIALIZED (SELECT o.*, typical, every FROM o
       JOIN typical USING (transaction_id) JOIN intervals USING (thread_id, transaction_id)),
     slow AS (SELECT took, gap,
         rank() OVER (ORDER BY took) + (count(*) OVER (PARTITION BY took) - 1) / 2.0 AS took_rank,
         rank() OVER (ORDER BY gap) + (count(*) OVER (PARTITION BY gap) - 1) / 2.0 AS gap_rank
       FROM j WHERE took > 3 * typical AND gap IS NOT NULL)
     SELECT count(*) AS looked, count(gap) AS pairs,
       count(*) FILTER (gap < took - ${toleranceUs}) AS overlapping,
       count(*) FILTER (gap = 0 AND next_took = took AND next_transaction = transaction_id) AS repeated,
       coalesce(sum(CASE WHEN every > 0 AND took >= 2 * every THEN floor(took / every) - 1 ELSE 0 END), 0)::DOUBLE AS omitted,
       count(*) FILTER (start % 1000000 = 0) AS whole_starts,
       count(*) FILTER ((start + round(took)::BIGINT + 1) % 1000000 <= 2) AS whole_ends,
       (SELECT count(*) FROM slow) AS slow, (SELECT corr(took_rank, gap_rank) FROM slow) AS correlation,
       (SELECT count(DISTINCT took) FROM slow) AS slow_values
     FROM j`,
    [],
    { signal },
  );
  const looked = at(table, 'looked') ?? 0;
  if (looked === 0) return null;
  const slow = at(table, 'slow') ?? 0;
  const correlation = at(table, 'correlation');
  return {
    threads: drawn.threads,
    samplesPerThread: drawn.samplesPerThread,
    lifeShare: run.durationMs === 0 ? 1 : drawn.lifeUs / 1000 / run.durationMs,
    bornLate: drawn.bornLate / drawn.threads,
    pairs: at(table, 'pairs') ?? 0,
    overlapping: at(table, 'overlapping') ?? 0,
    repeated: at(table, 'repeated') ?? 0,
    slow,
    slowCorrelation: slow >= 3 && correlation !== null && Number.isFinite(correlation) ? correlation : null,
    omitted: at(table, 'omitted') ?? 0,
    looked,
    wholeSeconds:
      looked >= 10 && Math.max(at(table, 'whole_starts') ?? 0, at(table, 'whole_ends') ?? 0) >= looked * 0.99,
  };
}

interface Drawn {
  readonly ids: readonly number[];
  /** Only samples that started before; null: all. */
  readonly untilUs: number | null;
  readonly threads: number;
  readonly samplesPerThread: number;
  readonly lifeUs: number;
  readonly bornLate: number;
}

async function drawThreads(
  database: Database,
  tables: RunTables,
  signal: AbortSignal,
): Promise<Drawn | null> {
  const { run } = tables;
  const startUs = run.startedAtUs!;
  const lateUs = Math.round(startUs + run.durationMs * 750);
  const rows = countedRows(tables, ['thread_id', 'started_at'], { complete: true });
  const table = await database.query(
    `WITH threads AS MATERIALIZED (
       SELECT thread_id, count(*) AS n, epoch_us(min(started_at)) AS first, epoch_us(max(started_at)) AS last
       FROM ${rows} GROUP BY thread_id)
     SELECT d.thread_id, d.n, a.*
     FROM (SELECT thread_id, n FROM threads ORDER BY hash(thread_id), thread_id LIMIT ${MAX_DRAWN}) d,
       (SELECT count(*) AS threads, median(n)::DOUBLE AS per_thread, median(last - first)::DOUBLE AS life,
          count(*) FILTER (first >= ${lateUs}) AS late FROM threads) a`,
    [],
    { signal },
  );
  if (table.rowCount === 0) return null;
  const id = numberColumn(table, 'thread_id').values;
  const n = numberColumn(table, 'n').values;
  const ids: number[] = [];
  let samples = 0;
  for (let row = 0; row < table.rowCount && (row === 0 || samples + n[row]! <= BUDGET); row++) {
    ids.push(id[row]!);
    samples += n[row]!;
  }
  return {
    ids,
    // One thread alone can have more samples than shall be looked at: the first part of the run then.
    untilUs: samples > 2 * BUDGET ? startUs + run.durationMs * 1000 * ((2 * BUDGET) / samples) : null,
    threads: at(table, 'threads')!,
    samplesPerThread: at(table, 'per_thread')!,
    lifeUs: at(table, 'life')!,
    bornLate: at(table, 'late')!,
  };
}

function at(table: ColumnTable, name: string): number | null {
  return numberAt(numberColumn(table, name), 0);
}
