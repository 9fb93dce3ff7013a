import { numberColumn } from '#shared/contract/columns.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import type { FirstRequests } from './evidence.ts';

/** So many requests of a transaction are its first ones … */
const FIRST = 10;
/** … if they come this soon after the start of the run. */
const WITHIN_MS = 60_000;

/** Median of the first requests of each transaction in the first minute; those with fewer are left out. */
export async function firstRequests(
  database: Database,
  run: Run,
  signal: AbortSignal,
): Promise<FirstRequests[]> {
  if (run.granularity === 'aggregated' || run.startedAtUs === null) return [];
  const sql = `SELECT transaction_id AS id, count(*) AS n, quantile_cont(elapsed_ms, 0.5) AS median,
  max(epoch_us(started_at) - ${run.startedAtUs}) / 1000 AS until_ms
FROM (SELECT transaction_id, elapsed_ms, started_at,
    row_number() OVER (PARTITION BY transaction_id ORDER BY started_at, elapsed_ms) AS place
  FROM samples WHERE run_id = ${run.id} AND elapsed_ms IS NOT NULL
    AND started_at < make_timestamp(${run.startedAtUs + WITHIN_MS * 1000}))
WHERE place <= ${FIRST} GROUP BY transaction_id HAVING count(*) = ${FIRST} ORDER BY id`;
  const table = await database.query(sql, [], { signal });
  const [id, n, medianMs, untilMs] = ['id', 'n', 'median', 'until_ms'].map(
    (name) => numberColumn(table, name).values,
  );
  const query = { method: 'sql.query', params: { sql, limit: 10_000 } };
  return Array.from({ length: table.rowCount }, (_, row) => ({
    transactionId: id![row]!,
    samples: n![row]!,
    medianMs: medianMs![row]!,
    untilMs: untilMs![row]!,
    query,
  }));
}
