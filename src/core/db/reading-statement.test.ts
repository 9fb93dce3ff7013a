import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { numberAt, numberColumn, textAt, textColumn, type ColumnTable } from '#shared/contract/columns.ts';
import { AppError } from '#shared/contract/errors.ts';
import { Database } from './database.ts';
import { testSettings } from './testing/test-database.ts';

let folder = '';
let database: Database;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadstone-test-'));
  await mkdir(join(folder, 'temp'));
  database = await Database.open(join(folder, 'guarded.loadstone'), testSettings(folder));
  await database.execute('CREATE TABLE t AS SELECT range AS i, range % 3 AS kind FROM range(10)');
  await database.execute('CREATE VIEW v AS SELECT * FROM t');
  await database.execute('CREATE SEQUENCE numbers');
  await database.execute('CHECKPOINT');
  await writeFile(join(folder, 'neighbour.csv'), 'secret\n1\n');
});

afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

async function contents(): Promise<unknown> {
  return [
    await database.rows('SELECT i, kind FROM t ORDER BY i'),
    await database.rows(
      `SELECT database_name, schema_name, table_name AS name FROM duckdb_tables()
        UNION ALL SELECT database_name, schema_name, view_name FROM duckdb_views() WHERE NOT internal
        UNION ALL SELECT database_name, schema_name, sequence_name FROM duckdb_sequences() ORDER BY ALL`,
    ),
    await database.rows(
      `SELECT name, value FROM duckdb_settings() WHERE name NOT LIKE '%logging%' ORDER BY name`,
    ),
    await database.rows('SELECT database_name FROM duckdb_databases() ORDER BY ALL'),
    (await readdir(folder)).sort(),
  ];
}

function firstColumn(table: ColumnTable): unknown[] {
  const [column] = Object.values(table.columns);
  return Array.from({ length: table.rowCount }, (_, row) =>
    column!.kind === 'text' ? textAt(column!, row) : numberAt(column!, row),
  );
}

