import type { CheckResult } from '#shared/model/latency.ts';
import type { Database } from '../../db/database.ts';

/** Checks by group and name, in the order of their first reading. */
export async function k6Checks(
  database: Database,
  runId: number,
  signal: AbortSignal,
): Promise<CheckResult[]> {
  signal.throwIfAborted();
  const rows = await database.rows(
    `WITH readings AS (
       SELECT tag_set_id, count(*) FILTER (value <> 0) AS passed, count(*) FILTER (value = 0) AS failed, min("at") AS first_at
       FROM points WHERE run_id = $1
         AND metric_id IN (SELECT id FROM metrics WHERE run_id = $1 AND name = 'checks') GROUP BY tag_set_id)
     SELECT coalesce(c.value, '') AS name, coalesce(g.value, '') AS "group",
       sum(passed)::DOUBLE AS passed, sum(failed)::DOUBLE AS failed
     FROM readings
     LEFT JOIN tags c ON c.tag_set_id = readings.tag_set_id AND c.key = 'check'
     LEFT JOIN tags g ON g.tag_set_id = readings.tag_set_id AND g.key = 'group'
     GROUP BY ALL ORDER BY min(first_at), name`,
    [runId],
  );
  return rows.map((row) => ({
    name: String(row['name']),
    group: String(row['group']).replace(/^::/u, ''),
    passed: Number(row['passed']),
    failed: Number(row['failed']),
  }));
}
