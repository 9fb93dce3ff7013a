import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BatchColumn, ColumnType } from './batch.ts';
import { ColumnNarrower, storedBuffers, type StoredColumn } from './stored-batch.ts';
import { fuzzRuns } from './testing/fuzz-runs.ts';

fc.configureGlobal({ seed: 20_241_121 });

function doubles(values: readonly number[]): BatchColumn {
  return { values: Float64Array.from(values), valid: null };
}

function pairs(values: readonly number[]): BatchColumn {
  const array = new Int32Array(values.length * 2);
  values.forEach((value, row) => {
    const high = Math.floor(value / 2 ** 32);
    array[2 * row] = value - high * 2 ** 32;
    array[2 * row + 1] = high;
  });
  return { values: array, valid: null };
}

function valuesOf(column: StoredColumn, rows: number): number[] {
  return Array.from({ length: rows }, (_, row) =>
    column.type === 'i64'
      ? column.values[2 * row + 1]! * 2 ** 32 + (column.values[2 * row]! >>> 0)
      : column.values[row]!,
  );
}

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const edges = fc.constantFrom(
  0,
  -1,
  2 ** 31 - 1,
  -(2 ** 31),
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 32,
  -(2 ** 32),
  2 ** 53 - 1,
  -(2 ** 53) + 1,
);

describe('narrowing', () => {
  it.each<[ColumnType, fc.Arbitrary<number>, (values: readonly number[]) => BatchColumn]>([
    ['f64', fc.oneof(int32, edges, fc.double()), doubles],
    ['i64', fc.oneof(int32, edges, fc.maxSafeInteger()), pairs],
  ])('of %s never changes a value, and goes back to wide for good', (type, wide, make) => {
    const batches = fc.array(
      fc.array(fc.oneof({ weight: 4, arbitrary: int32 }, wide), { minLength: 1, maxLength: 20 }),
      {
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(batches, (pieces) => {
        const narrower = new ColumnNarrower();
        let isWide = false;
        for (const piece of pieces) {
          const values = piece.map((value) => (value === 0 ? 0 : value));
          const column = narrower.narrow('c', type, make(values), values.length);
          isWide ||= !values.every((value) => Number.isInteger(value) && value === (value | 0));
          expect(column.type).toBe(isWide ? type : 'i32');
          expect(valuesOf(column, values.length)).toEqual(values);
        }
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it.each(['i32', 'bool', 'timestamp'] as const)('leaves %s as it is', (type) => {
    const column: BatchColumn = { values: Int32Array.of(1, 0, 2, 0), valid: Uint8Array.of(1) };
    const stored = new ColumnNarrower().narrow('c', type, column, 2);
    expect(stored).toEqual({ type, ...column });
    expect(stored.values).toBe(column.values);
  });

  it.each(['f64', 'i64'] as const)(
    'takes %s that comes in 32 bits as it is, also after wider ones',
    (type) => {
      const narrower = new ColumnNarrower();
      const wide = type === 'f64' ? doubles([0.5]) : pairs([2 ** 40]);
      const values = Int32Array.of(1, -2, 3);
      const narrow: BatchColumn = { values, valid: null, type: 'i32' };
      expect(narrower.narrow('c', type, narrow, 2)).toEqual({
        type: 'i32',
        values: values.subarray(0, 2),
        valid: null,
      });
      expect(narrower.narrow('c', type, wide, 1).type).toBe(type);
      expect(narrower.narrow('c', type, narrow, 2).type).toBe('i32');
    },
  );

  it('is decided for each column alone', () => {
    const narrower = new ColumnNarrower();
    expect(narrower.narrow('a', 'f64', doubles([0.5]), 1).type).toBe('f64');
    expect(narrower.narrow('b', 'f64', doubles([1]), 1).type).toBe('i32');
    expect(narrower.narrow('a', 'f64', doubles([1]), 1).type).toBe('f64');
  });

  it('keeps what is missing, and looks at the rows of the batch only', () => {
    const narrower = new ColumnNarrower();
    const valid = Uint8Array.of(0b101);
    const stored = narrower.narrow('a', 'f64', { values: Float64Array.of(1, 0, 3, 0.5), valid }, 3);
    expect(stored).toEqual({ type: 'i32', values: Int32Array.of(1, 0, 3), valid });
    expect(stored.valid).toBe(valid);
    expect(narrower.narrow('b', 'i64', { values: Int32Array.of(1, 0, 0, 7), valid: null }, 1).type).toBe(
      'i32',
    );
  });

  it('takes what is no number for wide', () => {
    for (const value of [NaN, Infinity, -Infinity, 0.1]) {
      expect(new ColumnNarrower().narrow('a', 'f64', doubles([value]), 1).type).toBe('f64');
    }
  });
});

describe('the memory of a batch', () => {
  it('is every array and mask, once', () => {
    const valid = Uint8Array.of(1);
    const values = Int32Array.of(1);
    const other = Float64Array.of(1);
    const columns = {
      a: { type: 'i32' as const, values, valid },
      b: { type: 'f64' as const, values: other, valid: null },
    };
    expect(storedBuffers({ table: 'samples', rows: 1, columns })).toEqual([
      values.buffer,
      valid.buffer,
      other.buffer,
    ]);
  });
});
