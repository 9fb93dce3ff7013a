import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DuckDBConnection } from '@duckdb/node-api';
import { textAt, textColumn } from '#shared/contract/columns.ts';
import type { BatchColumn, ColumnType } from '../import/batch.ts';
import { ColumnNarrower, type StoredBatch, type StoredColumn } from '../import/stored-batch.ts';
import { useTemporaryFolder } from '../io/testing/temporary-folder.ts';
import { Database } from './database.ts';
import { migrate } from './schema.ts';
import { SourceWriter } from './source-writer.ts';
import { openDatabase } from './testing/test-database.ts';
import { fuzzRuns } from '../import/testing/fuzz-runs.ts';

fc.configureGlobal({ seed: 20_241_121 });

const folder = useTemporaryFolder();
let database: Database;

beforeEach(async () => {
  database = await openDatabase(folder.path);
  await migrate(database);
});

type Value = number | null;

/** Arrays as importers fill them, with as many rows of room as `capacity`. */
function column(type: ColumnType, values: readonly Value[], capacity = values.length): StoredColumn {
  const arrays = {
    i32: () => new Int32Array(capacity),
    i64: () => new Int32Array(2 * capacity),
    timestamp: () => new Int32Array(2 * capacity),
    f64: () => new Float64Array(capacity),
    bool: () => new Uint8Array(capacity),
  };
  const array: BatchColumn['values'] = arrays[type]();
  let valid: Uint8Array<ArrayBuffer> | null = null;
  values.forEach((value, row) => {
    if (value === null) {
      valid ??= new Uint8Array(Math.ceil(capacity / 64) * 8).fill(0xff);
      valid[row >> 3] = valid[row >> 3]! & ~(1 << (row & 7));
    } else if (type === 'i64' || type === 'timestamp') {
      const high = Math.floor(value / 2 ** 32);
      array[2 * row] = value - high * 2 ** 32;
      array[2 * row + 1] = high;
    } else {
      array[row] = value;
    }
  });
  return { type, values: array, valid };
}

function batch(
  columns: Record<string, StoredColumn>,
  rows: number,
  table: StoredBatch['table'] = 'samples',
): StoredBatch {
  return { table, rows, columns };
}

/** Writes in one transaction, as an import does. */
async function writing(
  use: (writer: SourceWriter, connection: DuckDBConnection) => Promise<void>,
): Promise<void> {
  const connection = await database.connect();
  try {
    await connection.run('BEGIN');
    const writer = new SourceWriter(connection, 5);
    await use(writer, connection);
    await writer.finish();
    await connection.run('COMMIT');
  } finally {
    connection.closeSync();
  }
}

async function stored(name: string, table = 'samples_5'): Promise<Value[]> {
  const rows = await database.rows(`SELECT "${name}" AS v FROM ${table} ORDER BY rowid`);
  return rows.map((row) => row['v'] as Value);
}

async function typesOf(table = 'samples_5'): Promise<Record<string, unknown>> {
  const rows = await database.rows(`DESCRIBE ${table}`);
  return Object.fromEntries(rows.map((row) => [String(row['column_name']), row['column_type']]));
}

function range(rows: number, value: (row: number) => Value): Value[] {
  return Array.from({ length: rows }, (_, row) => value(row));
}