describe('statements that a person types', () => {
  it.each([
    ['SELECT', 'SELECT i FROM t WHERE i < 3 ORDER BY i', [0, 1, 2]],
    ['a semicolon and blanks at the end', 'SELECT 7 ; \n ; ', [7]],
    ['a comment at the end', 'SELECT 7 -- seven', [7]],
    ['a comment behind the semicolon', 'SELECT 7; -- seven; still one statement', [7]],
    ['comments everywhere', '-- a\n/* b */ SELECT /* ; */ 7 -- c\n', [7]],
    ['WITH', 'WITH a AS (SELECT 7 AS x) SELECT x FROM a', [7]],
    ['FROM first', 'FROM t SELECT i ORDER BY i DESC', [9, 8, 7, 6, 5]],
    ['VALUES', 'VALUES (1), (2)', [1, 2]],
    ['a view', 'SELECT count(*) FROM v', [10]],
    ['UNION', 'SELECT 1 UNION ALL SELECT 2 ORDER BY 1', [1, 2]],
    ['a query in a query', `SELECT * FROM query('SELECT 7')`, [7]],
    ['a semicolon in a text', `SELECT ';SELECT 2'`, [';SELECT 2']],
    ['an order and more rows than wanted', 'SELECT i FROM t ORDER BY kind, i DESC', [9, 6, 3, 0, 7]],
    ['DESCRIBE', 'DESCRIBE t', ['i', 'kind']],
    ['SUMMARIZE', 'SUMMARIZE t', ['i', 'kind']],
    ['SHOW', 'SHOW TABLES', ['t', 'v']],
  ])('can be %s', async (_what, sql, expected) => {
    expect(firstColumn(await database.queryReadOnly(sql, 5))).toEqual(expected);
  });

  it.each(['EXPLAIN SELECT * FROM t', 'explain analyze select * from t', 'EXPLAIN (FORMAT JSON) FROM t'])(
    'can be %s',
    async (sql) => {
      const plan = await database.queryReadOnly(sql, 5);
      expect(textAt(textColumn(plan, 'explain_value'), 0)?.length).toBeGreaterThan(20);
    },
  );

  it('give at most as many rows as wanted, and stop there', async () => {
    const begun = performance.now();
    const table = await database.queryReadOnly('SELECT range AS i FROM range(100000000000)', 3000);
    expect(table.rowCount).toBe(3000);
    expect(numberAt(numberColumn(table, 'i'), 2999)).toBe(2999);
    expect(performance.now() - begun).toBeLessThan(2000);
  });

  it.each([
    ['nothing', ''],
    ['only a semicolon', ' ; '],
    ['only a comment', '-- SELECT 1'],
    ['two statements', 'SELECT 1; SELECT 2'],
    ['a second statement that writes', `SELECT 1; DROP TABLE t`],
    ['INSERT', 'INSERT INTO t VALUES (1, 1)'],
    ['UPDATE', 'UPDATE t SET i = 0'],
    ['DELETE', 'DELETE FROM t'],
    ['TRUNCATE', 'TRUNCATE t'],
    ['MERGE', 'MERGE INTO t USING v ON t.i = v.i WHEN MATCHED THEN DELETE'],
    ['CREATE TABLE', 'CREATE TABLE x (i INTEGER)'],
    ['CREATE TABLE AS', 'CREATE TABLE x AS SELECT 1'],
    ['CREATE TEMP TABLE', 'CREATE TEMP TABLE x (i INTEGER)'],
    ['CREATE VIEW', 'CREATE OR REPLACE VIEW v AS SELECT 1'],
    ['CREATE MACRO', 'CREATE MACRO f(a) AS a + 1'],
    ['CREATE SECRET', `CREATE SECRET s (TYPE s3)`],
    ['DROP', 'DROP TABLE t'],
    ['ALTER', 'ALTER TABLE t ADD COLUMN x INTEGER'],
    ['COMMENT', `COMMENT ON TABLE t IS 'x'`],
    ['COPY TO', `COPY t TO 'FOLDER/out.csv'`],
    ['COPY FROM', `COPY t FROM 'FOLDER/neighbour.csv'`],
    ['EXPORT', `EXPORT DATABASE 'FOLDER/out'`],
    ['IMPORT', `IMPORT DATABASE 'FOLDER/out'`],
    ['ATTACH', `ATTACH 'FOLDER/other.db'`],
    ['ATTACH in memory', `ATTACH ':memory:' AS m`],
    ['DETACH', 'DETACH guarded'],
    ['USE', 'USE guarded'],
    ['SET', 'SET threads = 1'],
    ['SET of a variable', 'SET VARIABLE x = 1'],
    ['RESET', 'RESET threads'],
    ['PRAGMA that sets', 'PRAGMA threads = 1'],
    ['PRAGMA that writes', 'PRAGMA force_checkpoint'],
    ['CHECKPOINT', 'CHECKPOINT'],
    ['VACUUM', 'VACUUM'],
    ['ANALYZE', 'ANALYZE'],
    ['INSTALL', 'INSTALL httpfs'],
    ['LOAD', 'LOAD json'],
    ['CALL', 'CALL force_checkpoint()'],
    ['BEGIN', 'BEGIN'],
    ['COMMIT', 'COMMIT'],
    ['PREPARE', 'PREPARE p AS SELECT 1'],
    ['EXECUTE', 'EXECUTE p'],
    ['EXPLAIN of COPY', `EXPLAIN COPY t TO 'FOLDER/out.csv'`],
    ['EXPLAIN ANALYZE of COPY', `EXPLAIN ANALYZE COPY t TO 'FOLDER/out.csv'`],
    ['EXPLAIN ANALYZE of COPY onto the workspace', `EXPLAIN ANALYZE COPY t TO 'FOLDER/guarded.loadstone'`],
    ['EXPLAIN with options of COPY', `EXPLAIN (ANALYZE) COPY t TO 'FOLDER/out.csv'`],
    ['EXPLAIN behind comments', `/* /* */ */ EXPLAIN /* SELECT */ ANALYZE COPY t TO 'FOLDER/out.csv'`],
    [
      'EXPLAIN with a comment that hides a SELECT',
      `EXPLAIN ANALYZE /* /* */ SELECT 1 -- */ COPY t TO 'FOLDER/out.csv'`,
    ],
    ['EXPLAIN ANALYZE of INSERT', 'EXPLAIN ANALYZE INSERT INTO t VALUES (1, 1)'],
    ['EXPLAIN ANALYZE of CREATE', 'EXPLAIN ANALYZE CREATE TABLE x AS SELECT 1'],
    ['a function that writes', `SELECT nextval('numbers')`],
    ['a statement in a text', `SELECT * FROM query('DROP TABLE t')`],
    ['a bracket too many', 'SELECT 1) LIMIT 1; DROP TABLE t; SELECT * FROM (SELECT 1'],
    ['a file of the system', `SELECT * FROM read_csv('/etc/passwd')`],
    ['a file of the system by its name', `SELECT * FROM '/etc/passwd'`],
    ['a file as text', `SELECT * FROM read_text('/etc/passwd')`],
    ['a file beside the workspace', `SELECT * FROM read_csv('FOLDER/neighbour.csv')`],
    ['the columns of a file', `SELECT * FROM sniff_csv('FOLDER/neighbour.csv')`],
    ['a list of files', `SELECT * FROM glob('FOLDER/*')`],
    ['a list of files of the system', `SELECT * FROM glob('/etc/*')`],
    ['the network', `SELECT * FROM read_csv('https://example.com/x.csv')`],
    ['the environment', `SELECT getenv('HOME')`],
    ['a value that nobody gave', 'SELECT ?'],
    ['nonsense', 'SELEKT 1'],
  ])('cannot be %s', async (_what, sql) => {
    const before = await contents();
    const failure = await database.queryReadOnly(sql.replaceAll('FOLDER', folder), 5).then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(AppError);
    expect(['bad-request', 'query-failed', 'read-only']).toContain((failure as AppError).code);
    expect(await contents()).toEqual(before);
    expect(existsSync(join(folder, 'out.csv'))).toBe(false);
  });

  it('leave no transaction behind', async () => {
    for (let i = 0; i < 20; i++) {
      await database.queryReadOnly('SELECT * FROM t', 2);
      await database.queryReadOnly('DROP TABLE t', 2).catch(() => undefined);
    }
    await database.execute('CREATE TABLE later (i INTEGER)');
    await database.execute('DROP TABLE later');
    await database.execute('FORCE CHECKPOINT');
  });
});
