import { numberColumn } from '#shared/contract/columns.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { CONCURRENCY_METRICS } from '../latency/threads.ts';
import { clamped, gridBucketSql, type TimeGrid } from './time-grid.ts';

/** What a source said of its users within a bucket. */
export interface UserCount {
  readonly source: number;
  readonly bucket: number;
  readonly users: number;
}

/** Users by the gauges of k6 and Gatling. */
export async function userGauges(
  database: Database,
  run: Run,
  grid: TimeGrid,
  signal: AbortSignal,
): Promise<UserCount[]> {
  const names = CONCURRENCY_METRICS.map((name) => `'${name}'`).join(', ');
  const at = 'epoch_us("at")';
  const endUs = grid.startUs + grid.count * grid.bucketMs * 1000;
  const table = await database.query(
    `SELECT source_id AS source, ${gridBucketSql(at, grid)} AS bucket, max(value)::DOUBLE AS users
     FROM points WHERE run_id = ${run.id} AND ${at} >= ${grid.startUs} AND ${at} <= ${endUs}
       AND metric_id IN (SELECT id FROM metrics WHERE run_id = ${run.id} AND name IN (${names}))
     GROUP BY ALL`,
    [],
    { signal },
  );
  const [source, bucket, users] = ['source', 'bucket', 'users'].map(
    (name) => numberColumn(table, name).values,
  );
  return Array.from({ length: table.rowCount }, (_, row) => ({
    source: source![row]!,
    bucket: clamped(bucket![row]!, grid),
    users: users![row]!,
  }));
}

/**
 * Sum over sources of the last that each of them said (method E2). Before the first and after the last word of a source
 * its load generator has no users.
 */
export function usersPerBucket(words: readonly UserCount[], count: number): Float64Array {
  const out = new Float64Array(count);
  const sorted = [...words].sort((a, b) => a.source - b.source || a.bucket - b.bucket);
  sorted.forEach(({ source, bucket, users }, index) => {
    const next = sorted[index + 1];
    const until = next?.source === source ? next.bucket : bucket + 1;
    for (let at = bucket; at < until; at++) out[at]! += users;
  });
  return out;
}
