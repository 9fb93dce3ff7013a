import { numberAt, numberColumn, numbersToColumn, type Column } from '#shared/contract/columns.ts';
import type { Database } from '../db/database.ts';
import type { RunTables } from './selection.ts';
import { bucketSql, inBucketsSql, type Buckets } from './time-buckets.ts';

/** Metrics that tell how many users were active: of k6, and of Gatling as its importers count them. */
export const CONCURRENCY_METRICS = ['vus', 'active users'] as const;

/**
 * Highest concurrency that the tool reported in each bucket: JMeter writes it on every row (summed over injectors), k6 as
 * the gauge `vus`, Gatling as users that start and end. Null where it did not say.
 */
export async function threadsPerBucket(
  database: Database,
  { run, sources }: RunTables,
  buckets: Buckets,
  signal: AbortSignal,
): Promise<Column> {
  const startUs = run.startedAtUs ?? 0;
  const branches = sources
    .filter((source) => source.columns.has('all_threads') && source.columns.has('started_at'))
    .map(
      ({ id }) =>
        `SELECT ${bucketSql('started_at', startUs, buckets)} AS bucket, max(all_threads) AS threads
         FROM samples_${id} WHERE ${inBucketsSql('started_at', startUs, buckets)} GROUP BY bucket`,
    );
  const gauges = CONCURRENCY_METRICS.map((name) => `'${name}'`).join(', ');
  branches.push(
    `SELECT ${bucketSql('"at"', startUs, buckets)} AS bucket, max(value) AS threads
     FROM points WHERE run_id = ${run.id} AND ${inBucketsSql('"at"', startUs, buckets)}
       AND metric_id IN (SELECT id FROM metrics WHERE run_id = ${run.id} AND name IN (${gauges}))
     GROUP BY source_id, bucket`,
  );
  const table = await database.query(
    `SELECT bucket, sum(threads)::DOUBLE AS threads FROM (${branches.join(' UNION ALL ')}) GROUP BY bucket`,
    [],
    { signal },
  );
  const out = new Array<number | null>(buckets.count).fill(null);
  const at = numberColumn(table, 'bucket');
  const threads = numberColumn(table, 'threads');
  for (let row = 0; row < table.rowCount; row++) out[at.values[row]!] = numberAt(threads, row);
  return numbersToColumn(out);
}
