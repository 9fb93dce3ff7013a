import { apdexSettingsSchema, DEFAULT_APDEX_SETTINGS, type ApdexSettings } from '#shared/model/apdex.ts';
import type { Database } from '../db/database.ts';

/** What the Apdex of a workspace is judged by. */

const KEY = 'apdex';

export async function storedApdex(database: Database): Promise<ApdexSettings> {
  const [row] = await database.rows(`SELECT value FROM workspace_meta WHERE key = '${KEY}'`);
  return row === undefined
    ? DEFAULT_APDEX_SETTINGS
    : apdexSettingsSchema.parse(JSON.parse(String(row['value'])));
}

export async function storeApdex(database: Database, settings: ApdexSettings): Promise<void> {
  await database.execute(`INSERT OR REPLACE INTO workspace_meta VALUES ('${KEY}', ?)`, [
    JSON.stringify(settings),
  ]);
}
