import { describe, expect, it } from 'vitest';
import { percentileOf } from '../latency/quantiles.ts';
import { countValues } from '../latency/value-counts.ts';
import { cliffsDelta } from './cliffs-delta.ts';
import { harrellDavis, harrellDavisWeights } from './harrell-davis.ts';
import { hodgesLehmannShift } from './hodges-lehmann.ts';
import { hochbergLevels, holm } from './holm.ts';
import { kolmogorovSmirnovDistance } from './kolmogorov-smirnov.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { minimumSamples, orderStatisticRanks } from './order-statistics.ts';
import { Random } from './random.ts';
import { studentTCdf, studentTQuantile, welchSatterthwaite } from './student-t.ts';
import { wassersteinDistance } from './wasserstein.ts';
import { meanDifference, permutationP, welchP } from './welch-t.ts';
import { newcombeInterval, wilsonInterval } from './wilson.ts';

/** The samples and figures of method A9 (scipy 1.17.1). */
const xs = [12, 15, 11, 19, 14, 13, 40, 16, 18, 17, 22, 21];
const ys = [14, 18, 13, 25, 17, 15, 55, 19, 22, 20, 27, 26];
const x = countValues(xs);
const y = countValues(ys);

describe('golden values of method A9', () => {
  it.each([
    ['type7', x, [16.5, 21.9, 30.1]],
    ['type7', y, [19.5, 26.9, 39.6]],
    ['type6', x, [16.5, 34.6, 40]],
    ['nearest-rank', x, [16, 22, 40]],
  ] as const)('%s', (estimator, sample, expected) => {
    [50, 90, 95].forEach((percentile, i) => {
      expect(percentileOf(sample, percentile, estimator)).toBeCloseTo(expected[i]!, 12);
    });
  });

  it.each([
    [x, [16.529818, 31.014251, 36.270189]],
    [y, [19.973764, 41.219707, 49.250626]],
  ] as const)('Harrell–Davis', (sample, expected) => {
    [0.5, 0.9, 0.95].forEach((p, i) => expect(harrellDavis(sample, p)).toBeCloseTo(expected[i]!, 6));
  });

  it('Hodges–Lehmann, Cliff, Kolmogorov–Smirnov, Wasserstein', () => {
    expect(hodgesLehmannShift(x, y)).toBe(3);
    expect(cliffsDelta(x, y)).toBeCloseTo(0.3541667, 7);
    expect(kolmogorovSmirnovDistance(x, y)).toBeCloseTo(0.25, 12);
    expect(wassersteinDistance(x, y)).toBeCloseTo(4.4166667, 7);
  });

  it('the share of pairs in which one is larger is that of the example of statpsych', () => {
    const first = [9.4, 10.3, 58.3, 106, 31, 46.2, 12, 19, 135, 159];
    const second = [14.6, 5.1, 8.1, 22.7, 6.4, 4.4, 19, 3.2];
    // P(first > second), ties counted half.
    const delta = cliffsDelta(countValues(second), countValues(first))!;
    expect((1 + delta) / 2).toBeCloseTo(0.86875, 10);
  });
});

describe('against the definitions, on random samples', () => {
  const random = new Random('definitions');
  const draw = (n: number) => Array.from({ length: n }, () => random.below(30) * 0.1 + 1);
  it.each([
    [1, 1],
    [7, 4],
    [12, 31],
    [40, 40],
  ])('%d and %d values', (n, m) => {
    const [a, b] = [draw(n), draw(m)];
    const [countedA, countedB] = [countValues(a), countValues(b)];
    const differences = b.flatMap((q) => a.map((p) => q - p)).sort((p, q) => p - q);
    expect(hodgesLehmannShift(countedA, countedB)).toBe(
      (differences[(differences.length - 1) >> 1]! + differences[differences.length >> 1]!) / 2,
    );
    const signs = b.flatMap((q) => a.map((p) => Math.sign(q - p)));
    expect(cliffsDelta(countedA, countedB)).toBeCloseTo(signs.reduce((p, q) => p + q, 0) / signs.length, 12);
    const shareUpTo = (side: number[], value: number) => side.filter((v) => v <= value).length / side.length;
    const points = [...new Set([...a, ...b])].sort((p, q) => p - q);
    const gaps = points.map((value) => Math.abs(shareUpTo(a, value) - shareUpTo(b, value)));
    expect(kolmogorovSmirnovDistance(countedA, countedB)).toBeCloseTo(Math.max(...gaps), 12);
    const area = points.slice(1).reduce((sum, value, i) => sum + gaps[i]! * (value - points[i]!), 0);
    expect(wassersteinDistance(countedA, countedB)).toBeCloseTo(area, 10);
  });

  it('one empty side has no effect to tell', () => {
    const nothing = countValues([]);
    expect(hodgesLehmannShift(x, nothing)).toBeNull();
    expect(cliffsDelta(nothing, x)).toBeNull();
    expect(kolmogorovSmirnovDistance(x, nothing)).toBeNull();
    expect(wassersteinDistance(nothing, x)).toBeNull();
    expect(harrellDavis(nothing, 0.5)).toBeNull();
  });

  it('the table of weights gives the same quantile', () => {
    const weights = harrellDavisWeights(x.count, 0.9);
    let below = 0;
    let sum = 0;
    x.values.forEach((value, i) => {
      const upTo = weights(x.cumulative[i]! / x.count);
      sum += (upTo - below) * value;
      below = upTo;
    });
    expect(sum).toBeCloseTo(harrellDavis(x, 0.9)!, 4);
  });
});

