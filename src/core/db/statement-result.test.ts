import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { numberAt, textAt } from '#shared/contract/columns.ts';
import type { AppError } from '#shared/contract/errors.ts';
import type { StatementResult } from '#shared/model/sql.ts';
import { useTemporaryFolder } from '../io/testing/temporary-folder.ts';
import { Database } from './database.ts';
import { openDatabase, testSettings } from './testing/test-database.ts';

const folder = useTemporaryFolder();
const bounds = { maxRows: 10_000, maxBytes: 16_000_000, maxCellCharacters: 1000 };

function rows({ columns, rowCount }: StatementResult): (string | number | null)[][] {
  return Array.from({ length: rowCount }, (_, row) =>
    columns.map(({ column }) => (column.kind === 'text' ? textAt(column, row) : numberAt(column, row))),
  );
}

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  return promise.then(
    () => Promise.reject(new Error('It did not fail.')),
    (error: unknown) => error as AppError,
  );
}

describe('the answer of a statement', () => {
  it.each<[what: string, sql: string, type: string, value: string | number | null]>([
    ['BOOLEAN', 'true', 'BOOLEAN', 1],
    ['INTEGER', '-7', 'INTEGER', -7],
    ['BIGINT within 2^53', '9007199254740991', 'BIGINT', 9007199254740991],
    ['BIGINT beyond 2^53', '9007199254740993', 'BIGINT', '9007199254740993'],
    ['BIGINT below -2^53', '-9007199254740993', 'BIGINT', '-9007199254740993'],
    ['UBIGINT', '18446744073709551615::UBIGINT', 'UBIGINT', '18446744073709551615'],
    ['a small UBIGINT', '3::UBIGINT', 'UBIGINT', 3],
    [
      'HUGEINT',
      '170141183460469231731687303715884105727::HUGEINT',
      'HUGEINT',
      '170141183460469231731687303715884105727',
    ],
    ['a small HUGEINT', 'sum(5)', 'HUGEINT', 5],
    [
      'UHUGEINT',
      '340282366920938463463374607431768211455::UHUGEINT',
      'UHUGEINT',
      '340282366920938463463374607431768211455',
    ],
    ['DECIMAL', '12345678901234567.890::DECIMAL(38,3)', 'DECIMAL(38,3)', '12345678901234567.890'],
    ['DOUBLE', '0.1::DOUBLE', 'DOUBLE', 0.1],
    ['FLOAT', '0.1::FLOAT', 'FLOAT', '0.1'],
    ['DOUBLE without a number', `'nan'::DOUBLE`, 'DOUBLE', NaN],
    ['VARCHAR', `'ä "x"'`, 'VARCHAR', 'ä "x"'],
    ['TIMESTAMP', `TIMESTAMP '2026-01-02 03:04:05.000006'`, 'TIMESTAMP', '2026-01-02 03:04:05.000006'],
    ['DATE', `DATE '2026-01-02'`, 'DATE', '2026-01-02'],
    ['INTERVAL', `INTERVAL '3 days 02:00:01.5'`, 'INTERVAL', '3 days 02:00:01.5'],
    ['LIST', '[1, NULL, 3]', 'INTEGER[]', '[1, NULL, 3]'],
    ['STRUCT', `{'a': 1, 'b': 'x'}`, 'STRUCT("a" INTEGER, "b" VARCHAR)', `{'a': 1, 'b': x}`],
    ['MAP', `MAP {'k': 2}`, 'MAP(VARCHAR, INTEGER)', '{k=2}'],
    ['BLOB', `'\\xAA\\x00a'::BLOB`, 'BLOB', '\\xAA\\x00a'],
    ['UUID', `'72bcb8d7-e200-4cf8-827d-bf401ea08d62'::UUID`, 'UUID', '72bcb8d7-e200-4cf8-827d-bf401ea08d62'],
    ['NULL', 'NULL::BIGINT', 'BIGINT', null],
    ['a NULL text', 'NULL::VARCHAR', 'VARCHAR', null],
  ])('has %s exactly', async (_what, sql, type, value) => {
    const database = await openDatabase(folder.path);
    const result = await database.runReadOnly(`SELECT ${sql} AS x`, bounds);
    expect(rows(result)).toEqual([[value]]);
    expect(result.columns.map((column) => column.type.replaceAll('"', ''))).toEqual([
      type.replaceAll('"', ''),
    ]);
  });

  it('has columns in the order and with the names of the statement', async () => {
    const database = await openDatabase(folder.path);
    const { columns } = await database.runReadOnly(`SELECT 1 AS "2", 2 AS "1", 3 AS a, 4 AS a`, bounds);
    expect(columns.map(({ name }) => name)).toEqual(['2', '1', 'a', 'a']);
  });

  it('keeps the order of the rows over its pages', async () => {
    const database = await openDatabase(folder.path);
    const sql = `SELECT 30000 - range AS i, 'text ' || range AS t FROM range(30000) ORDER BY i`;
    const result = await database.runReadOnly(sql, { ...bounds, maxRows: 100_000 });
    expect(rows(result)).toEqual(
      Array.from({ length: 30_000 }, (_, index) => [index + 1, `text ${29_999 - index}`]),
    );
    expect(result.more).toBeNull();
  });

  it.each([
    [10_000, 10_000, null],
    [10_001, 10_000, 'rows'],
    [0, 0, null],
  ])('of %i rows has %i, and says whether there are more', async (given, shown, more) => {
    const database = await openDatabase(folder.path);
    const result = await database.runReadOnly(`SELECT range AS i FROM range(${given})`, bounds);
    expect([result.rowCount, result.more]).toEqual([shown, more]);
    expect(result.columns).toHaveLength(1);
  });

  it('does not compute what nobody will see', async () => {
    const database = await openDatabase(folder.path);
    for (const end of ['', ';', '; -- all of them', ' /* all */ ;'])
      expect((await database.runReadOnly(`FROM range(100000000000)${end}`, bounds)).more).toBe('rows');
  });

  it('ends where it would be too large, in rows and in texts', async () => {
    const database = await openDatabase(folder.path);
    const large = await database.runReadOnly(
      `SELECT range AS i, repeat('x', 900) || range AS t FROM range(9000)`,
      {
        ...bounds,
        maxBytes: 1_000_000,
      },
    );
    expect(large.more).toBe('bytes');
    expect(large.rowCount).toBeGreaterThan(500);
    expect(large.rowCount).toBeLessThan(1300);
    const long = await database.runReadOnly(`SELECT repeat('x', 3000000) AS t FROM range(3)`, bounds);
    expect(long.columns[0]).toMatchObject({ cut: true });
    expect(rows(long)).toEqual(Array.from({ length: 3 }, () => [`${'x'.repeat(999)}…`]));
    const fits = await database.runReadOnly(`SELECT repeat('x', 1000) AS t`, bounds);
    expect(fits.columns[0]).toMatchObject({ cut: false });
  });

  it('keeps within the memory of the database, whatever it asks for', async () => {
    const database = await Database.open(join(folder.path, 'small.loadstone'), {
      ...testSettings(folder.path),
      memoryLimitBytes: 100e6,
    });
    try {
      const failure = await failureOf(
        database.runReadOnly('SELECT list(i || md5(i::VARCHAR)) FROM range(20000000) t(i)', bounds),
      );
      expect(failure).toMatchObject({
        code: 'query-failed',
        message: expect.stringContaining('memory') as string,
      });
      const before = process.memoryUsage().rss;
      const wide = await database.runReadOnly(
        `SELECT repeat(md5(i::VARCHAR), 31) AS t FROM range(300000) t(i)`,
        {
          ...bounds,
          maxRows: 300_000,
          maxBytes: 2_000_000,
        },
      );
      expect(wide.more).toBe('bytes');
      // The rows take 300 MB.
      expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
    } finally {
      await database.close();
    }
  });

  it('is none where an error comes late', async () => {
    const database = await openDatabase(folder.path);
    const late = `SELECT CASE WHEN i = 2999 THEN error('late')::INTEGER ELSE i END AS i FROM range(3000) t(i)`;
    expect((await failureOf(database.runReadOnly(late, bounds))).message).toContain('late');
  });

  it('leaves nothing behind', async () => {
    const database = await openDatabase(folder.path);
    await database.runReadOnly('SELECT 1', bounds);
    await database.runReadOnly('SELECT * FROM enable_logging()', bounds);
    const left = await database.rows(
      `SELECT (SELECT count(*) FROM duckdb_tables()) AS tables, current_setting('enable_logging')::INTEGER AS logs`,
    );
    expect(left).toEqual([{ tables: 0, logs: 0 }]);
    expect((await failureOf(database.rows('SELEC 1'))).message).toContain('syntax error');
  });

  it('can be had of what cannot stand in brackets', async () => {
    const database = await openDatabase(folder.path);
    await database.execute('CREATE TABLE t (i INTEGER)');
    for (const sql of [
      'EXPLAIN SELECT * FROM t',
      `PRAGMA table_info('t')`,
      'DESCRIBE t',
      '/* what */ SHOW TABLES',
    ])
      expect((await database.runReadOnly(sql, bounds)).rowCount).toBe(1);
  });

  it('comes to nothing within 200 ms of a cancel', async () => {
    const database = await openDatabase(folder.path);
    const abort = new AbortController();
    const endless = `SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b`;
    const query = failureOf(database.runReadOnly(endless, bounds, abort.signal));
    await new Promise((done) => setTimeout(done, 50));
    const begun = performance.now();
    abort.abort();
    expect((await query).code).toBe('cancelled');
    expect(performance.now() - begun).toBeLessThan(200);
  });
});

