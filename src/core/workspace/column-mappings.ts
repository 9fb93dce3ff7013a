import { columnMappingSchema, headerKey, type ColumnMapping } from '#shared/model/column-mapping.ts';
import type { Database } from '../db/database.ts';
import type { Run } from './run-row.ts';

/** What people said of the columns of plain tables, by `headerKey`: it counts for every file with the same columns. */

export async function knownMappings(database: Database): Promise<Record<string, ColumnMapping>> {
  const rows = await database.rows(`SELECT header, mapping FROM column_mappings`);
  return Object.fromEntries(
    rows.map((row) => [String(row['header']), columnMappingSchema.parse(JSON.parse(String(row['mapping'])))]),
  );
}

/** Part of the transaction that imports the file. */
export async function rememberMapping(
  run: Run,
  header: readonly string[],
  mapping: ColumnMapping,
): Promise<void> {
  await run(`INSERT OR REPLACE INTO column_mappings VALUES (?, ?)`, [
    headerKey(header),
    JSON.stringify(mapping),
  ]);
}