describe('distributions', () => {
  it('normal (R: pnorm, qnorm)', () => {
    expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 14);
    expect(normalCdf(-5)).toBeCloseTo(2.866515718791939e-7, 20);
    expect(normalCdf(0)).toBe(0.5);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 13);
    expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 9);
  });

  it('Student (R: qt(0.975, …), pt(2, 5))', () => {
    expect(studentTQuantile(0.975, 1)).toBeCloseTo(12.7062047361747, 9);
    expect(studentTQuantile(0.975, 9)).toBeCloseTo(2.2621571627982, 11);
    expect(studentTQuantile(0.975, 117.3)).toBeCloseTo(1.98042, 4);
    expect(studentTQuantile(0.8, 59)).toBeCloseTo(0.8478, 3);
    expect(studentTCdf(2, 5)).toBeCloseTo(0.949030260585071, 12);
    expect(studentTCdf(-40, 3)).toBeCloseTo(1.72e-5, 7);
    expect(studentTQuantile(0.025, 1e9)).toBeCloseTo(-1.959963984540054, 9);
    for (const df of [1, 2.5, 30, 1000]) {
      for (const p of [1e-6, 0.01, 0.3, 0.9, 0.9999]) {
        expect(studentTCdf(studentTQuantile(p, df), df)).toBeCloseTo(p, 11);
      }
    }
  });

  it('Welch and Satterthwaite; the permutation test counts its ways', () => {
    expect(
      welchSatterthwaite([
        { variance: 2, df: 9 },
        { variance: 2, df: 9 },
      ]),
    ).toBeCloseTo(18, 12);
    expect(
      welchSatterthwaite([
        { variance: 0, df: 9 },
        { variance: 3, df: 7 },
      ]),
    ).toBeCloseTo(7, 12);
    // Variances 5/3 and 107/12, each of four values.
    const parts = [5 / 12, 107 / 48] as const;
    const { difference, standardError, df } = meanDifference([1, 2, 3, 4], [3, 5, 7, 10]);
    expect(difference).toBe(3.75);
    expect(standardError).toBeCloseTo(Math.sqrt(parts[0] + parts[1]), 12);
    expect(df).toBeCloseTo((parts[0] + parts[1]) ** 2 / (parts[0] ** 2 / 3 + parts[1] ** 2 / 3), 10);
    expect(permutationP([1, 2, 3], [4, 5, 6])).toBeCloseTo(1 / 20, 12);
    expect(permutationP([4, 5, 6], [1, 2, 3])).toBe(1);
    expect(welchP([1, 1], [1, 1])).toBe(1);
    expect(welchP([1, 1], [2, 2])).toBe(0);
  });
});

describe('several tests at once', () => {
  it('Holm (R: p.adjust)', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holm([0.6, 0.9])).toEqual([1, 1]);
  });

  it('Hochberg gives the largest p-value the whole level', () => {
    expect(hochbergLevels([0.2, 0.001, 0.04], 0.06)).toEqual([0.06, 0.02, 0.03]);
  });
});

describe('shares', () => {
  it('Wilson and Newcombe (Newcombe 1998, table II: 56/70 against 48/80)', () => {
    expect(wilsonInterval(81 / 263, 263, 1.959963984540054)).toMatchObject({
      low: expect.closeTo(0.2553, 4),
      high: expect.closeTo(0.3662, 4),
    });
    const interval = newcombeInterval(
      { share: 48 / 80, n: 80 },
      { share: 56 / 70, n: 70 },
      1.959963984540054,
    );
    expect(interval.low).toBeCloseTo(0.0524, 4);
    expect(interval.high).toBeCloseTo(0.3339, 4);
  });

  it('no events do not mean no rate', () => {
    expect(wilsonInterval(0, 100, 1.96).low).toBe(0);
    expect(wilsonInterval(0, 100, 1.96).high).toBeCloseTo(0.037, 3);
  });
});

describe('ranks of order statistics', () => {
  it('the smallest samples of which a percentile can be judged', () => {
    expect([0.5, 0.9, 0.95, 0.99, 0.999].map(minimumSamples)).toEqual([6, 36, 72, 368, 3688]);
  });

  it('hold at least 95 %, and not much more', () => {
    expect(orderStatisticRanks(5, 0.5)).toBeNull();
    // Of six samples the extremes hold the median with 1 − 2 ÷ 64.
    expect(orderStatisticRanks(6, 0.5)).toEqual({ low: 0, high: 5 });
    // R: binom.test on 100: ranks 40 and 61 counted from 1
    expect(orderStatisticRanks(100, 0.5)).toEqual({ low: 39, high: 60 });
    const exact = orderStatisticRanks(5000, 0.95)!;
    const normal = orderStatisticRanks(5001, 0.95)!;
    expect(Math.abs(exact.low - normal.low)).toBeLessThan(4);
    expect(Math.abs(exact.high - normal.high)).toBeLessThan(4);
  });
});
