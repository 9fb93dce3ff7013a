import { mannKendall } from './mann-kendall.ts';
import { normalCdf } from './normal.ts';
import { medianOfSorted } from './robust.ts';
import { theilSen } from './theil-sen.ts';

/** Up to here the distribution is counted out; beyond, the normal form with its correction for ties is close (method P10). */
export const EXACT_UP_TO = 12;

export interface RisingTrend {
  /** Pairs that do not rise. */
  readonly inversions: number;
  /** One-sided: chance of as few pairs that do not rise where order means nothing. */
  readonly p: number;
}

/**
 * Does a short series rise (Mann 1945, Kendall 1975; method P10)? Exact up to {@link EXACT_UP_TO} values. Equal values count
 * as not rising, which can only make p larger.
 */
export function risingTrend(values: ArrayLike<number>): RisingTrend {
  const n = values.length;
  let inversions = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) if (values[j]! <= values[i]!) inversions += 1;
  }
  if (n < 2) return { inversions, p: 1 };
  if (n <= EXACT_UP_TO) return { inversions, p: CHANCES[n]![inversions]! };
  const { s, variance } = mannKendall(values);
  const p = variance <= 0 ? 1 : 1 - normalCdf((s - 1) / Math.sqrt(variance));
  return { inversions, p: Math.min(1, Math.max(0, p)) };
}

/** @returns P(inversions of a random order of `n` ≤ k) for each k: Mahonian numbers added up, divided by n! */
export function chanceOfInversions(n: number): Float64Array {
  let counts = Float64Array.of(1);
  for (let size = 2; size <= n; size++) {
    const next = new Float64Array((size * (size - 1)) / 2 + 1);
    for (let k = 0; k < next.length; k++) {
      // The largest value stands before 0..size-1 others.
      for (let before = 0; before < size && before <= k; before++) next[k]! += counts[k - before] ?? 0;
    }
    counts = next;
  }
  const all = counts.reduce((sum, count) => sum + count, 0);
  let sum = 0;
  return counts.map((count) => (sum += count) / all);
}

export interface SlopeInterval {
  /** Median of the slopes of all pairs, per unit of the times. */
  readonly slope: number;
  readonly low: number;
  readonly high: number;
  /**
   * Confidence that the interval has: at least 0.95 from five values on; 0.92 of four, 0.67 of three, 0 of two, whose interval
   * is from the least to the steepest slope.
   */
  readonly level: number;
}

/**
 * Theil–Sen slope with its order-statistic interval (Sen 1968), exact up to {@link EXACT_UP_TO} values.
 * @param times strictly rising, as many as values, at least two
 */
export function slopeInterval(values: ArrayLike<number>, times: ArrayLike<number>): SlopeInterval {
  const n = values.length;
  if (n > EXACT_UP_TO) {
    const line = theilSen(values, times);
    if (line?.slopeLow != null && line.slopeHigh !== null) {
      return { slope: line.slope, low: line.slopeLow, high: line.slopeHigh, level: 0.95 };
    }
  }
  const slopes: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) slopes.push((values[j]! - values[i]!) / (times[j]! - times[i]!));
  }
  const sorted = Float64Array.from(slopes).sort();
  // As many slopes lie below the true one as a random order has inversions.
  const chances = CHANCES[n] ?? chanceOfInversions(n);
  let cut = 0;
  while (chances[cut + 1]! <= 0.025) cut += 1;
  return {
    slope: medianOfSorted(sorted),
    low: sorted[cut]!,
    high: sorted[sorted.length - 1 - cut]!,
    level: Math.max(0, 1 - 2 * chances[cut]!),
  };
}

/** By the number of values. */
const CHANCES: readonly Float64Array[] = Array.from({ length: EXACT_UP_TO + 1 }, (_, n) =>
  chanceOfInversions(n),
);
