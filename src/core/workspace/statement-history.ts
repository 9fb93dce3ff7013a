import { z } from 'zod';
import { MAX_HISTORY, MAX_STATEMENT_LENGTH } from '#shared/model/sql.ts';
import type { Database } from '../db/database.ts';

/** Statements that were run in a workspace, kept with its settings; the latest first, each once. */

const KEY = 'sql_history';
/** Together: a few long statements push out many short ones. */
const MAX_CHARACTERS = 400_000;

const historySchema = z.array(z.string().max(MAX_STATEMENT_LENGTH)).catch([]);

export async function statementHistory(database: Database): Promise<readonly string[]> {
  const [row] = await database.rows(`SELECT value FROM workspace_meta WHERE key = '${KEY}'`);
  return row === undefined ? [] : historySchema.parse(parsed(String(row['value'])));
}

/** Puts a statement first. A workspace that cannot be written to keeps none. */
export async function rememberStatement(database: Database, sql: string): Promise<readonly string[]> {
  const statement = sql.trim();
  const others = (await statementHistory(database)).filter((known) => known !== statement);
  return store(database, statement === '' ? others : [statement, ...others]);
}

/** @param sql left out: all */
export async function forgetStatements(database: Database, sql?: string): Promise<readonly string[]> {
  const others = sql === undefined ? [] : (await statementHistory(database)).filter((known) => known !== sql);
  return store(database, others);
}

async function store(database: Database, statements: readonly string[]): Promise<readonly string[]> {
  if (database.readOnly) return statementHistory(database);
  let characters = 0;
  const kept = statements.slice(0, MAX_HISTORY).filter((statement) => {
    characters += statement.length;
    return characters <= MAX_CHARACTERS;
  });
  await database.execute(`INSERT OR REPLACE INTO workspace_meta VALUES ('${KEY}', ?)`, [
    JSON.stringify(kept),
  ]);
  return kept;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return [];
  }
}