describe('rows', () => {
  it('of every type come back as they were', async () => {
    const wide = range(3000, (i) => (i - 1500) * 6_004_799_503_160);
    const columns = {
      i32: range(3000, (i) => Math.imul(i, 1_431_655)),
      i64: wide,
      f64: range(3000, (i) => i / 7 - 200),
      bool: range(3000, (i) => i % 2),
      timestamp: wide,
    };
    await writing(async (writer) => {
      const entries = Object.entries(columns).map(([type, values]) => [
        type,
        column(type as ColumnType, values),
      ]);
      await writer.appendRows(batch(Object.fromEntries(entries) as Record<string, StoredColumn>, 3000));
    });
    for (const [name, values] of Object.entries(columns)) expect(await stored(name)).toEqual(values);
    expect(await typesOf()).toEqual({
      i32: 'INTEGER',
      i64: 'BIGINT',
      f64: 'DOUBLE',
      bool: 'BOOLEAN',
      timestamp: 'TIMESTAMP',
    });
  });

  it.each([1, 7, 8, 63, 64, 65, 2047, 2048, 2049, 4096, 6143, 65_536])(
    'keep their missing values, %i to a batch',
    async (rows) => {
      const patterns: ((i: number) => boolean)[] = [
        (i) => i % 3 === 0,
        (i) => i === rows - 1,
        (i) => i === 0,
        (i) => i >= 2046 && i <= 2049,
        () => true,
        (i) => i % 2048 === 2047,
      ];
      const columns = patterns.map((missing) => range(rows, (i) => (missing(i) ? null : i)));
      await writing(async (writer) => {
        const entries = columns.map((values, index) => [
          `c${index}`,
          column(index % 2 === 0 ? 'i32' : 'f64', values, Math.max(rows, 65_536)),
        ]);
        const written = batch(Object.fromEntries(entries) as Record<string, StoredColumn>, rows);
        await writer.appendRows(written);
        await writer.appendRows(written);
      });
      for (const [index, values] of columns.entries()) {
        expect(await stored(`c${index}`)).toEqual([...values, ...values]);
      }
    },
  );

  it('take a mask that is no longer than its rows', async () => {
    const values = range(2100, (i) => (i % 5 === 0 ? null : i));
    const { valid, ...rest } = column('i32', values);
    // At the end of its memory, so that reading beyond it cannot go unseen.
    const tight = new Uint8Array(new ArrayBuffer(Math.ceil(2100 / 8)));
    tight.set(valid!.subarray(0, tight.length));
    await writing((writer) => writer.appendRows(batch({ a: { ...rest, valid: tight } }, 2100)));
    expect(await stored('a')).toEqual(values);
  });

  it('may be fewer than their arrays hold', async () => {
    await writing(async (writer) => {
      const values = range(5000, (i) => i);
      await writer.appendRows(batch({ a: column('i32', values), b: column('i64', values) }, 2500));
    });
    expect(await stored('a')).toEqual(range(2500, (i) => i));
    expect(await stored('b')).toEqual(range(2500, (i) => i));
  });

  it('lack the columns that their batch lacks', async () => {
    await writing(async (writer) => {
      await writer.appendRows(batch({ a: column('i32', [1, 2]), b: column('f64', [0.5, 1.5]) }, 2));
      await writer.appendRows(batch({ b: column('f64', [2.5]) }, 1));
      await writer.appendRows(batch({ c: column('bool', [1]), a: column('i32', [3]) }, 1));
      await writer.appendRows(batch({ d: column('timestamp', [5e15]) }, 1));
      expect(writer.sampleColumns).toEqual(['a', 'b', 'c', 'd']);
    });
    expect(await stored('a')).toEqual([1, 2, null, 3, null]);
    expect(await stored('b')).toEqual([0.5, 1.5, 2.5, null, null]);
    expect(await stored('c')).toEqual([null, null, null, 1, null]);
    expect(await stored('d')).toEqual([null, null, null, null, 5e15]);
  });

  it('grow wider when a batch does, and stay so', async () => {
    await writing(async (writer) => {
      await writer.appendRows(
        batch({ ms: column('i32', [1, null, -7]), size: column('i32', [1, -1, null]) }, 3),
      );
      await writer.appendRows(
        batch({ ms: column('f64', [0.25, null]), size: column('i64', [2 ** 40, -(2 ** 40)]) }, 2),
      );
      await writer.appendRows(
        batch({ ms: column('i32', [2 ** 31 - 1, -(2 ** 31)]), size: column('i32', [-5, null]) }, 2),
      );
    });
    expect(await stored('ms')).toEqual([1, null, -7, 0.25, null, 2 ** 31 - 1, -(2 ** 31)]);
    expect(await stored('size')).toEqual([1, -1, null, 2 ** 40, -(2 ** 40), -5, null]);
    expect(await typesOf()).toEqual({ ms: 'DOUBLE', size: 'BIGINT' });
  });

  it('of many batches survive a change of their table in the middle', async () => {
    const first = range(65_536, (i) => i);
    await writing(async (writer) => {
      for (let i = 0; i < 3; i++) await writer.appendRows(batch({ a: column('i32', first) }, 65_536));
      await writer.appendRows(batch({ a: column('f64', [0.5]), late: column('i32', [9]) }, 1));
      await writer.appendRows(batch({ a: column('i32', first), late: column('i32', first) }, 65_536));
    });
    const [sums] = await database.rows(
      'SELECT count(*) AS n, sum(a) AS a, sum(late) AS late, count(late) AS lates FROM samples_5',
    );
    const sum = (65_535 * 65_536) / 2;
    expect(sums).toEqual({ n: 4 * 65_536 + 1, a: 4 * sum + 0.5, late: sum + 9, lates: 65_537 });
  });

  it('stay in their order, and in one table, however often their columns change', async () => {
    const first = range(65_536, (i) => i);
    let next = 0;
    const numbered = (rows: number): StoredColumn =>
      column(
        'i32',
        range(rows, () => next++),
      );
    await writing(async (writer) => {
      for (const late of ['b', 'c', 'd']) {
        for (let i = 0; i < 3; i++) await writer.appendRows(batch({ n: numbered(65_536) }, 65_536));
        await writer.appendRows(batch({ n: numbered(65_536), [late]: column('i32', first) }, 65_536));
      }
    });
    const [order] = await database.rows(
      `SELECT count(*) AS n, count(*) FILTER (n <> rowid) AS wrong, count(b) AS b, count(c) AS c, count(d) AS d FROM samples_5`,
    );
    expect(order).toEqual({ n: 12 * 65_536, wrong: 0, b: 65_536, c: 65_536, d: 65_536 });
    const tables = await database.rows(
      `SELECT table_name AS t FROM duckdb_tables() WHERE table_name LIKE 'samples%'`,
    );
    expect(tables).toEqual([{ t: 'samples_5' }]);
  });

  it('of samples and points go to tables of their own', async () => {
    await writing(async (writer) => {
      expect(writer.hasPoints).toBe(false);
      expect(writer.sampleColumns).toEqual([]);
      await writer.appendRows(batch({ value: column('f64', [1.5]) }, 1, 'points'));
      expect(writer.hasPoints).toBe(true);
      expect(writer.sampleColumns).toEqual([]);
      await writer.appendRows(batch({ elapsed_ms: column('i32', [2]) }, 1));
    });
    expect(await stored('value', 'points_5')).toEqual([1.5]);
    expect(await stored('elapsed_ms')).toEqual([2]);
  });

  it('are gone when the transaction is', async () => {
    const connection = await database.connect();
    await connection.run('BEGIN');
    const writer = new SourceWriter(connection, 5);
    await writer.appendRows(batch({ a: column('i32', [1]) }, 1));
    await writer.appendOutcomes([{ id: 1, codeId: 1, messageId: -1, failureId: -1 }]);
    writer.close();
    await connection.run('ROLLBACK');
    connection.closeSync();
    expect(await database.rows(`SELECT * FROM duckdb_tables() WHERE table_name LIKE 'samples%'`)).toEqual([]);
    expect(await database.rows('SELECT * FROM outcomes')).toEqual([]);
  });

  it('come back equal, whatever comes', async () => {
    const kinds = { whole: 'i32', time: 'f64', bytes: 'i64', ok: 'bool', at: 'timestamp' } as const;
    const whole = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    const wide = fc.maxSafeInteger();
    const cells = {
      whole,
      time: fc.oneof({ weight: 9, arbitrary: whole }, fc.double()).map((value) => (value === 0 ? 0 : value)),
      bytes: fc.oneof({ weight: 9, arbitrary: whole }, wide),
      ok: fc.nat(1),
      at: wide,
    };
    type Name = keyof typeof kinds;
    const names = Object.keys(kinds) as Name[];
    const sizes = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(64, 65, 2048, 2050));
    /** Rows of one batch; a column that is not in it is missing. Its cells repeat, so that large batches stay cheap. */
    const piece = fc.tuple(
      sizes,
      fc.subarray(names, { minLength: 1 }),
      fc.record(
        Object.fromEntries(
          names.map((name) => [
            name,
            fc.array(fc.option(cells[name], { freq: 4 }), { minLength: 1, maxLength: 30 }),
          ]),
        ) as Record<Name, fc.Arbitrary<Value[]>>,
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 5 }), async (pieces) => {
        const narrower = new ColumnNarrower();
        const expected = Object.fromEntries(names.map((name): [Name, Value[]] => [name, []])) as Record<
          Name,
          Value[]
        >;
        await writing(async (writer) => {
          for (const [rows, present, values] of pieces) {
            const columns: Record<string, StoredColumn> = {};
            for (const name of names) {
              const own = values[name];
              const cell = range(rows, (row) => (present.includes(name) ? own[row % own.length]! : null));
              expected[name].push(...cell);
              if (present.includes(name)) {
                columns[name] = narrower.narrow(name, kinds[name], column(kinds[name], cell), rows);
              }
            }
            await writer.appendRows(batch(columns, rows));
          }
        });
        const have = Object.keys(await typesOf());
        for (const name of names) {
          if (have.includes(name)) expect(await stored(name)).toEqual(expected[name]);
          else expect(expected[name].every((value) => value === null)).toBe(true);
        }
        await database.execute('DROP TABLE samples_5');
      }),
      { numRuns: fuzzRuns(20) },
    );
  });
});

