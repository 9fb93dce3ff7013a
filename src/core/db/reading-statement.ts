import {
  StatementType,
  type DuckDBConnection,
  type DuckDBPreparedStatement,
  type DuckDBType,
} from '@duckdb/node-api';
import { AppError } from '#shared/contract/errors.ts';
import { statementBody } from './statement-text.ts';

/** A statement that only reads. */
export type ReadingStatement =
  | {
      /** `body` can stand in brackets. */
      readonly kind: 'select';
      readonly body: string;
      readonly columns: readonly { readonly name: string; readonly type: DuckDBType }[];
      /** DESCRIBE, SHOW and the like. */
      readonly fewRows: boolean;
    }
  /** EXPLAIN, PRAGMA: they cannot stand in brackets, and give few rows. */
  | { readonly kind: 'plain'; readonly statement: DuckDBPreparedStatement };

/**
 * Says what a statement is; whoever runs it does so in a read-only transaction.
 * @throws {AppError} `bad-request` for what does not only read
 */
export async function readingStatement(connection: DuckDBConnection, sql: string): Promise<ReadingStatement> {
  const statement = await prepareSingle(connection, sql);
  if (statement.parameterCount > 0) {
    statement.destroySync();
    throw new AppError('bad-request', 'A statement cannot have parameters.', {
      hint: 'Write the values into it.',
    });
  }
  if (statement.statementType === StatementType.SELECT) {
    const body = statementBody(sql);
    const limited = await prepareLimited(connection, body, 1);
    if (limited !== null) {
      limited.destroySync();
      const columns = Array.from({ length: statement.columnCount }, (_, index) => ({
        name: statement.columnName(index),
        type: statement.columnType(index),
      }));
      statement.destroySync();
      return { kind: 'select', body, columns, fewRows: GIVES_FEW_ROWS.test(body) };
    }
    if (GIVES_FEW_ROWS.test(body)) return { kind: 'plain', statement };
  } else if (statement.statementType === StatementType.EXPLAIN && (await explainsReading(connection, sql)))
    return { kind: 'plain', statement };
  statement.destroySync();
  throw onlyReading();
}

/** Behind comments too. */
const GIVES_FEW_ROWS = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[^]*?\*\/)*(?:DESCRIBE|DESC|SHOW|SUMMARIZE|PRAGMA)\b/iu;

function onlyReading(): AppError {
  return new AppError(
    'bad-request',
    'Only statements that read can be run here: SELECT, WITH, DESCRIBE, EXPLAIN.',
  );
}

/**
 * Prepares one statement that only reads, so that it gives at most `limit` rows. Run it in a read-only transaction:
 * the kind of a statement does not tell what its functions do.
 * @throws {AppError} `bad-request` for everything else
 */
export async function prepareReading(
  connection: DuckDBConnection,
  sql: string,
  limit: number,
): Promise<DuckDBPreparedStatement> {
  const statement = await prepareSingle(connection, sql);
  switch (statement.statementType) {
    case StatementType.SELECT: {
      // A bound that DuckDB knows of: it stops early instead of computing what nobody will see.
      const body = statementBody(sql);
      const limited = await prepareLimited(connection, body, limit);
      if (limited === null) {
        if (GIVES_FEW_ROWS.test(body)) return statement;
        break;
      }
      statement.destroySync();
      return limited;
    }
    case StatementType.EXPLAIN:
      if (await explainsReading(connection, sql)) return statement;
      break;
    default:
  }
  statement.destroySync();
  throw onlyReading();
}

export async function prepareSingle(
  connection: DuckDBConnection,
  sql: string,
): Promise<DuckDBPreparedStatement> {
  const statements = await connection.extractStatements(sql).catch((error: unknown) => {
    // Without any statement the bindings fail without words.
    if (error instanceof Error && error.message.includes('Error:')) throw error;
    return null;
  });
  if (statements === null) throw new AppError('bad-request', 'There is no SQL statement to run.');
  if (statements.count !== 1) {
    throw new AppError('bad-request', 'Exactly one SQL statement can be run at a time.');
  }
  return statements.prepare(0);
}

/** Null for what cannot stand in brackets: PRAGMA, … */
async function prepareLimited(
  connection: DuckDBConnection,
  body: string,
  limit: number,
): Promise<DuckDBPreparedStatement | null> {
  try {
    return await prepareSingle(connection, `SELECT * FROM (\n${body}\n) LIMIT ${Math.floor(limit)}`);
  } catch {
    return null;
  }
}

/**
 * `EXPLAIN ANALYZE` runs what it explains, and DuckDB tells nothing of the statement inside. So that the two readings
 * cannot differ, only plain forms are taken: no comment before the inner statement.
 */
async function explainsReading(connection: DuckDBConnection, sql: string): Promise<boolean> {
  const inner = [/^\s*EXPLAIN\s+/iu, /^\s*EXPLAIN\s+ANALYZE\s+/iu, /^\s*EXPLAIN\s*\([^()]*\)\s*/iu]
    .map((head) => head.exec(sql)?.[0].length)
    .filter((length) => length !== undefined)
    .map((length) => sql.slice(length));
  for (const candidate of inner) {
    try {
      const statement = await prepareSingle(connection, candidate);
      const reads = statement.statementType === StatementType.SELECT;
      statement.destroySync();
      if (reads) return true;
    } catch {
      // Not a statement by itself: the next reading may be.
    }
  }
  return false;
}
