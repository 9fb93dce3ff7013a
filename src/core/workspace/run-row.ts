import { transactionKinds } from '#shared/model/run.ts';
import type { StoredSource } from '../db/schema.ts';

export type Run = (sql: string, values?: readonly (string | number | boolean | null)[]) => Promise<unknown>;

/**
 * Computes the row of a run from its sources: figures that every list shows. Part of every transaction that changes which
 * sources a run has, or when their samples began.
 * @param sources those of the run
 */
export async function refreshRun(run: Run, runId: number, sources: readonly StoredSource[]): Promise<void> {
  const branches = sources.filter(({ columns }) => columns.length > 0).map(figuresOf);
  const kinds = transactionKinds.map((kind) => `'${kind}'`).join(', ');
  const samples =
    branches.length === 0
      ? `SELECT NULL::VARCHAR AS kind, NULL::BIGINT AS samples, NULL::BIGINT AS failures, NULL::BIGINT AS first_start, NULL::BIGINT AS last_end WHERE false`
      : `SELECT t.kind, sum(g.samples)::BIGINT AS samples, sum(g.failures)::BIGINT AS failures,
           min(g.first_start) AS first_start, max(g.last_end) AS last_end
         FROM (${branches.join(' UNION ALL ')}) g JOIN transactions t ON t.id = g.transaction_id GROUP BY t.kind`;
  await run(
    `UPDATE runs SET granularity = f.granularity, counted_kind = f.counted_kind, started_at = f.started_at,
       ended_at = f.ended_at, samples = f.samples, failures = f.failures, transaction_count = f.transaction_count,
       clock_tick_ms = f.clock_tick_ms, tool_version = f.tool_version
     FROM (
       WITH own AS (SELECT * FROM sources WHERE run_id = $1),
       sampled AS (${samples}),
       -- Figures of the whole run: the tool's own total, else all transactions of a kind together.
       reported AS (
         SELECT coalesce(t.kind, 'request') AS kind, transaction_id IS NULL AS is_total,
           sum(samples)::BIGINT AS samples, coalesce(sum(failures), 0)::BIGINT AS failures
         FROM aggregates a LEFT JOIN transactions t ON t.id = a.transaction_id
         WHERE source_id IN (SELECT id FROM own) AND starts_at IS NULL AND a.samples IS NOT NULL GROUP BY ALL),
       intervals AS (
         SELECT epoch_us(min(starts_at)) AS first_start,
           max(epoch_us(starts_at) + (duration_ms * 1000)::BIGINT) AS last_end
         FROM aggregates WHERE source_id IN (SELECT id FROM own) AND starts_at IS NOT NULL),
       spans AS (
         SELECT min(first_start) AS first_start, max(last_end) AS last_end FROM sampled
         UNION ALL SELECT first_start, last_end FROM intervals
         UNION ALL SELECT epoch_us(min(first_instant)), epoch_us(max(last_instant)) FROM own WHERE has_report),
       figures AS (
         SELECT kind, samples, failures, list_position([${kinds}], kind) AS place FROM sampled
         UNION ALL
         SELECT kind, samples, failures, CASE WHEN is_total THEN 0 ELSE list_position([${kinds}], kind) END FROM reported),
       -- Requests are what headline figures count; a file that has none counts the first kind it has.
       counted AS (SELECT * FROM figures ORDER BY place LIMIT 1)
       SELECT
         CASE WHEN (SELECT bool_or(has_report) FROM own) THEN 'aggregated' ELSE 'samples' END AS granularity,
         coalesce((SELECT kind FROM counted), 'request') AS counted_kind,
         make_timestamp((SELECT min(first_start) FROM spans)) AS started_at,
         make_timestamp((SELECT max(last_end) FROM spans)) AS ended_at,
         coalesce((SELECT samples FROM counted), 0) AS samples,
         coalesce((SELECT failures FROM counted), 0) AS failures,
         (SELECT count(*) FROM transactions WHERE run_id = $1 AND shown_as IS NULL)::INTEGER AS transaction_count,
         (SELECT max(clock_tick_ms) FROM own) AS clock_tick_ms,
         (SELECT first(tool_version ORDER BY id) FILTER (tool_version IS NOT NULL) FROM own) AS tool_version
     ) f WHERE runs.id = $1`,
    [runId],
  );
}

/** Grouped by number first: joining ten million rows to find their kind would take longer than all the rest. */
function figuresOf({ id, columns }: StoredSource): string {
  const start = columns.includes('started_at') ? 'epoch_us(started_at)' : 'NULL::BIGINT';
  // The column may be an INTEGER, and 36 minutes have more microseconds than that holds.
  const elapsedUs = columns.includes('elapsed_ms') ? 'coalesce((elapsed_ms * 1000::BIGINT)::BIGINT, 0)' : '0';
  const failures = columns.includes('ok') ? 'count(*) FILTER (NOT ok)' : '0';
  return `SELECT transaction_id, count(*) AS samples, ${failures} AS failures,
      min(${start}) AS first_start, max(${start} + ${elapsedUs}) AS last_end
    FROM samples_${id} GROUP BY transaction_id`;
}
