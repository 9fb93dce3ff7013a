/** Values that MSER-5 puts together before it looks for the cut. */
export const MSER_GROUP = 5;

/** With fewer groups nothing is cut. */
export const MSER_MIN_GROUPS = 20;

export interface MserCut {
  /** How many values at the beginning are left out. */
  readonly cut: number;
  /** The best cut is the last that is allowed, half of the values: no steady state was reached. */
  readonly atLimit: boolean;
}

/**
 * Marginal standard error rule (White 1997; White, Cobb & Spratt 2000; method E1): leaves out the first `cut` values such
 * that Σ(z − mean)² / (n − cut)² of the rest is smallest; at most half of them. For MSER-5 the values are means of groups
 * of five.
 */
export function mser(values: ArrayLike<number>): MserCut {
  const n = values.length;
  const limit = Math.floor(n / 2);
  let best = 0;
  let least = Infinity;
  // From the end, by Welford's recurrence: adding a value never subtracts large numbers from each other.
  let mean = 0;
  let squares = 0;
  for (let cut = n - 1; cut >= 0; cut--) {
    const kept = n - cut;
    const delta = values[cut]! - mean;
    mean += delta / kept;
    squares += delta * (values[cut]! - mean);
    const error = squares / (kept * kept);
    if (cut <= limit && error <= least) {
      least = error;
      best = cut;
    }
  }
  return { cut: best, atLimit: n > 0 && best === limit && limit > 0 };
}

/** Means of `size` neighbouring finite values each, NaN where a group has none; the incomplete last group is left out. */
export function groupMeans(values: ArrayLike<number>, size: number): Float64Array {
  const out = new Float64Array(Math.floor(values.length / size));
  for (let group = 0; group < out.length; group++) {
    let sum = 0;
    let count = 0;
    for (let i = group * size; i < (group + 1) * size; i++) {
      if (!Number.isFinite(values[i])) continue;
      sum += values[i]!;
      count += 1;
    }
    out[group] = count === 0 ? Number.NaN : sum / count;
  }
  return out;
}
