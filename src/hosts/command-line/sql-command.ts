import type { ColumnTable } from '#shared/contract/columns.ts';
import { numberAt, textAt } from '#shared/contract/columns.ts';
import type { CommonOptions } from './common-options.ts';
import type { LocalEngine } from './local-engine.ts';
import type { Terminal } from './terminal.ts';
import { oneLine, textTable } from './text-table.ts';
import { exitCodes } from './usage.ts';

const MAX_JSON_ROWS = 1_000_000;
const MAX_TEXT_ROWS = 200;

/** @returns the exit code */
export async function runSql(
  { client }: LocalEngine,
  options: CommonOptions & { readonly sql: string },
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const limit = options.json ? MAX_JSON_ROWS : MAX_TEXT_ROWS + 1;
  const table = await client.call('sql.query', { sql: options.sql, limit }, { signal });
  terminal.print(options.json ? toJson(table) : toText(table));
  return exitCodes.done;
}

function cells(table: ColumnTable, row: number): (string | number | null)[] {
  return Object.values(table.columns).map((column) =>
    column.kind === 'text' ? textAt(column, row) : numberAt(column, row),
  );
}

function toJson(table: ColumnTable): string {
  const names = Object.keys(table.columns);
  const rows = Array.from({ length: table.rowCount }, (_, row) => cells(table, row));
  const objects = rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]])));
  return JSON.stringify({ schema: 'loadstone/sql/1', columns: names, rows: objects }, null, 2);
}

function toText(table: ColumnTable): string {
  const columns = Object.entries(table.columns).map(([title, { kind }]) => ({
    title,
    align: kind === 'text' ? ('left' as const) : ('right' as const),
  }));
  const shown = Math.min(table.rowCount, MAX_TEXT_ROWS);
  const rows = Array.from({ length: shown }, (_, row) =>
    cells(table, row).map((cell) => oneLine(String(cell ?? ''))),
  );
  const more =
    table.rowCount > MAX_TEXT_ROWS ? `\nOnly the first ${MAX_TEXT_ROWS} rows are shown; --json has all.` : '';
  return `${textTable(columns, rows)}${more}`;
}
