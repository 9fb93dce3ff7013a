import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countAt,
  countValues,
  mergeValues,
  NO_VALUES,
  ValueCountsBuilder,
  valueAtRank,
} from './value-counts.ts';

const lists = fc.array(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 200 }), { maxLength: 9 });

describe('value counts', () => {
  it('give every rank its value', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 40 }), { minLength: 1, maxLength: 300 }), (list) => {
        const sorted = [...list].sort((a, b) => a - b);
        const counted = countValues(list);
        expect(counted.count).toBe(list.length);
        sorted.forEach((value, rank) => expect(valueAtRank(counted, rank)).toBe(value));
      }),
    );
  });

  it('merge into those of all samples together', () => {
    fc.assert(
      fc.property(lists, (parts) => {
        const { values, cumulative, failed, count } = mergeValues(parts.map((part) => countValues(part)));
        expect({ values, cumulative, failed, count }).toEqual(
          (({ values: v, cumulative: c, failed: f, count: n }) => ({
            values: v,
            cumulative: c,
            failed: f,
            count: n,
          }))(countValues(parts.flat())),
        );
      }),
    );
    expect(mergeValues([])).toBe(NO_VALUES);
  });

  it('keep failures with their value', () => {
    const left = new ValueCountsBuilder();
    left.add(1, 3, 1);
    left.add(4, 2, 2);
    const right = new ValueCountsBuilder();
    right.add(1, 5, 0);
    right.add(2, 1, 1);
    right.add(2, 2, 1);
    const merged = mergeValues([left.finish(), right.finish()]);
    expect([...merged.values]).toEqual([1, 2, 4]);
    expect([...merged.failed]).toEqual([1, 2, 2]);
    expect([0, 1, 2].map((index) => countAt(merged.cumulative, index))).toEqual([8, 3, 2]);
    expect(merged.count).toBe(13);
  });
});
