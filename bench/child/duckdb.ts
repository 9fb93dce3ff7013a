import { DuckDBInstance } from '@duckdb/node-api';

/** Plain DuckDB with its own settings: runs statements, and answers a question for the check. */
export async function run(input: {
  readonly database: string;
  readonly statements: readonly string[];
  /** One row of numbers. */
  readonly question?: string;
}): Promise<{ row: number[] | null }> {
  const instance = await DuckDBInstance.create(input.database);
  const connection = await instance.connect();
  for (const statement of input.statements) await connection.run(statement);
  let row: number[] | null = null;
  if (input.question !== undefined) {
    const [values] = (await connection.runAndReadAll(input.question)).getRows();
    row = (values ?? []).map(Number);
  }
  connection.closeSync();
  instance.closeSync();
  return { row };
}
