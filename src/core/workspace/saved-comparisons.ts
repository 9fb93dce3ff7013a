import { AppError } from '#shared/contract/errors.ts';
import {
  comparisonRequestSchema,
  type ComparedSide,
  type SavedComparison,
} from '#shared/model/comparison.ts';
import { inTransaction, type Changes } from '../db/changes.ts';
import type { Database } from '../db/database.ts';

/** Comparisons that a person keeps: what is compared with what and how, never the figures. */

/** In the order in which they were saved. */
export async function savedComparisons(database: Database): Promise<SavedComparison[]> {
  const rows = await database.rows(`SELECT id, name, request FROM comparisons ORDER BY created_at, id`);
  return rows.map((row) => ({
    id: Number(row['id']),
    name: String(row['name']),
    request: comparisonRequestSchema.parse(JSON.parse(String(row['request']))),
  }));
}

/**
 * @param comparison `id` null makes a new one
 * @throws {AppError} `not-found` for an id that is not there (any more), `read-only`
 */
export async function saveComparison(
  database: Database,
  { id, name, request }: Omit<SavedComparison, 'id'> & { readonly id: number | null },
  nowUs: number,
): Promise<SavedComparison> {
  let saved = id;
  await inTransaction(database, async (changes) => {
    const text = JSON.stringify(request);
    if (id === null) {
      saved = await changes.count(`SELECT coalesce(max(id), 0) + 1 FROM comparisons`);
      await changes.run(
        `INSERT INTO comparisons VALUES (${saved}, ?, ?, make_timestamp(${BigInt(nowUs)}::BIGINT))`,
        [name, text],
      );
      return;
    }
    const found = await changes.count(`SELECT count(*) FROM comparisons WHERE id = ${id}`);
    if (found === 0) throw missing(id);
    await changes.run(`UPDATE comparisons SET name = ?, request = ? WHERE id = ${id}`, [name, text]);
  });
  return { id: saved!, name, request };
}

/** @throws {AppError} `not-found`, `read-only` */
export async function removeComparison(database: Database, id: number): Promise<void> {
  if (!(await savedComparisons(database)).some((saved) => saved.id === id)) throw missing(id);
  await database.execute(`DELETE FROM comparisons WHERE id = ?`, [id]);
}

/**
 * Keeps saved comparisons true when runs go or become one: numbers of runs are used again. Part of the transaction that
 * changes the runs. A comparison that loses a whole side is removed.
 * @param becomes the run in the place of one; null where it is gone
 */
export async function replaceComparedRuns(
  saved: readonly SavedComparison[],
  becomes: ReadonlyMap<number, number | null>,
  run: Changes['run'],
): Promise<void> {
  for (const { id, request } of saved) {
    const [baseline, candidate] = [request.baseline, request.candidate].map((side) =>
      withRuns(side, becomes),
    );
    if (baseline === request.baseline && candidate === request.candidate) continue;
    if (baseline!.runIds.length === 0 || candidate!.runIds.length === 0) {
      await run(`DELETE FROM comparisons WHERE id = ${id}`);
      continue;
    }
    await run(`UPDATE comparisons SET request = ? WHERE id = ${id}`, [
      JSON.stringify({ ...request, baseline, candidate }),
    ]);
  }
}

/** The same object where nothing changes. */
function withRuns(side: ComparedSide, becomes: ReadonlyMap<number, number | null>): ComparedSide {
  if (!side.runIds.some((id) => becomes.has(id))) return side;
  const runIds: number[] = [];
  const windows: ComparedSide['windows'] = [];
  side.runIds.forEach((id, index) => {
    const now = becomes.has(id) ? (becomes.get(id) ?? null) : id;
    if (now === null || runIds.includes(now)) return;
    runIds.push(now);
    windows.push(side.windows[index] ?? 'steady');
  });
  return { runIds, windows };
}

function missing(id: number): AppError {
  return new AppError('not-found', `There is no saved comparison ${id} in this workspace.`, {
    hint: 'It may have been removed, or a run that it needs was.',
  });
}
