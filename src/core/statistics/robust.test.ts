import { describe, expect, it } from 'vitest';
import { Random } from './random.ts';
import { median, medianAbsoluteDeviation, rollingMedian, surroundings } from './robust.ts';

describe('median', () => {
  it('is the middle value, or the mean of two', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
  });
});

describe('medianAbsoluteDeviation', () => {
  it('is not moved by one wild value', () => {
    expect(medianAbsoluteDeviation([1, 2, 3, 4, 1e9])).toBe(1);
  });
});

describe('rollingMedian', () => {
  it('is the median of each window, missing values aside', () => {
    const random = new Random('rolling');
    const values = Array.from({ length: 80 }, (_, i) => (i % 9 === 4 ? Number.NaN : random.below(20)));
    const rolled = rollingMedian(values, 3);
    values.forEach((_, i) => {
      const window = values.slice(Math.max(0, i - 3), i + 4).filter((value) => Number.isFinite(value));
      expect(rolled[i]).toBe(median(window));
    });
  });

  it('keeps a step where it is', () => {
    expect([...rollingMedian([1, 1, 1, 1, 9, 9, 9, 9], 2)]).toEqual([1, 1, 1, 1, 9, 9, 9, 9]);
  });
});

describe('surroundings', () => {
  it('leaves the value itself out', () => {
    const around = surroundings([1, 100, 3, Number.NaN, 5], 1);
    expect([...around.median]).toEqual([100, 2, 100, 4, Number.NaN]);
    expect(around.mad[1]).toBe(1);
  });
});
