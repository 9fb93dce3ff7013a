import type { ProfileInfo, ProfileSelection } from '#shared/model/profile.ts';
import type { Database } from '../db/database.ts';
import { listRuns } from './catalog.ts';

const US_PER_MS = 1000;

/** What the linked run of a profile did while the selected part of it was recorded. */
export interface LinkedOperations {
  /** Counted samples that were completed in that time. */
  readonly count: number;
  readonly meanMs: number;
}

/**
 * @returns null without a linked run, of a run without samples or time stamps, and of a profile that does not say how long
 *   it lasted
 */
export async function linkedOperations(
  database: Database,
  { link, durationMs }: ProfileInfo,
  { fromMs, toMs }: Pick<ProfileSelection, 'fromMs' | 'toMs'>,
  signal: AbortSignal,
): Promise<LinkedOperations | null> {
  if (link === null || durationMs === null) return null;
  const run = (await listRuns(database)).find(({ id }) => id === link.runId);
  if (run === undefined || run.granularity === 'aggregated' || run.startedAtUs === null) return null;
  const startUs = run.startedAtUs + link.offsetMs * US_PER_MS;
  const from = startUs + Math.max(0, fromMs ?? 0) * US_PER_MS;
  const to = startUs + Math.min(durationMs, toMs ?? durationMs) * US_PER_MS;
  const end = `epoch_us(started_at) + coalesce(elapsed_ms, 0) * ${US_PER_MS}`;
  const table = await database.query(
    `SELECT count(*)::INTEGER AS n, avg(elapsed_ms) AS mean FROM samples
     WHERE run_id = ? AND ${end} >= ? AND ${end} < ?
       AND transaction_id IN (SELECT id FROM transactions WHERE run_id = ? AND kind = ?)`,
    [run.id, from, to, run.id, run.countedKind],
    { signal },
  );
  const valueOf = (name: string): number => {
    const column = table.columns[name];
    return column?.kind === 'number' ? (column.values[0] ?? 0) : 0;
  };
  const count = valueOf('n');
  return count === 0 ? null : { count, meanMs: valueOf('mean') };
}
