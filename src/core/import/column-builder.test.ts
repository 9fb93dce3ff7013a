import { describe, expect, it } from 'vitest';
import { batchBuffers, samplesTable, type Batch, type BatchColumn } from './batch.ts';
import { BatchBuilder, isMissing, Int32ColumnBuilder, WideColumnBuilder } from './column-builder.ts';

function wideOf({ values }: BatchColumn, row: number): bigint {
  return new BigInt64Array(values.buffer)[row]!;
}

function isValid({ valid }: BatchColumn, row: number): boolean {
  return valid === null || ((valid[row >> 3]! >> (row & 7)) & 1) === 1;
}

describe('rows without a value', () => {
  it.each([
    [0, 8],
    [0, 64],
    [3, 2],
    [5, 11],
    [7, 1],
    [8, 16],
    [13, 40],
    [63, 1],
    [9, 0],
  ])('from %d on, %d of them', (row, count) => {
    const column = new Int32ColumnBuilder('i32', 64);
    column.setNull(2);
    column.setNulls(row, count);
    const taken = column.take();
    const missing = Array.from({ length: 64 }, (_, at) => at).filter((at) => !isValid(taken, at));
    const expected = new Set([2, ...Array.from({ length: count }, (_, i) => row + i)]);
    expect(missing).toEqual([...expected].sort((a, b) => a - b));
  });
});

describe('BatchBuilder', () => {
  const names = ['transaction_id', 'started_at', 'elapsed_ms', 'ok', 'received_bytes'] as const;

  it('sends full batches and the rest', () => {
    const batches: Batch[] = [];
    const builder = new BatchBuilder('samples', samplesTable, names, (batch) => batches.push(batch), 4);
    for (let i = 0; i < 10; i++) {
      const { columns, row } = builder;
      columns.transaction_id.set(row, i);
      columns.started_at.setWide(row, i * 1e15);
      columns.elapsed_ms.set(row, i / 4);
      columns.ok.set(row, i % 2);
      columns.received_bytes.setWide(row, -i);
      builder.next();
    }
    builder.flush();
    builder.flush();
    expect(batches.map(({ table, rows }) => [table, rows])).toEqual([
      ['samples', 4],
      ['samples', 4],
      ['samples', 2],
    ]);
    const { columns } = batches[1]!;
    expect(Object.keys(columns)).toEqual([...names]);
    expect([...columns['transaction_id']!.values]).toEqual([4, 5, 6, 7]);
    expect([...columns['elapsed_ms']!.values]).toEqual([1, 1.25, 1.5, 1.75]);
    expect([...columns['ok']!.values]).toEqual([0, 1, 0, 1]);
    expect(wideOf(columns['started_at']!, 3)).toBe(7_000_000_000_000_000n);
    expect(wideOf(columns['received_bytes']!, 3)).toBe(-7n);
    expect(batchBuffers(batches[1]!)).toHaveLength(names.length);
  });

  it('gives each batch arrays of its own', () => {
    const batches: Batch[] = [];
    const builder = new BatchBuilder('samples', samplesTable, ['code_id'], (batch) => batches.push(batch), 2);
    for (const value of [1, null, 3]) {
      if (value === null) builder.columns.code_id.setNull(builder.row);
      else builder.columns.code_id.set(builder.row, value);
      builder.next();
    }
    builder.flush();
    const [first, second] = batches.map(({ columns }) => columns['code_id']!);
    expect(first!.values.buffer).not.toBe(second!.values.buffer);
    expect([isValid(first!, 0), isValid(first!, 1)]).toEqual([true, false]);
    expect(second!.valid).toBeNull();
  });

  it('refuses a column that the table has not', () => {
    expect(() => new BatchBuilder('samples', samplesTable, ['nothing'], () => undefined)).toThrow('nothing');
  });
});

describe('ColumnBuilder', () => {
  it.each([
    0,
    1,
    -1,
    2 ** 31,
    2 ** 32 - 1,
    2 ** 32,
    -(2 ** 32) - 1,
    Number.MAX_SAFE_INTEGER,
    Number.MIN_SAFE_INTEGER,
  ])('keeps %d in 64 bits', (value) => {
    const column = new WideColumnBuilder('i64', 2);
    column.setWide(1, value);
    expect(wideOf(column.take(), 1)).toBe(BigInt(value));
  });

  it('has one setter for its type', () => {
    expect(() => new WideColumnBuilder('i64', 1).set()).toThrow('i64');
    expect(() => new Int32ColumnBuilder('i32', 1).setWide()).toThrow('i32');
  });
});

describe('isMissing', () => {
  it.each([1, 7, 8, 9, 64, 100])('tells %d rows without a value from those with one', (rows) => {
    const column = new Int32ColumnBuilder('i32', 100);
    for (let row = 0; row < rows; row++) column.setNull(row);
    expect(isMissing(column.take(), rows)).toBe(true);
    for (let row = 0; row < rows; row++) if (row !== rows - 1) column.setNull(row);
    expect(isMissing(column.take(), rows)).toBe(false);
  });

  it('is false for a column that never was null', () => {
    expect(isMissing(new Int32ColumnBuilder('i32', 8).take(), 3)).toBe(false);
  });
});
