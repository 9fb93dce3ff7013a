import { numberAt, numberColumn, type ColumnTable, type NumberColumn } from '#shared/contract/columns.ts';
import { wholeRun } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { runTables, selectSamples } from '../latency/selection.ts';
import { gridBucketSql, type TimeGrid } from './time-grid.ts';

/** A transaction, bucket by bucket of the run. */
export interface TransactionBuckets {
  readonly transactionId: number;
  readonly bucketMs: number;
  readonly samples: Float64Array;
  readonly failures: Float64Array;
  /** Of samples with a response time; NaN where there are none. */
  readonly timed: Float64Array;
  readonly sumMs: Float64Array;
  readonly p95Ms: Float64Array;
  /** Samples slower than the p95 that the transaction has over the run. */
  readonly slow: Float64Array;
}

/** With more transactions the busiest are looked at. */
const MAX_TRANSACTIONS = 1000;
/** Samples that a bucket has on average, so that most have the number that is needed. */
const WANTED_SAMPLES = 30;
/** How many buckets are put together for transactions that one is too thin for. */
const MULTIPLES: readonly number[] = [1, 2, 4, 8, 16];

/** Counted samples of a run per transaction and bucket of their start; a rare transaction has wider buckets. */
export async function transactionBuckets(
  database: Database,
  run: Run,
  grid: TimeGrid,
  signal: AbortSignal,
): Promise<TransactionBuckets[]> {
  const tables = await runTables(database, run);
  const samples = selectSamples(
    tables,
    wholeRun(run.id),
    ['transaction_id', 'started_at', 'elapsed_ms', 'ok'],
    { kinds: 'counted' },
  );
  const multiple = MULTIPLES.slice(0, -1)
    .map((times) => `WHEN count(*) * ${times} >= ${WANTED_SAMPLES * grid.count} THEN ${times}`)
    .join(' ');
  const table = await database.query(
    `WITH whole AS (
       SELECT transaction_id AS id, quantile_cont(elapsed_ms, 0.95) AS limit_ms,
         (CASE ${multiple} ELSE ${MULTIPLES.at(-1)!} END)::INTEGER AS multiple
       FROM ${samples} WHERE started_at IS NOT NULL GROUP BY id ORDER BY count(*) DESC, id LIMIT ${MAX_TRANSACTIONS}
     )
     SELECT transaction_id, multiple, (${gridBucketSql('epoch_us(started_at)', grid)} // multiple)::INTEGER AS bucket,
       count(*) AS n, count(*) FILTER (NOT ok) AS failed, count(elapsed_ms) AS timed, sum(elapsed_ms)::DOUBLE AS sum_ms,
       quantile_cont(elapsed_ms, 0.95)::DOUBLE AS p95, count(*) FILTER (elapsed_ms > limit_ms) AS slow
     FROM ${samples} JOIN whole ON id = transaction_id WHERE started_at IS NOT NULL
     GROUP BY transaction_id, multiple, bucket`,
    [],
    { signal },
  );
  return byTransaction(table, grid);
}

function byTransaction(table: ColumnTable, grid: TimeGrid): TransactionBuckets[] {
  const column = (name: string): NumberColumn => numberColumn(table, name);
  const [transaction, multiple, bucket] = [column('transaction_id'), column('multiple'), column('bucket')];
  const [n, failed, timed, slow] = [column('n'), column('failed'), column('timed'), column('slow')];
  const [sum, p95] = [column('sum_ms'), column('p95')];
  const found = new Map<number, TransactionBuckets>();
  for (let row = 0; row < table.rowCount; row++) {
    const transactionId = transaction.values[row]!;
    const known = found.get(transactionId) ?? emptyBuckets(transactionId, grid, multiple.values[row]!);
    found.set(transactionId, known);
    // What starts at the very end of the run belongs to the last bucket.
    const at = Math.min(bucket.values[row]!, known.samples.length - 1);
    known.samples[at]! += n.values[row]!;
    known.failures[at]! += failed.values[row]!;
    known.timed[at]! += timed.values[row]!;
    known.sumMs[at]! += numberAt(sum, row) ?? 0;
    known.slow[at]! += slow.values[row]!;
    if (at === bucket.values[row]) known.p95Ms[at] = numberAt(p95, row) ?? Number.NaN;
  }
  return [...found.values()].sort((a, b) => a.transactionId - b.transactionId);
}

function emptyBuckets(transactionId: number, grid: TimeGrid, multiple: number): TransactionBuckets {
  const zeros = (): Float64Array => new Float64Array(Math.ceil(grid.count / multiple));
  return {
    transactionId,
    bucketMs: grid.bucketMs * multiple,
    samples: zeros(),
    failures: zeros(),
    timed: zeros(),
    sumMs: zeros(),
    p95Ms: zeros().fill(Number.NaN),
    slow: zeros(),
  };
}
