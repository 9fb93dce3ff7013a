import { join, resolve } from 'node:path';
import { numberAt, textAt } from '#shared/contract/columns.ts';
import type { StagedOutput } from '#core/io/staged-output.ts';
import type { StatementColumn, StatementResult } from '#shared/model/sql.ts';
import type { LocalEngine } from './local-engine.ts';
import type { SqlOptions } from './sql-arguments.ts';
import type { Terminal } from './terminal.ts';
import { oneLine, textTable } from './text-table.ts';
import { exitCodes } from './usage.ts';

const MAX_JSON_ROWS = 1_000_000;
const MAX_JSON_BYTES = 512_000_000;
const MAX_JSON_CHARACTERS = 1_000_000;
const MAX_TEXT_ROWS = 200;
const MAX_TEXT_BYTES = 16_000_000;
const MAX_TEXT_CHARACTERS = 2000;

/**
 * @param staged where the rows are written; null: they are printed
 * @returns the exit code
 */
export async function runSql(
  local: LocalEngine,
  staged: StagedOutput | null,
  options: SqlOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  if (staged !== null && options.out !== null)
    return saveRows(local, staged, { ...options, out: options.out }, terminal, signal);
  const bounds = options.json
    ? { maxRows: MAX_JSON_ROWS, maxBytes: MAX_JSON_BYTES, maxCellCharacters: MAX_JSON_CHARACTERS }
    : { maxRows: MAX_TEXT_ROWS, maxBytes: MAX_TEXT_BYTES, maxCellCharacters: MAX_TEXT_CHARACTERS };
  const result = await local.client.call('sql.run', { sql: options.sql, ...bounds }, { signal });
  terminal.print(options.json ? toJson(result) : toText(result));
  if (options.json && result.more !== null)
    terminal.note(
      `Only the first ${result.rowCount.toLocaleString('en')} rows are there; --out FILE.parquet writes all.`,
    );
  return exitCodes.done;
}

async function saveRows(
  { engine }: LocalEngine,
  staged: StagedOutput,
  { sql, out, json }: SqlOptions & { readonly out: NonNullable<SqlOptions['out']> },
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const exports = await engine.exports();
  const file = `rows.${out.format}`;
  const rows = await exports.statement(sql, join(staged.folder, file), out.format, signal);
  signal.throwIfAborted();
  await staged.commit(file);
  if (json)
    terminal.print(
      JSON.stringify(
        { schema: 'loadstone/sql-file/1', path: resolve(out.path), to: out.format, rows },
        null,
        2,
      ),
    );
  else terminal.note(`${out.path}: ${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'} written.`);
  return exitCodes.done;
}

type Cell = string | number | boolean | null;

/** As JSON has it: instants in ISO 8601; what a double cannot hold is the text with all its digits. */
function cellOf({ column, type }: StatementColumn, row: number): Cell {
  if (column.kind === 'number') {
    const value = numberAt(column, row);
    return type === 'BOOLEAN' && value !== null ? value === 1 : value;
  }
  const text = textAt(column, row);
  if (text === null) return null;
  if (/^TIMESTAMP(?:_S|_MS|_NS)?$/u.test(type)) return `${text.replace(' ', 'T')}Z`;
  return /^(?:DECIMAL|FLOAT)/u.test(type) && isExact(text) ? Number(text) : text;
}

/** Every number of so few digits comes back from a double as it was. */
function isExact(text: string): boolean {
  return /^-?[\d.]+$/u.test(text) && text.replaceAll(/[-.]/gu, '').replace(/^0+/u, '').length <= 15;
}

function toJson({ columns, rowCount, more }: StatementResult): string {
  const names = uniqueNames(columns.map(({ name }) => name));
  const rows = Array.from({ length: rowCount }, (_, row) =>
    Object.fromEntries(columns.map((column, index) => [names[index]!, cellOf(column, row)])),
  );
  const types = columns.map(({ type }) => type);
  return JSON.stringify(
    { schema: 'loadstone/sql/1', columns: names, types, complete: more === null, rows },
    null,
    2,
  );
}

/** A key stands for one value only. */
function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let count = 1; taken.has(unique); count++) unique = `${name}_${count}`;
    taken.add(unique);
    return unique;
  });
}

function toText({ columns, rowCount, more }: StatementResult): string {
  const heads = columns.map(({ name, column }) => ({
    title: name,
    align: column.kind === 'text' ? ('left' as const) : ('right' as const),
  }));
  const rows = Array.from({ length: rowCount }, (_, row) =>
    columns.map((column) => oneLine(String(cellOf(column, row) ?? ''))),
  );
  const note =
    more === null ? '' : `\nOnly the first ${rowCount} rows are shown; --json or --out FILE has more.`;
  return `${textTable(heads, rows)}${note}`;
}
