import { AppError } from '#shared/contract/errors.ts';
import type { NamedBaseline } from '#shared/model/gates.ts';
import type { Database } from '../db/database.ts';

/** Runs that others are compared with, by the name of a scenario; see docs/tables.md, `baselines`. */

export async function listBaselines(database: Database): Promise<NamedBaseline[]> {
  const rows = await database.rows(`SELECT name, run_id FROM baselines ORDER BY name`);
  return rows.map((row) => ({ name: String(row['name']), runId: Number(row['run_id']) }));
}

/** A name that is there already stands for this run from now on. The caller makes sure that there is such a run. */
export async function setBaseline(database: Database, name: string, runId: number): Promise<void> {
  await database.execute(`INSERT OR REPLACE INTO baselines VALUES (?, ?)`, [name, runId]);
}

/** @throws {AppError} `not-found` */
export async function removeBaseline(database: Database, name: string): Promise<void> {
  const known = (await listBaselines(database)).map((baseline) => baseline.name);
  if (!known.includes(name)) {
    throw new AppError('not-found', `There is no baseline "${name}" in this workspace.`, {
      hint:
        known.length === 0
          ? 'No run has been named as a baseline yet.'
          : `It has ${known.map((each) => `"${each}"`).join(', ')}.`,
    });
  }
  await database.execute(`DELETE FROM baselines WHERE name = ?`, [name]);
}
