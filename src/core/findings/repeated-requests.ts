import { numberColumn } from '#shared/contract/columns.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { textLiteral } from '../db/literals.ts';
import type { RepeatedRequests } from './evidence.ts';

/** Tags under which tools and scripts name the iteration or session that a request belongs to. */
const ITERATION_TAG = /^(iter|iteration|__iter|session|session_?id|__jm__.*__idx)$/iu;
/** Iterations that are looked at: the first ones. */
const MAX_SAMPLES = 2_000_000;

/**
 * How often each transaction is requested within one iteration, where samples say which one they belong to. Iterations of
 * different users have the same numbers: thread and tag together name one.
 */
export async function repeatedRequests(
  database: Database,
  run: Run,
  least: number,
  signal: AbortSignal,
): Promise<RepeatedRequests | null> {
  if (run.granularity === 'aggregated' || run.sourceIds.length === 0) return null;
  const keys = await database.rows(
    `SELECT DISTINCT key FROM tags WHERE source_id IN (${run.sourceIds.join(', ')}) ORDER BY key`,
  );
  const tag = keys.map((row) => String(row['key'])).find((key) => ITERATION_TAG.test(key));
  if (tag === undefined) return null;
  const sql = `WITH named AS (SELECT s.transaction_id, s.source_id, s.thread_id, t.value AS iteration, s.elapsed_ms
  FROM samples s JOIN tags t ON t.source_id = s.source_id AND t.tag_set_id = s.tag_set_id AND t.key = ${textLiteral(tag)}
  WHERE s.run_id = ${run.id}
    AND s.transaction_id IN (SELECT id FROM transactions WHERE run_id = ${run.id} AND kind = 'request') LIMIT ${MAX_SAMPLES}),
counts AS (SELECT transaction_id, count(*) AS times, avg(elapsed_ms) AS mean_ms FROM named
  GROUP BY transaction_id, source_id, thread_id, iteration)
SELECT transaction_id AS id, count(*) AS iterations, count(*) FILTER (times >= ${least}) AS repeating,
  quantile_cont(times, 0.5) AS median_times, max(times) AS max_times, count(DISTINCT times) AS different_times,
  sum(mean_ms * times) / sum(times) AS mean_ms
FROM counts GROUP BY transaction_id ORDER BY id`;
  const table = await database.query(sql, [], { signal });
  const column = (name: string) => numberColumn(table, name).values;
  const [id, iterations, repeating] = [column('id'), column('iterations'), column('repeating')];
  const [median, most, different] = [column('median_times'), column('max_times'), column('different_times')];
  const mean = column('mean_ms');
  return {
    tag,
    query: { method: 'sql.query', params: { sql, limit: 10_000 } },
    transactions: Array.from({ length: table.rowCount }, (_, row) => ({
      transactionId: id[row]!,
      iterations: iterations[row]!,
      repeating: repeating[row]!,
      medianTimes: median[row]!,
      maxTimes: most[row]!,
      differentTimes: different[row]!,
      meanMs: mean[row]!,
    })),
  };
}
