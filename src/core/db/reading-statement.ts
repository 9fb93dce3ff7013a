import { StatementType, type DuckDBConnection, type DuckDBPreparedStatement } from '@duckdb/node-api';
import { AppError } from '#shared/contract/errors.ts';

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
      const limited = await prepareLimited(connection, sql, limit);
      if (limited === null) return statement;
      statement.destroySync();
      return limited;
    }
    case StatementType.EXPLAIN:
      if (await explainsReading(connection, sql)) return statement;
      break;
    default:
  }
  statement.destroySync();
  throw new AppError(
    'bad-request',
    'Only statements that read can be run here: SELECT, WITH, DESCRIBE, EXPLAIN.',
  );
}

async function prepareSingle(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
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

/** Null for what cannot stand in brackets: DESCRIBE, SHOW, a comment behind the semicolon, … */
async function prepareLimited(
  connection: DuckDBConnection,
  sql: string,
  limit: number,
): Promise<DuckDBPreparedStatement | null> {
  const body = sql.replace(/[;\s]+$/u, '');
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
