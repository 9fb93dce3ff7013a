import type { DuckDBConnection } from '@duckdb/node-api';
import { numberAt } from '#shared/contract/columns.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { SavedFormat } from '#shared/model/sql.ts';
import { readColumns } from './columns.ts';
import { textLiteral } from './literals.ts';
import { readingStatement } from './reading-statement.ts';
import { statementError } from './statement-errors.ts';

const copyOptions: Readonly<Record<SavedFormat, string>> = {
  csv: 'FORMAT csv, HEADER true',
  json: 'FORMAT json, ARRAY true',
  parquet: 'FORMAT parquet, COMPRESSION zstd',
};

/**
 * Writes the rows of a statement that reads to a file, in pieces: they are never all in memory. A file that is begun and
 * not ended stays; the caller takes it away.
 * @returns how many rows
 * @throws {AppError} `query-failed`, `bad-request` with the place in the statement
 */
export async function saveStatement(
  connection: DuckDBConnection,
  sql: string,
  path: string,
  format: SavedFormat,
): Promise<number> {
  // Of this connection alone.
  await connection.run('SET errors_as_json = true');
  const reading = await readingStatement(connection, sql).catch((error: unknown) => {
    throw statementError(error, sql);
  });
  if (reading.kind === 'plain') {
    reading.statement.destroySync();
    throw new AppError('bad-request', 'The answer of this statement cannot be saved.', {
      hint: 'Copy it as a table instead.',
    });
  }
  try {
    const copy = `COPY (SELECT * FROM (\n${reading.body}\n)) TO ${textLiteral(path)} (${copyOptions[format]})`;
    const [rows] = Object.values((await readColumns(await connection.run(copy))).columns);
    await connection.run('RESET errors_as_json');
    return rows?.kind === 'number' ? (numberAt(rows, 0) ?? 0) : 0;
  } catch (error) {
    throw statementError(error, null);
  }
}
