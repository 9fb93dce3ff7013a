import { describe, expect, it } from 'vitest';
import { useTemporaryFolder } from '../io/testing/temporary-folder.ts';
import { ArrayReader, createArrayTable, writeArray, type StoredArray } from './array-store.ts';
import { inTransaction } from './changes.ts';
import { openDatabase } from './testing/test-database.ts';

const folder = useTemporaryFolder();
const NEVER = new AbortController().signal;

async function stored(arrays: Readonly<Record<string, StoredArray>>, signal = NEVER): Promise<ArrayReader> {
  const database = await openDatabase(folder.path);
  const connection = await database.connect();
  try {
    await connection.run('BEGIN');
    await createArrayTable(connection, 'arrays');
    for (const [part, array] of Object.entries(arrays))
      await writeArray(connection, 'arrays', part, array, signal);
    await connection.run('COMMIT');
  } finally {
    connection.closeSync();
  }
  return new ArrayReader(database, 'arrays');
}

const numbers = (length: number): Uint32Array<ArrayBuffer> =>
  Uint32Array.from({ length }, (_, k) => Math.imul(k, 0x9e37_79b1) >>> 0);

describe('arrays in a table', () => {
  it('come back as they were, of every type and length', async () => {
    const arrays = {
      bytes: Uint8Array.of(1, 2, 3),
      none: new Uint32Array(0),
      signed: Int32Array.of(-5, 100_000_000, -2_147_483_648),
      doubles: Float64Array.of(0.1, Number.MAX_SAFE_INTEGER, -Infinity),
      // More than one piece, of numbers that do not pack; and of those that do.
      noise: numbers(1_500_000),
      even: Uint32Array.from({ length: 1_500_000 }, (_, k) => k),
    };
    const reader = await stored(arrays);
    for (const [part, array] of Object.entries(arrays)) {
      const back = await reader.read(part);
      expect(back.constructor).toBe(array.constructor);
      expect(Buffer.compare(bytesOf(back), bytesOf(array)), part).toBe(0);
    }
    expect(await reader.sizes()).toEqual(
      new Map(Object.entries(arrays).map(([part, { length }]) => [part, length])),
    );
  });

  it('are read slice by slice, across pieces and beyond their end', async () => {
    const array = numbers(2_200_000);
    const reader = await stored({ array });
    const border = (4 << 20) / 4;
    for (const [from, to] of [
      [0, 3],
      [border - 2, border + 2],
      [border - 1, 2 * border + 1],
      [2_199_999, 3_000_000],
      [5_000_000, 5_000_010],
      [7, 7],
    ] as const)
      expect(
        Buffer.compare(bytesOf(await reader.slice('array', from, to)), bytesOf(array.slice(from, to))),
      ).toBe(0);
  });

  it('of a part of another array are stored without the rest', async () => {
    const reader = await stored({ part: numbers(100).subarray(10, 20) });
    expect(Array.from(await reader.read('part'))).toEqual(Array.from(numbers(100).subarray(10, 20)));
  });

  it('that are not there are told', async () => {
    const reader = await stored({});
    expect(await reader.length('missing')).toBeNull();
    await expect(reader.read('missing')).rejects.toMatchObject({ code: 'workspace-damaged' });
    await expect(reader.slice('missing', 0, 1)).rejects.toMatchObject({ code: 'workspace-damaged' });
  });

  it('are not written after a cancel', async () => {
    const abort = new AbortController();
    abort.abort();
    await expect(stored({ array: numbers(10) }, abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('go with their table', async () => {
    const database = await openDatabase(folder.path);
    const connection = await database.connect();
    await createArrayTable(connection, 'arrays');
    await writeArray(connection, 'arrays', 'a', numbers(10), NEVER);
    connection.closeSync();
    await inTransaction(database, ({ run }) => run('DROP TABLE arrays'));
    expect(await database.rows(`SELECT table_name FROM duckdb_tables()`)).toEqual([]);
  });
});

function bytesOf(array: StoredArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
