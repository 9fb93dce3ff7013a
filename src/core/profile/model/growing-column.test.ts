import { describe, expect, it } from 'vitest';
import { NumberColumn } from './growing-column.ts';

describe('a column of numbers', () => {
  it.each([
    ['whole numbers only', (i: number) => i * 3 - 500],
    ['a fraction late', (i: number) => (i === 999_999 ? 0.5 : i)],
    ['a number of more than 32 bits early', (i: number) => (i === 3 ? 2 ** 40 : i)],
    ['minus zero', (i: number) => (i === 5 ? -0 : i)],
    ['not a number', (i: number) => (i === 7 ? NaN : i)],
  ])('gives back what was put in: %s', (_, valueAt) => {
    const column = new NumberColumn();
    for (let i = 0; i < 1_000_000; i++) column.push(valueAt(i));
    expect(column.length).toBe(1_000_000);
    const values = column.take();
    expect(values).toHaveLength(1_000_000);
    const wrong = values.findIndex((value, i) => !(value === valueAt(i) || Number.isNaN(valueAt(i))));
    expect(wrong).toBe(-1);
    expect(column.length).toBe(0);
  });
});
