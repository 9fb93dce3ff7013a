import { DuckDBTypeId, type DuckDBConnection, type DuckDBType } from '@duckdb/node-api';
import { numberAt, type Column, type ColumnTable, type TextColumn } from '#shared/contract/columns.ts';
import type { StatementColumn, StatementResult } from '#shared/model/sql.ts';
import { ColumnsReader, readColumns } from './columns.ts';
import { readingStatement, type ReadingStatement } from './reading-statement.ts';
import { statementError } from './statement-errors.ts';

export interface StatementBounds {
  readonly maxRows: number;
  /** Of the answer, roughly. */
  readonly maxBytes: number;
  /** Longer texts are cut to it, with an ellipsis. */
  readonly maxCellCharacters: number;
}

/** Rows of the first page: whatever they hold, they fit. */
const FIRST_ROWS = 64;
const PAGE_BYTES = 4_000_000;
const RESULT = '"loadstone result"';
const ELLIPSIS = '…';
const SAFE = Number.MAX_SAFE_INTEGER;

/**
 * Runs a statement that reads on a connection in a read-only transaction. The rows go to a temporary table first: DuckDB
 * keeps that within the memory limit and on disk beyond it, which it does not do with a result, and says when an error
 * comes late, which its streams do not. It lasts as long as the transaction.
 * @throws {AppError} `query-failed`, `bad-request` with the place in the statement
 */
export async function runStatement(
  connection: DuckDBConnection,
  sql: string,
  bounds: StatementBounds,
): Promise<StatementResult> {
  const begun = performance.now();
  // Of this connection alone.
  await connection.run('SET errors_as_json = true');
  const reading = await readingStatement(connection, sql).catch((error: unknown) => {
    throw statementError(error, sql);
  });
  const result =
    reading.kind === 'select' && !reading.fewRows
      ? await selected(connection, sql, reading, bounds)
      : await atOnce(connection, sql, reading, bounds);
  await connection.run('RESET errors_as_json');
  return { ...result, elapsedMs: performance.now() - begun };
}

type Rows = Omit<StatementResult, 'elapsedMs'>;
type Select = Extract<ReadingStatement, { readonly kind: 'select' }>;

/** Without a table between: SHOW would list it. */
async function atOnce(
  connection: DuckDBConnection,
  sql: string,
  reading: ReadingStatement,
  bounds: StatementBounds,
): Promise<Rows> {
  try {
    const result = await (reading.kind === 'plain' ? reading.statement.run() : connection.run(reading.body));
    const types = result.columnTypes();
    const names = result.columnNames();
    const table = await readColumns(result, bounds.maxRows + 1);
    const columns = Object.values(table.columns).map((column, index) =>
      resultColumn(names[index]!, types[index]!, column, bounds),
    );
    const rowCount = Math.min(table.rowCount, bounds.maxRows);
    return { columns, rowCount, more: table.rowCount > rowCount ? 'rows' : null };
  } catch (error) {
    throw statementError(error, sql);
  } finally {
    if (reading.kind === 'plain') reading.statement.destroySync();
  }
}

async function selected(
  connection: DuckDBConnection,
  sql: string,
  { body, columns }: Select,
  bounds: StatementBounds,
): Promise<Rows> {
  const names = columns.map((_, index) => `c${index}`);
  const kept = columns.map(
    ({ type }, index) => `${keptValue(names[index]!, type, bounds)} AS ${names[index]}`,
  );
  const leading = `CREATE TEMP TABLE ${RESULT} AS SELECT ${kept.join(', ')} FROM (\n`;
  try {
    await connection.run(`${leading}${body}\n) AS r(${names.join(', ')}) LIMIT ${bounds.maxRows + 1}`);
  } catch (error) {
    throw statementError(error, sql, leading);
  }
  const { stored, exact } = await measured(connection, columns);
  const values = columns.map(({ type }, index) =>
    isWide(type) ? `${names[index]}::${exact[index] === true ? 'BIGINT' : 'VARCHAR'}` : names[index]!,
  );
  const wanted = Math.min(stored, bounds.maxRows);
  const table = await inPages(connection, values, wanted, bounds.maxBytes);
  const read = Object.values(table.columns);
  return {
    columns: columns.map(({ name, type }, index) => resultColumn(name, type, read[index]!, bounds)),
    rowCount: table.rowCount,
    more: table.rowCount < wanted ? 'bytes' : stored > wanted ? 'rows' : null,
  };
}