describe('a failure of a statement', () => {
  it.each<[what: string, sql: string, line: number, at: string, hint: RegExp]>([
    ['a word that is none', 'SELECT 1,\n  2 FORM runs', 2, 'runs', /marked/u],
    ['a column that is not there', `SELECT 'é',\n  cuont FROM t`, 2, 'cuont', /count/u],
    ['a table that is not there', 'SELECT *\nFROM tt', 2, 'tt', /Did you mean "t"/u],
    ['a value of another type', `SELECT 1,\n\n 'a'::INT FROM t`, 3, '::INT', /try_cast/u],
    ['a value that is read late', `SELECT n,\n n::INT FROM t`, 2, '::INT', /try_cast/u],
    ['a file', `SELECT *\n FROM read_csv('/etc/passwd')`, 2, 'read_csv', /Open the file/u],
  ])('says where %s is, and what to do', async (_what, sql, line, at, hint) => {
    const database = await openDatabase(folder.path);
    await database.execute(`CREATE TABLE t AS SELECT 1 AS count, 'x' AS n`);
    const failure = await failureOf(database.runReadOnly(sql, bounds));
    expect(failure.code).toBe('query-failed');
    expect(failure.message).not.toContain('\n');
    expect(failure.hint).toMatch(hint);
    expect(failure.place?.line).toBe(line);
    expect(Buffer.from(sql).subarray(failure.place?.byte).toString().startsWith(at)).toBe(true);
    await mkdir(join(folder.path, 'temp'), { recursive: true });
    const saving = await failureOf(database.saveReadOnly(sql, join(folder.path, 'temp/x.csv'), 'csv'));
    expect(saving.message).toBe(failure.message);
    if (failure.hint?.includes('try_cast') !== true) expect(saving.place).toEqual(failure.place);
  });

  it('can be that it is not one statement that reads, or has parameters', async () => {
    const database = await openDatabase(folder.path);
    await database.execute('CREATE TABLE t (i INTEGER)');
    for (const sql of [
      'SELECT ?',
      'DROP TABLE t',
      'SELECT 1; SELECT 2',
      '',
      'SET threads = 1',
      'INSERT INTO t VALUES (1)',
    ])
      expect(await failureOf(database.runReadOnly(sql, bounds))).toMatchObject({ code: 'bad-request' });
  });
});

