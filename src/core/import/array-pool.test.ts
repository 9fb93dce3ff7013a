import { describe, expect, it } from 'vitest';
import { ArrayPool } from './array-pool.ts';
import { BatchBuilder } from './column-builder.ts';
import { pointsTable, type Batch } from './batch.ts';
import { ColumnNarrower } from './stored-batch.ts';

describe('a pool of arrays', () => {
  it('gives a buffer of the same size again, whatever it is used as, and each one once', () => {
    const pool = new ArrayPool();
    const { buffer } = pool.float64(4);
    pool.give(buffer);
    expect(pool.int32(4).buffer).not.toBe(buffer);
    expect(pool.int32(8).buffer).toBe(buffer);
    expect(pool.uint8(32).buffer).not.toBe(buffer);
  });

  it('keeps no more than batches underway can need', () => {
    const pool = new ArrayPool();
    const given = new Set(Array.from({ length: 1000 }, () => new ArrayBuffer(8)));
    for (const buffer of given) pool.give(buffer);
    const again = Array.from({ length: 1000 }, () => pool.uint8(8).buffer);
    expect(again.filter((buffer) => given.has(buffer)).length).toBeLessThan(200);
  });

  it('lets old values of missing rows decide nothing', () => {
    const pool = new ArrayPool();
    const half = new Float64Array(2).fill(0.5);
    pool.give(half.buffer);
    const batches: Batch[] = [];
    const builder = new BatchBuilder(
      'points',
      pointsTable,
      ['value'],
      (batch) => batches.push(batch),
      2,
      pool,
    );
    builder.columns.value.set(0, 7);
    builder.next();
    builder.columns.value.setNull(1);
    builder.next();
    expect(batches[0]!.columns['value']!.values[1]).toBe(0.5);
    const stored = new ColumnNarrower(pool).narrow('value', 'f64', batches[0]!.columns['value']!, 2);
    expect(stored.type).toBe('i32');
    expect(stored.values[0]).toBe(7);
  });
});
