import { describe, expect, it } from 'vitest';
import { Random } from './random.ts';
import { chanceOfInversions, risingTrend, slopeInterval } from './small-series-trend.ts';

describe('Exact Mann–Kendall', () => {
  // Method P10's table: none, one, two inversions.
  it.each([
    [3, [1 / 6, 0.5, 5 / 6]],
    [4, [1 / 24, 4 / 24, 9 / 24]],
    [5, [0.0083, 0.042, 0.117]],
    [6, [0.0014, 0.0083, 0.028]],
    [7, [2.0e-4, 1.4e-3, 5.4e-3]],
    [8, [2.5e-5, 2.0e-4, 8.7e-4]],
    [10, [2.8e-7, 2.8e-6, 1.5e-5]],
  ])('knows the chances of %i values', (n, expected) => {
    const chances = chanceOfInversions(n);
    expected.forEach((chance, k) => expect(chances[k]! / chance).toBeCloseTo(1, 1));
    expect(chances.at(-1)).toBeCloseTo(1, 12);
  });

  it('agrees with counting all orders', () => {
    const rank = [2, 0, 3, 1, 4];
    const own = risingTrend(rank);
    let asFew = 0;
    let all = 0;
    const permute = (head: number[], rest: number[]): void => {
      if (rest.length === 0) {
        all += 1;
        if (risingTrend(head).inversions <= own.inversions) asFew += 1;
      }
      rest.forEach((value, i) => permute([...head, value], rest.toSpliced(i, 1)));
    };
    permute([], rank);
    expect(own.p).toBeCloseTo(asFew / all, 12);
  });

  it('takes equal values for no rise', () => {
    expect(risingTrend([1, 1, 1]).p).toBe(1);
    expect(risingTrend([1, 2, 2, 3]).inversions).toBe(1);
  });

  it('is close to exact in its normal form', () => {
    // Every second value far up, so that many pairs do not rise.
    const wavy = Array.from({ length: 14 }, (_, i) => i + (i % 2 === 0 ? 9.5 : 0));
    const { p, inversions } = risingTrend(wavy);
    const exact = chanceOfInversions(14)[inversions]!;
    expect(exact).toBeGreaterThan(0.01);
    expect(p / exact).toBeGreaterThan(0.9);
    expect(p / exact).toBeLessThan(1.2);
  });
});

describe('Theil–Sen interval of short series', () => {
  it('says how sure it is', () => {
    expect(slopeInterval([0, 2, 3], [0, 1, 2])).toEqual({ slope: 1.5, low: 1, high: 2, level: 1 - 2 / 6 });
    expect(slopeInterval([0, 1, 2, 3], [0, 1, 2, 3]).level).toBeCloseTo(1 - 2 / 24, 12);
    expect(slopeInterval([0, 1], [0, 1]).level).toBe(0);
  });

  it.each([5, 8, 12, 20])('contains the true slope of %i values at least 94 times in 100', (n) => {
    const random = new Random(`slope ${String(n)}`);
    const times = Array.from({ length: n }, (_, i) => i * 7 + 3);
    let inside = 0;
    for (let run = 0; run < 1500; run++) {
      const { low, high } = slopeInterval(
        times.map((time) => 4 * time + 10 * random.normal()),
        times,
      );
      if (low <= 4 && 4 <= high) inside += 1;
    }
    expect(inside / 1500).toBeGreaterThan(0.935);
  });
});
