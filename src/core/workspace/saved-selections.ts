import { savedSelectionSchema, type SavedSelection } from '#shared/model/drill-down.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { Database } from '../db/database.ts';
import { inTransaction } from '../db/changes.ts';

/** Selections that people gave a name. They belong to the workspace, not to a run, and can be used on any of its runs. */

/** By name, as people sort names. */
export async function listSelections(database: Database): Promise<SavedSelection[]> {
  const rows = await database.rows(`SELECT id, name, selection FROM saved_selections`);
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  return rows
    .map((row) => ({
      id: Number(row['id']),
      name: String(row['name']),
      selection: savedSelectionSchema.parse(JSON.parse(String(row['selection']))),
    }))
    .sort((a, b) => collator.compare(a.name, b.name) || a.id - b.id);
}

/** A selection of the same name is written over. */
export async function saveSelection(
  database: Database,
  name: string,
  selection: SavedSelection['selection'],
): Promise<SavedSelection[]> {
  await inTransaction(database, async ({ run, count }) => {
    await run(`DELETE FROM saved_selections WHERE name = ?`, [name]);
    const id = await count(`SELECT coalesce(max(id), 0) + 1 FROM saved_selections`);
    await run(`INSERT INTO saved_selections VALUES (?, ?, ?)`, [id, name, JSON.stringify(selection)]);
  });
  return listSelections(database);
}

/** @throws {AppError} `not-found` */
export async function removeSelection(database: Database, id: number): Promise<SavedSelection[]> {
  const [known] = await database.rows(`SELECT id FROM saved_selections WHERE id = ?`, [id]);
  if (known === undefined) {
    throw new AppError('not-found', 'This selection is not in the workspace.', {
      hint: 'It may have been removed in another window.',
    });
  }
  await database.execute(`DELETE FROM saved_selections WHERE id = ?`, [id]);
  return listSelections(database);
}
