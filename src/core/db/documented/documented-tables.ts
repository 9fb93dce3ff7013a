import type { DocumentedTable } from '#shared/model/sql.ts';
import type { Database } from '../database.ts';
import { attachmentTables } from './attachment-tables.ts';
import { loadTables } from './load-tables.ts';
import type { TableText } from './table-text.ts';

export const documentedTables: readonly TableText[] = [...loadTables, ...attachmentTables];

/** The relations of docs/tables.md as they are in a workspace, with the types of their columns; columns without words are Loadstone's own. */
export async function listDocumentedTables(database: Database): Promise<DocumentedTable[]> {
  const rows = await database.rows(
    `SELECT table_name, column_name, data_type FROM duckdb_columns()
     WHERE schema_name = 'main' AND NOT internal ORDER BY table_name, column_index`,
  );
  const types = new Map(
    rows.map((row) => [`${row['table_name']} ${row['column_name']}`, String(row['data_type'])]),
  );
  return documentedTables.map(({ name, about, columns }) => ({
    name,
    about,
    columns: Object.entries(columns).flatMap(([column, meaning]) => {
      const type = types.get(`${name} ${column}`);
      return type === undefined ? [] : [{ name: column, type, about: meaning }];
    }),
  }));
}
