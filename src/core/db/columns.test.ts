import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { numberAt, textAt, type Column } from '#shared/contract/columns.ts';
import { Database } from './database.ts';
import { testSettings } from './testing/test-database.ts';

let folder = '';
let database: Database;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadstone-test-'));
  database = await Database.open(join(folder, 'columns.loadstone'), testSettings(folder));
});

afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

/** More than two of DuckDB's chunks, and not a whole number of them. */
const ROWS = 5000;

function valuesOf(column: Column, rows: number): (string | number | null)[] {
  return Array.from({ length: rows }, (_, row) =>
    column.kind === 'text' ? textAt(column, row) : numberAt(column, row),
  );
}

const day = (i: number): string => new Date(Date.UTC(2024, 1, 28 + (i % 3))).toISOString().slice(0, 10);

describe('reading columns', () => {
  it.each<[type: string, sql: string, kind: Column['kind'], array: string, value: (i: number) => unknown]>([
    ['BOOLEAN', 'i % 2 = 0', 'number', 'Uint8Array', (i) => Number(i % 2 === 0)],
    ['TINYINT', '(i % 256 - 128)::TINYINT', 'number', 'Float64Array', (i) => (i % 256) - 128],
    ['UTINYINT', '(i % 256)::UTINYINT', 'number', 'Int32Array', (i) => i % 256],
    ['SMALLINT', '(i * 13 - 32768)::SMALLINT', 'number', 'Float64Array', (i) => i * 13 - 32768],
    ['USMALLINT', '(i * 13)::USMALLINT', 'number', 'Int32Array', (i) => i * 13],
    ['INTEGER', '(i * 858993 - 2147483648)::INTEGER', 'number', 'Int32Array', (i) => i * 858993 - 2 ** 31],
    ['UINTEGER', '(4294967295 - i)::UINTEGER', 'number', 'Uint32Array', (i) => 4294967295 - i],
    ['BIGINT', '(i - 2500) * 1801439850948', 'number', 'Float64Array', (i) => (i - 2500) * 1801439850948],
    ['UBIGINT', '(i * 1801439850948)::UBIGINT', 'number', 'Float64Array', (i) => i * 1801439850948],
    [
      'HUGEINT',
      `(i - 2500)::HUGEINT * 79228162514264337593543950336`,
      'number',
      'Float64Array',
      (i) => (i - 2500) * 2 ** 96,
    ],
    [
      'a sum of BIGINT',
      '(SELECT sum(x) FROM (VALUES (i), (-2 * i)) v(x))',
      'number',
      'Float64Array',
      (i) => 0 - i,
    ],
    ['FLOAT', '(i / 4 - 100)::FLOAT', 'number', 'Float64Array', (i) => i / 4 - 100],
    ['DOUBLE', 'i / 3.0::DOUBLE', 'number', 'Float64Array', (i) => i / 3],
    [
      'DECIMAL of 16 bits',
      '(i % 1000 / 10 - 50)::DECIMAL(4, 1)',
      'number',
      'Float64Array',
      (i) => ((i % 1000) - 500) / 10,
    ],
    ['DECIMAL of 64 bits', '(i / 8)::DECIMAL(18, 3)', 'number', 'Float64Array', (i) => i / 8],
    [
      'DECIMAL of 128 bits',
      '(-i / 8)::DECIMAL(38, 10)',
      'number',
      'Float64Array',
      (i) => (i === 0 ? 0 : -i / 8),
    ],
    [
      'TIMESTAMP',
      `make_timestamp((i - 2500) * 1000000000001)`,
      'number',
      'Float64Array',
      (i) => (i - 2500) * 1000000000001,
    ],
    [
      'TIMESTAMP WITH TIME ZONE',
      `make_timestamp(i * 1000001)::TIMESTAMPTZ`,
      'number',
      'Float64Array',
      (i) => i * 1000001,
    ],
    ['DATE', `(DATE '2024-02-28' + (i % 3)::INTEGER)::DATE`, 'text', 'Int32Array', day],
    ['VARCHAR', `'ä ' || i % 70`, 'text', 'Int32Array', (i) => `ä ${i % 70}`],
    ['VARCHAR, all different', `'row ' || i`, 'text', 'Int32Array', (i) => `row ${i}`],
    [
      'VARCHAR, empty and with a zero',
      `CASE WHEN i % 2 = 0 THEN '' ELSE 'a' || chr(0) || 'b' END`,
      'text',
      'Int32Array',
      (i) => (i % 2 === 0 ? '' : 'a\0b'),
    ],
    [
      'ENUM',
      `(CASE WHEN i % 2 = 0 THEN 'on' ELSE 'off' END)::ENUM ('on', 'off')`,
      'text',
      'Int32Array',
      (i) => (i % 2 === 0 ? 'on' : 'off'),
    ],
    ['LIST', '[i, NULL]', 'text', 'Int32Array', (i) => `[${i}, NULL]`],
    ['STRUCT', `{'a': i, 'b': 'x'}`, 'text', 'Int32Array', (i) => `{'a': ${i}, 'b': 'x'}`],
    ['UHUGEINT', 'i::UHUGEINT', 'text', 'Int32Array', (i) => String(i)],
    [
      'TIME',
      `make_time(0, (i % 60)::BIGINT, 0)`,
      'text',
      'Int32Array',
      (i) => `00:${String(i % 60).padStart(2, '0')}:00`,
    ],
    [
      'UUID',
      `'00000000-0000-0000-0000-000000000001'::UUID`,
      'text',
      'Int32Array',
      () => '00000000-0000-0000-0000-000000000001',
    ],
    ['a NULL without a type', 'NULL', 'number', 'Int32Array', () => null],
  ])('%s, with missing values in every chunk', async (_type, sql, kind, array, value) => {
    const table = await database.query(
      `SELECT CASE WHEN i % 7 = 3 THEN NULL ELSE ${sql} END AS gaps, ${sql} AS whole FROM range(${ROWS}) t(i) ORDER BY i`,
    );
    expect(table.rowCount).toBe(ROWS);
    const expected = Array.from({ length: ROWS }, (_, i) => value(i));
    const { gaps, whole } = table.columns as { gaps: Column; whole: Column };
    expect(whole.kind).toBe(kind);
    const values = whole.kind === 'text' ? whole.codes : whole.values;
    expect(values.constructor.name).toBe(array);
    expect(values).toHaveLength(ROWS);
    expect(valuesOf(whole, ROWS)).toEqual(expected);
    expect(valuesOf(gaps, ROWS)).toEqual(expected.map((wanted, i) => (i % 7 === 3 ? null : wanted)));
    if (whole.kind === 'text') expect(new Set(whole.dictionary).size).toBe(whole.dictionary.length);
    else if (sql !== 'NULL') expect(whole.nulls).toBeNull();
  });

  it('the ends of the range of each integer', async () => {
    const [row] = await database.rows(
      `SELECT -9007199254740991 AS low, 9007199254740991 AS high, -9223372036854775808 AS lowest,
        9223372036854775807 AS highest, '-170141183460469231731687303715884105728'::HUGEINT AS huge,
        -1::BIGINT AS minus, -1::HUGEINT AS huge_minus, 4294967296::BIGINT AS over, -4294967297::BIGINT AS under`,
    );
    expect(row).toEqual({
      low: Number.MIN_SAFE_INTEGER,
      high: Number.MAX_SAFE_INTEGER,
      lowest: -(2 ** 63),
      highest: 2 ** 63,
      huge: -(2 ** 127),
      minus: -1,
      huge_minus: -1,
      over: 2 ** 32,
      under: -(2 ** 32) - 1,
    });
  });

  it('numbers that are none', async () => {
    const [row] = await database.rows(
      `SELECT 'nan'::DOUBLE AS a, 'inf'::DOUBLE AS b, '-inf'::FLOAT AS c, -0.0::DOUBLE AS d`,
    );
    expect(row).toEqual({ a: NaN, b: Infinity, c: -Infinity, d: -0 });
  });

  it('a missing value only in a later chunk', async () => {
    const table = await database.query(
      `SELECT CASE WHEN i = 4999 THEN NULL ELSE i END AS v FROM range(${ROWS}) t(i) ORDER BY i`,
    );
    const column = table.columns['v']!;
    expect(valuesOf(column, ROWS).indexOf(null)).toBe(4999);
    expect(valuesOf(column, ROWS).filter((value) => value === null)).toHaveLength(1);
  });

  it('a missing value only in an early chunk, before the column has grown', async () => {
    const table = await database.query(
      `SELECT CASE WHEN i = 5 THEN NULL ELSE i END AS v FROM range(20000) t(i) ORDER BY i`,
    );
    const nulls = valuesOf(table.columns['v']!, 20_000).flatMap((value, row) =>
      value === null ? [row] : [],
    );
    expect(nulls).toEqual([5]);
  });

  it('no rows', async () => {
    const table = await database.query(`SELECT 1 AS n, 'x' AS t, 1.5::DECIMAL(4, 1) AS d WHERE false`);
    expect(table.rowCount).toBe(0);
    expect(table.columns['n']).toEqual({ kind: 'number', values: new Int32Array(0), nulls: null });
    expect(table.columns['t']).toEqual({ kind: 'text', dictionary: [], codes: new Int32Array(0) });
  });

  it('columns of one name, and of names that objects have', async () => {
    const table = await database.query(`SELECT 1 AS a, 2 AS a, 3 AS "__proto__", 4 AS "constructor"`);
    expect(Object.keys(table.columns)).toEqual(['a', 'a:1', '__proto__', 'constructor']);
    expect(Object.values(table.columns).map((column) => valuesOf(column, 1)[0])).toEqual([1, 2, 3, 4]);
  });
});
