import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimators } from '#shared/model/statistics.ts';
import { percentileOf, ranksOf } from './quantiles.ts';
import { countValues, NO_VALUES } from './value-counts.ts';

/** Golden values of A9, `methods/load-statistics.md` (scipy 1.17.1). */
const X = [12, 15, 11, 19, 14, 13, 40, 16, 18, 17, 22, 21];
const Y = [14, 18, 13, 25, 17, 15, 55, 19, 22, 20, 27, 26];

/**
 * Seeded samples and their quantiles by numpy 2.4.6 (scipy 1.17.1's `mquantiles` agrees), from
 * `python3 -m venv v && v/bin/pip install numpy scipy && v/bin/python`:
 *
 *     rng = np.random.default_rng(20260101)
 *     lognormal = rng.lognormal(4.0, 0.8, 40).round().astype(int)
 *     ties = rng.integers(1, 9, 31)
 *     nanoseconds = [round(x, 6) for x in rng.gamma(2.0, 30.0, 17)]
 *     np.quantile(sample, p / 100, method='linear' | 'weibull' | 'inverted_cdf')
 */
const PERCENTILES = [0, 10, 25, 50, 75, 90, 95, 99, 99.9, 100];
const scipySamples = [
  {
    name: 'lognormal',
    sample: [
      193, 140, 70, 40, 43, 6, 67, 35, 75, 78, 184, 39, 75, 244, 32, 57, 58, 16, 78, 19, 198, 16, 69, 50, 77,
      85, 24, 81, 31, 101, 18, 27, 52, 107, 41, 48, 194, 105, 54, 32,
    ],
    type7: [6, 18.9, 34.25, 57.5, 82, 184.9, 194.2, 226.05999999999997, 242.20600000000024, 244],
    type6: [6, 18.1, 32.75, 57.5, 84, 192.1, 197.8, 244, 244, 244],
    'nearest-rank': [6, 18, 32, 57, 81, 184, 194, 244, 244, 244],
  },
  {
    name: 'ties',
    sample: [5, 7, 6, 5, 8, 4, 7, 2, 6, 5, 1, 5, 1, 3, 3, 5, 2, 2, 3, 1, 4, 7, 2, 8, 6, 8, 8, 3, 6, 1, 4],
    type7: [1, 1, 2.5, 5, 6, 8, 8, 8, 8, 8],
    type6: [1, 1, 2, 5, 6, 8, 8, 8, 8, 8],
    'nearest-rank': [1, 1, 2, 5, 6, 8, 8, 8, 8, 8],
  },
  {
    name: 'nanoseconds',
    sample: [
      111.397095, 82.914413, 45.920459, 81.446717, 50.391498, 10.00621, 99.024243, 82.882766, 81.051535,
      75.912159, 70.687122, 19.890436, 78.146768, 134.491451, 37.428137, 19.478327, 33.52831,
    ],
    type7: [
      10.00621, 19.7255924, 37.428137, 75.912159, 82.882766, 103.9733838, 116.01596619999998, 130.79635404,
      134.12194130400005, 134.491451,
    ],
    type6: [
      10.00621, 17.583903600000003, 35.4782235, 75.912159, 82.8985895, 116.01596619999998, 134.491451,
      134.491451, 134.491451, 134.491451,
    ],
    'nearest-rank': [
      10.00621, 19.478327, 37.428137, 75.912159, 82.882766, 111.397095, 134.491451, 134.491451, 134.491451,
      134.491451,
    ],
  },
] as const;

