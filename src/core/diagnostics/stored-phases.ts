import { phaseKinds, type PhaseSpan } from '#shared/model/phases.ts';
import { ensureExists } from '#shared/assert.ts';
import { inTransaction } from '../db/changes.ts';
import type { Database } from '../db/database.ts';

/** Spans that a person set, in the order of time (table `run_phases`). */
export async function storedPhases(database: Database, runId: number): Promise<PhaseSpan[]> {
  const rows = await database.rows(
    `SELECT kind, from_ms, to_ms FROM run_phases WHERE run_id = ? ORDER BY position`,
    [runId],
  );
  return rows.map((row) => ({
    kind: ensureExists(
      phaseKinds.find((kind) => kind === row['kind']),
      'a known kind of phase',
    ),
    fromMs: Number(row['from_ms']),
    toMs: Number(row['to_ms']),
  }));
}

/** Takes the place of what was set before; an empty list is what Loadstone finds. */
export async function storePhases(
  database: Database,
  runId: number,
  phases: readonly PhaseSpan[],
): Promise<void> {
  await inTransaction(database, async ({ run, append }) => {
    await run(`DELETE FROM run_phases WHERE run_id = ?`, [runId]);
    await append(
      'run_phases',
      phases.map(({ kind, fromMs, toMs }, position) => [runId, position, kind, fromMs, toMs]),
    );
  });
}
