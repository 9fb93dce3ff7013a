import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { useTemporaryFolder } from '../../io/testing/temporary-folder.ts';
import { migrate } from '../schema.ts';
import { openDatabase } from '../testing/test-database.ts';
import { documentedTables, listDocumentedTables } from './documented-tables.ts';

const folder = useTemporaryFolder();
const words = readFileSync('docs/tables.md', 'utf8');

it('are in every workspace, with the columns that are said to be there', async () => {
  const database = await openDatabase(folder.path);
  await migrate(database);
  const tables = await listDocumentedTables(database);
  expect(tables.map(({ name, columns }) => [name, columns.map((column) => column.name)])).toEqual(
    documentedTables.map(({ name, columns }) => [name, Object.keys(columns)]),
  );
});

it('are those of docs/tables.md', () => {
  const missing = documentedTables.flatMap(({ name, columns }) => [
    ...(new RegExp(`(?:^## |\`|, )${name}(?:\`|\\(|$|,)`, 'mu').test(words) ? [] : [name]),
    ...Object.keys(columns)
      .filter((column) => !new RegExp(`[\`(, \\n]${column}[\`,) ]`, 'u').test(words))
      .map((column) => `${name}.${column}`),
  ]);
  expect(missing).toEqual([]);
});

it('have all their columns listed', async () => {
  const database = await openDatabase(folder.path);
  await migrate(database);
  const own = new Set([
    'runs joined_by',
    'sources sample_columns',
    'sources has_points',
    'sources has_report',
  ]);
  const rows = await database.rows(`SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal`);
  for (const { name, columns } of documentedTables) {
    const present = rows.filter((row) => row['table_name'] === name).map((row) => String(row['column_name']));
    expect(Object.keys(columns).sort(), name).toEqual(
      present.filter((column) => !own.has(`${name} ${column}`)).sort(),
    );
  }
});
