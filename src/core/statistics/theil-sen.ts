import { medianOfSorted } from './robust.ts';

export interface TheilSen {
  /** Per step of `times`. */
  readonly slope: number;
  readonly intercept: number;
  /** 95 % confidence interval of the slope by Sen (1968); null where there are too few values. */
  readonly slopeLow: number | null;
  readonly slopeHigh: number | null;
}

const Z_95 = 1.959963984540054;

/**
 * Median of the slopes of all pairs (Theil 1950, Sen 1968; method E6): a quarter of the values may be wild. Takes n² / 2
 * numbers of memory: meant for up to some 2,000 values.
 * @param times ascending; default 0, 1, 2, …
 * @returns null for fewer than two different times
 */
export function theilSen(
  values: ArrayLike<number>,
  times: ArrayLike<number> = Float64Array.from(values, (_, index) => index),
): TheilSen | null {
  const n = values.length;
  const all = new Float64Array((n * (n - 1)) / 2);
  let count = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const step = times[j]! - times[i]!;
      if (step > 0) all[count++] = (values[j]! - values[i]!) / step;
    }
  }
  if (count === 0) return null;
  const slopes = all.subarray(0, count).sort();
  const slope = medianOfSorted(slopes);
  const residuals = Float64Array.from(values, (value, index) => value - slope * times[index]!);
  const intercept = medianOfSorted(residuals.sort());
  const spread = Z_95 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const low = Math.round((count - spread) / 2);
  const high = Math.round((count + spread) / 2) - 1;
  const known = low >= 0 && high < count && low <= high;
  return {
    slope,
    intercept,
    slopeLow: known ? slopes[low]! : null,
    slopeHigh: known ? slopes[high]! : null,
  };
}