/** Texts as dictionaries hand them over. */
function texts(firstId: number, values: readonly string[]) {
  const encoded = values.map((value) => new TextEncoder().encode(value));
  const offsets = new Uint32Array(values.length + 1);
  encoded.forEach((bytes, i) => {
    offsets[i + 1] = offsets[i]! + bytes.length;
  });
  const bytes = new Uint8Array(offsets.at(-1)!);
  encoded.forEach((part, i) => bytes.set(part, offsets[i]));
  return { ids: Int32Array.from(values, (_, i) => firstId + i), bytes, offsets };
}

async function storedTexts(): Promise<(string | null)[]> {
  const table = await database.query('SELECT value, id FROM texts WHERE source_id = 5 ORDER BY id');
  const values = textColumn(table, 'value');
  return Array.from({ length: table.rowCount }, (_, row) => textAt(values, row));
}

describe('texts', () => {
  it('of all kinds come back as they were', async () => {
    const values = [
      '',
      'a',
      'exactly 12 b',
      'more than twelve bytes',
      'ä€🚀 שלום',
      'a\0b',
      'line\r\nbreak',
      "it's",
      'x'.repeat(1 << 20),
      '🚀'.repeat(100_000),
      '',
    ];
    await writing((writer) => writer.appendTexts(texts(1, values)));
    expect(await storedTexts()).toEqual(values);
  });

  it('may be many, in pieces of any size', async () => {
    const sizes = [1, 2047, 2048, 2049, 10_000];
    const values: string[] = [];
    await writing(async (writer) => {
      for (const size of sizes) {
        const piece = Array.from({ length: size }, (_, i) => `text ${values.length + i}`);
        await writer.appendTexts(texts(values.length, piece));
        values.push(...piece);
      }
      await writer.appendTexts(texts(values.length, []));
    });
    expect(await storedTexts()).toEqual(values);
  });

  it('may be a part of larger arrays', async () => {
    const all = texts(0, ['zero', 'one', 'two', 'three']);
    await writing((writer) =>
      writer.appendTexts({
        ids: all.ids.subarray(1, 3),
        bytes: all.bytes,
        offsets: all.offsets.subarray(1, 4),
      }),
    );
    expect(await database.rows('SELECT id, value FROM texts ORDER BY id')).toEqual([
      { id: 1, value: 'one' },
      { id: 2, value: 'two' },
    ]);
  });
});

