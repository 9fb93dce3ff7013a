import type { Database } from '../../db/database.ts';

/** Everything in a database, as one line for each table and view: two databases with equal lists hold the same. */
export async function contentsOf(database: Database): Promise<string[]> {
  const lines: string[] = [];
  const tables = await database.rows(`SELECT table_name AS name FROM duckdb_tables() ORDER BY 1`);
  for (const { name } of tables) {
    const [row] = await database.rows(
      `SELECT count(*) AS n, coalesce(bit_xor(hash(t)), 0)::VARCHAR AS content FROM "${name}" t`,
    );
    lines.push(`table ${name}: ${row?.['n']} rows, ${row?.['content']}`);
  }
  const views = await database.rows(
    `SELECT view_name AS name FROM duckdb_views() WHERE NOT internal ORDER BY 1`,
  );
  for (const { name } of views) {
    const [row] = await database.rows(
      `SELECT count(*) AS n, coalesce(bit_xor(hash(t)), 0)::VARCHAR AS content FROM "${name}" t`,
    );
    lines.push(`view ${name}: ${row?.['n']} rows, ${row?.['content']}`);
  }
  return lines;
}