describe('percentileOf', () => {
  it('gives the golden values of type 7', () => {
    const percentiles = [50, 90, 95];
    // 15.4 steps: the golden 21.9 is 21 + 0.9 in doubles.
    expect(percentiles.map((p) => percentileOf(countValues(X), p)!)).toEqual([
      16.5,
      expect.closeTo(21.9, 12),
      expect.closeTo(30.1, 12),
    ]);
    expect(percentiles.map((p) => percentileOf(countValues(Y), p)!)).toEqual([
      19.5,
      expect.closeTo(26.9, 12),
      expect.closeTo(39.6, 12),
    ]);
  });

  it('gives the golden values of type 6 and of the nearest rank', () => {
    const sample = countValues(X);
    expect(percentileOf(sample, 50, 'type6')).toBe(16.5);
    expect(percentileOf(sample, 90, 'type6')).toBeCloseTo(34.6, 12);
    expect(percentileOf(sample, 95, 'type6')).toBe(40);
    expect([50, 90, 95].map((p) => percentileOf(sample, p, 'nearest-rank'))).toEqual([16, 22, 40]);
  });

  for (const sample of scipySamples) {
    it.each(estimators)(`gives numpy's %s of the sample "${sample.name}"`, (estimator) => {
      const counted = countValues(sample.sample);
      PERCENTILES.forEach((percentile, index) => {
        const expected = sample[estimator][index]!;
        expect(Math.abs(percentileOf(counted, percentile, estimator)! - expected)).toBeLessThanOrEqual(
          1e-13 * expected,
        );
      });
    });
  }

  it.each(estimators)('gives null for no samples, and the one value of one sample (%s)', (estimator) => {
    for (const percentile of [0, 0.1, 50, 99.9, 100]) {
      expect(percentileOf(NO_VALUES, percentile, estimator)).toBeNull();
      expect(percentileOf(countValues([7]), percentile, estimator)).toBe(7);
    }
  });

  it('is right for two samples', () => {
    const two = countValues([20, 10]);
    expect([0, 50, 99.9, 100].map((p) => percentileOf(two, p))).toEqual([
      10,
      15,
      expect.closeTo(19.99, 10),
      20,
    ]);
    // (n + 1) p: 1/3 of the way is the first value, 2/3 the last.
    expect([0, 100 / 3, 50, 200 / 3, 100].map((p) => percentileOf(two, p, 'type6'))).toEqual([
      10, 10, 15, 20, 20,
    ]);
    expect([0, 50, 50.1, 100].map((p) => percentileOf(two, p, 'nearest-rank'))).toEqual([10, 10, 20, 20]);
  });

  it.each(estimators)('has the extremes at p0 and p100 (%s)', (estimator) => {
    const sample = countValues([5, 5, 3, 9, 9, 9]);
    expect(percentileOf(sample, 0, estimator)).toBe(3);
    expect(percentileOf(sample, 100, estimator)).toBe(9);
  });

  it('equals the definitions on sorted lists, ties and fractions included', () => {
    const value = fc.oneof(
      fc.integer({ min: 0, max: 12 }),
      fc.integer({ min: -5, max: 2 ** 31 }),
      fc.integer({ min: 0, max: 2 ** 40 }).map((ns) => ns / 1e6),
    );
    const percentile = fc.oneof(
      fc.constantFrom(0, 50, 90, 95, 99, 99.9, 99.99, 100),
      fc.integer({ min: 0, max: 100_000 }).map((n) => n / 1000),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), percentile, (list, p) => {
        const sorted = [...list].sort((a, b) => a - b);
        const n = sorted.length;
        const counted = countValues(list);
        expect(percentileOf(counted, p, 'type7')).toBe(between(sorted, (p / 100) * (n - 1)));
        const position = (p / 100) * (n + 1);
        const type6 =
          position < 1 ? sorted[0]! : position >= n ? sorted[n - 1]! : between(sorted, position - 1);
        expect(percentileOf(counted, p, 'type6')).toBe(type6);
        expect(percentileOf(counted, p, 'nearest-rank')).toBe(sorted[nearestRank(p, n) - 1]!);
      }),
      { numRuns: 2000 },
    );
  });

  it('finds the nearest rank without a rounding error at whole ranks', () => {
    for (let thousandths = 1; thousandths <= 100_000; thousandths += 37) {
      for (const n of [1000, 10_000, 99_999]) {
        const list = { ...countValues([1]), count: n };
        const exact = nearestRank(thousandths / 1000, n);
        // The rank itself, read off where each value is its rank.
        expect(ranksOf(list.count, thousandths / 1000, 'nearest-rank')).toEqual([exact - 1]);
      }
    }
  });
});

describe('ranksOf', () => {
  it('names the ranks that percentileOf reads, and no others', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        fc.constantFrom(...estimators),
        (n, percentile, estimator) => {
          const ranks = ranksOf(n, percentile, estimator);
          const full = countValues(Array.from({ length: n }, (_, rank) => 10 * rank));
          // Whatever stands at other ranks must not matter.
          const bent = countValues(
            Array.from({ length: n }, (_, rank) => (ranks.includes(rank) ? 10 * rank : 10 * rank + 3)),
          );
          expect(percentileOf(bent, percentile, estimator)).toBe(percentileOf(full, percentile, estimator));
          expect(ranks.every((rank) => rank >= 0 && rank < n)).toBe(true);
        },
      ),
    );
  });
});

function between(sorted: readonly number[], index: number): number {
  const [low, high] = [sorted[Math.floor(index)]!, sorted[Math.ceil(index)]!];
  return low + (high - low) * (index - Math.floor(index));
}

/** ceil(p n / 100) in whole numbers; `percentile` has at most three decimals. */
function nearestRank(percentile: number, n: number): number {
  const thousandths = BigInt(Math.round(percentile * 1000)) * BigInt(n);
  const rank = (thousandths + 99_999n) / 100_000n;
  return Number(rank < 1n ? 1n : rank);
}