describe('a result that is saved', () => {
  const saved = async (format: 'csv' | 'json' | 'parquet'): Promise<{ rows: number; read: unknown }> => {
    const database = await openDatabase(folder.path, `${format}.loadstone`);
    const path = join(folder.path, 'temp', `saved.${format}`);
    await mkdir(join(folder.path, 'temp'), { recursive: true });
    const rows = await database.saveReadOnly(
      `SELECT range AS i, 9007199254740993 + range AS big, 'a,"b"' AS t FROM range(5000) ORDER BY i DESC; -- end`,
      path,
      format,
    );
    const [read] = await database.rows(
      `SELECT count(*) AS rows, sum(i)::BIGINT AS total, max(big)::VARCHAR AS big, any_value(t) AS t, first(i) AS first FROM '${path}'`,
    );
    return { rows, read };
  };

  it.each(['csv', 'json', 'parquet'] as const)('as %s has every row, in order', async (format) => {
    expect(await saved(format)).toEqual({
      rows: 5000,
      read: { rows: 5000, total: 12_497_500, big: '9007199254745992', t: 'a,"b"', first: 4999 },
    });
  });

  it('goes to no other folder', async () => {
    const database = await openDatabase(folder.path);
    const path = join(folder.path, 'elsewhere.csv');
    expect((await failureOf(database.saveReadOnly('SELECT 1', path, 'csv'))).code).toBe('query-failed');
    expect(existsSync(path)).toBe(false);
  });
});
