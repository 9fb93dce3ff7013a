import { normalCdf } from './normal.ts';
import { theilSen } from './theil-sen.ts';

export interface MannKendall {
  /** Rising pairs less falling ones. */
  readonly s: number;
  /** Of S where there is no trend, ties counted; of {@link hamedRao} corrected for autocorrelation. */
  readonly variance: number;
  readonly z: number;
  /** Two-sided. */
  readonly p: number;
  /** Kendall's τ: S ÷ number of pairs. */
  readonly tau: number;
}

/** Is there a monotonic trend (Mann 1945, Kendall 1975; method E6)? For values that do not depend on each other. */
export function mannKendall(values: ArrayLike<number>): MannKendall {
  const n = values.length;
  let s = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) s += Math.sign(values[j]! - values[i]!);
  }
  let variance = n * (n - 1) * (2 * n + 5);
  for (const ties of tieCounts(values)) variance -= ties * (ties - 1) * (2 * ties + 5);
  return judged(s, variance / 18, n);
}

/**
 * The same with the variance of Hamed & Rao (1998): what autocorrelation takes from the number of independent values is
 * taken from the certainty. Ranks of the values without their Theil–Sen trend are correlated at every lag, and lags beyond
 * the 95 % limits count, as in `pymannkendall`.
 * @param slope of the Theil–Sen line per value, where it is known already
 */
export function hamedRao(
  values: ArrayLike<number>,
  slope: number = theilSen(values)?.slope ?? 0,
): MannKendall {
  const n = values.length;
  const plain = mannKendall(values);
  if (n < 4) return plain;
  const ranks = averageRanks(Float64Array.from(values, (value, index) => value - slope * index));
  const limit = Z_95 / Math.sqrt(n);
  let sum = 0;
  for (let lag = 1; lag < n; lag++) {
    const correlation = autocorrelation(ranks, lag);
    if (Math.abs(correlation) >= limit) sum += (n - lag) * (n - lag - 1) * (n - lag - 2) * correlation;
  }
  const factor = 1 + (2 / (n * (n - 1) * (n - 2))) * sum;
  // Strong negative correlation can leave nothing; then nothing can be corrected.
  return factor > 0 ? judged(plain.s, plain.variance * factor, n) : plain;
}

const Z_95 = 1.959963984540054;

function judged(s: number, variance: number, n: number): MannKendall {
  // One step of continuity towards 0.
  const z = s === 0 || variance <= 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(variance);
  const p = variance <= 0 ? 1 : 2 * normalCdf(-Math.abs(z));
  return { s, variance, z, p, tau: n < 2 ? 0 : s / ((n * (n - 1)) / 2) };
}

function tieCounts(values: ArrayLike<number>): number[] {
  const counts = new Map<number, number>();
  for (const value of Float64Array.from(values)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].filter((count) => count > 1);
}

function averageRanks(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to += 1;
    for (let i = from; i < to; i++) ranks[order[i]!] = (from + to + 1) / 2;
    from = to;
  }
  return ranks;
}

function autocorrelation(values: Float64Array, lag: number): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let together = 0;
  let alone = 0;
  for (let i = 0; i < values.length; i++) {
    alone += (values[i]! - mean) ** 2;
    if (i + lag < values.length) together += (values[i]! - mean) * (values[i + lag]! - mean);
  }
  return alone === 0 ? 0 : together / alone;
}
