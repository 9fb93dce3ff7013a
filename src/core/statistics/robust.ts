/** Figures of location and spread that a few wild values do not move. */

/** Makes the median absolute deviation of normal values their standard deviation. */
export const MAD_TO_SIGMA = 1.4826;

/** Of a list that is in ascending order; NaN for an empty one. The mean of the middle two where their number is even. */
export function medianOfSorted(ascending: ArrayLike<number>): number {
  const n = ascending.length;
  if (n === 0) return Number.NaN;
  const upper = ascending[n >> 1]!;
  return n % 2 === 1 ? upper : (ascending[(n >> 1) - 1]! + upper) / 2;
}

/** NaN for an empty list; the list stays as it is. */
export function median(values: ArrayLike<number>): number {
  return medianOfSorted(Float64Array.from(values).sort());
}

/** Median absolute deviation from `centre`, not scaled; NaN for an empty list. */
export function medianAbsoluteDeviation(values: ArrayLike<number>, centre = median(values)): number {
  const deviations = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) deviations[i] = Math.abs(values[i]! - centre);
  return medianOfSorted(deviations.sort());
}

/**
 * Median of the up to `2 · reach + 1` values around each one; values that are not finite count as missing, and where all
 * are, so is the median. Steps keep their place, single outliers go.
 */
export function rollingMedian(values: ArrayLike<number>, reach: number): Float64Array {
  const out = new Float64Array(values.length);
  // Ascending values of the window: neighbouring windows differ by two values.
  const window: number[] = [];
  const put = (value: number | undefined): void => {
    if (value !== undefined && Number.isFinite(value)) window.splice(positionIn(window, value), 0, value);
  };
  const take = (value: number | undefined): void => {
    if (value !== undefined && Number.isFinite(value)) window.splice(positionIn(window, value), 1);
  };
  for (let i = 0; i < Math.min(reach, values.length); i++) put(values[i]);
  for (let i = 0; i < values.length; i++) {
    put(values[i + reach]);
    take(values[i - reach - 1]);
    out[i] = medianOfSorted(window);
  }
  return out;
}

/** First position whose value is not below. */
function positionIn(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface Surroundings {
  /** NaN where too little lies around. */
  readonly median: Float64Array;
  /** Median absolute deviation, not scaled. */
  readonly mad: Float64Array;
}

/**
 * Median and median absolute deviation of what lies up to `reach` values before and behind each one, without the value
 * itself (method E11). Values that are not finite are missing.
 * @param least of the values around; where fewer are there, median and deviation are NaN
 */
export function surroundings(values: ArrayLike<number>, reach: number, least = 1): Surroundings {
  const medians = new Float64Array(values.length);
  const mads = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const around: number[] = [];
    for (let j = Math.max(0, i - reach); j <= Math.min(values.length - 1, i + reach); j++) {
      const value = values[j]!;
      if (j !== i && Number.isFinite(value)) around.push(value);
    }
    medians[i] = around.length < least ? Number.NaN : median(around);
    mads[i] = medianAbsoluteDeviation(around, medians[i]);
  }
  return { median: medians, mad: mads };
}
