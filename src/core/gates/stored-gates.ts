import type { Database } from '../db/database.ts';

/** The text of `loadstone.gates.yaml` that a workspace keeps. */

const KEY = 'gates';

/** Null when the workspace has none of its own. */
export async function storedGates(database: Database): Promise<string | null> {
  const [row] = await database.rows(`SELECT value FROM workspace_meta WHERE key = '${KEY}'`);
  return row === undefined ? null : String(row['value']);
}

export async function storeGates(database: Database, yaml: string | null): Promise<void> {
  if (yaml === null) await database.execute(`DELETE FROM workspace_meta WHERE key = '${KEY}'`);
  else await database.execute(`INSERT OR REPLACE INTO workspace_meta VALUES ('${KEY}', ?)`, [yaml]);
}