describe('small rows', () => {
  it('of outcomes have no part where there is none', async () => {
    await writing(async (writer) => {
      await writer.appendOutcomes([
        { id: 1, codeId: 3, messageId: -1, failureId: 0 },
        { id: 2, codeId: -1, messageId: -1, failureId: -1 },
      ]);
      await writer.appendOutcomes([]);
      await writer.appendOutcomes([{ id: 3, codeId: 1, messageId: 2, failureId: 3 }]);
    });
    expect(await database.rows('SELECT * FROM outcomes ORDER BY id')).toEqual([
      { source_id: 5, id: 1, code_id: 3, message_id: null, failure_id: 0 },
      { source_id: 5, id: 2, code_id: null, message_id: null, failure_id: null },
      { source_id: 5, id: 3, code_id: 1, message_id: 2, failure_id: 3 },
    ]);
  });

  it('of tag sets have one for every tag', async () => {
    await writing((writer) =>
      writer.appendTagSets([
        {
          id: 1,
          tags: [
            ['url', 'http://ä/'],
            ['empty', ''],
          ],
        },
        { id: 2, tags: [] },
        { id: 3, tags: [['zero', 'a\0b']] },
      ]),
    );
    expect(await database.rows('SELECT tag_set_id, key, value FROM tags ORDER BY ALL')).toEqual([
      { tag_set_id: 1, key: 'empty', value: '' },
      { tag_set_id: 1, key: 'url', value: 'http://ä/' },
      { tag_set_id: 3, key: 'zero', value: 'a\0b' },
    ]);
  });

  it('of any table keep zeros, long numbers and what is missing', async () => {
    await writing(async (writer) => {
      await writer.appendValues('rejects', [
        [5, 0, 1, 2 ** 53 - 1, 'cut', 'a\0\0b\uD800'],
        [5, 1, 3_000_000_000, 0, '', ''],
      ]);
      await writer.appendValues('transactions', [[1, 1, 'ä', null, 'ä', 'request', null]]);
      await writer.appendValues('metrics', []);
    });
    expect(await database.rows('SELECT line, byte, reason, raw FROM rejects ORDER BY position')).toEqual([
      { line: 1, byte: 2 ** 53 - 1, reason: 'cut', raw: 'a\0\0b\uFFFD' },
      { line: 3_000_000_000, byte: 0, reason: '', raw: '' },
    ]);
    expect(await database.rows('SELECT name, method FROM transactions')).toEqual([
      { name: 'ä', method: null },
    ]);
  });
});