/** Numbers stay what they are; everything else is kept as the text that DuckDB prints. */
function keptValue(name: string, type: DuckDBType, { maxCellCharacters }: StatementBounds): string {
  if (isWide(type) || isPlainNumber(type)) return name;
  return `left(${name}::VARCHAR, ${maxCellCharacters + 1})`;
}

function isWide({ typeId }: DuckDBType): boolean {
  return [DuckDBTypeId.BIGINT, DuckDBTypeId.UBIGINT, DuckDBTypeId.HUGEINT, DuckDBTypeId.UHUGEINT].includes(
    typeId,
  );
}

/** Every value is exact as a double. FLOAT is none: as a double it prints digits that it does not have. */
function isPlainNumber({ typeId }: DuckDBType): boolean {
  return [
    DuckDBTypeId.BOOLEAN,
    DuckDBTypeId.TINYINT,
    DuckDBTypeId.SMALLINT,
    DuckDBTypeId.INTEGER,
    DuckDBTypeId.UTINYINT,
    DuckDBTypeId.USMALLINT,
    DuckDBTypeId.UINTEGER,
    DuckDBTypeId.DOUBLE,
  ].includes(typeId);
}

/** How many rows are stored, and of each column of wide integers whether all of them are exact as doubles. */
async function measured(
  connection: DuckDBConnection,
  columns: Select['columns'],
): Promise<{ readonly stored: number; readonly exact: readonly (boolean | null)[] }> {
  const checks = columns.map(({ type }, index) =>
    isWide(type)
      ? `coalesce(min(c${index}) >= ${isSigned(type) ? -SAFE : 0} AND max(c${index}) <= ${SAFE}, true)`
      : 'NULL::BOOLEAN',
  );
  const table = await readColumns(
    await connection.run(`SELECT ${['count(*)', ...checks].join(', ')} FROM ${RESULT}`),
  );
  const [count, ...exact] = Object.values(table.columns).map((column) =>
    column.kind === 'number' ? numberAt(column, 0) : null,
  );
  return { stored: count ?? 0, exact: exact.map((value) => (value === null ? null : value === 1)) };
}

function isSigned({ typeId }: DuckDBType): boolean {
  return typeId === DuckDBTypeId.BIGINT || typeId === DuckDBTypeId.HUGEINT;
}

/** Page by page, each about as large as the rows before say: a result in one piece would stand in memory twice. */
async function inPages(
  connection: DuckDBConnection,
  values: readonly string[],
  wanted: number,
  maxBytes: number,
): Promise<ColumnTable> {
  const reader = new ColumnsReader();
  let rows = Math.min(FIRST_ROWS, wanted);
  do {
    const page = `SELECT ${values.join(', ')} FROM ${RESULT} LIMIT ${rows} OFFSET ${reader.rowCount}`;
    const before = reader.rowCount;
    await reader.add(await connection.run(page));
    if (reader.rowCount === before) break;
    const perRow = Math.max(1, reader.bytes / reader.rowCount);
    const room = Math.floor(Math.min(PAGE_BYTES, maxBytes - reader.bytes) / perRow);
    rows = Math.min(room, wanted - reader.rowCount);
  } while (rows > 0);
  return reader.finish();
}

function resultColumn(
  name: string,
  type: DuckDBType,
  column: Column,
  { maxCellCharacters }: StatementBounds,
): StatementColumn {
  const typeName = type.toString();
  if (column.kind === 'number') return { name, type: typeName, column, cut: false };
  const long = column.dictionary.some((text) => text.length > maxCellCharacters);
  return { name, type: typeName, column: long ? cutTexts(column, maxCellCharacters) : column, cut: long };
}

function cutTexts(column: TextColumn, characters: number): TextColumn {
  return {
    ...column,
    dictionary: column.dictionary.map((text) =>
      text.length > characters ? `${cutAt(text, characters - 1)}${ELLIPSIS}` : text,
    ),
  };
}

/** Not between the halves of one character. */
function cutAt(text: string, end: number): string {
  return /[\uD800-\uDBFF]$/u.test(text.slice(0, end)) ? text.slice(0, end - 1) : text.slice(0, end);
}
