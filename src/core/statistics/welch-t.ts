import { studentTUpperTail, welchSatterthwaite } from './student-t.ts';

export interface MeanDifference {
  /** mean(b) − mean(a) */
  readonly difference: number;
  readonly standardError: number;
  readonly df: number;
}

/** Difference of two means with unequal variances (Welch 1938); each side has two values or more. */
export function meanDifference(a: readonly number[], b: readonly number[]): MeanDifference {
  const parts = [a, b].map((side) => ({ variance: sampleVariance(side) / side.length, df: side.length - 1 }));
  return {
    difference: mean(b) - mean(a),
    standardError: Math.sqrt(parts.reduce((sum, { variance }) => sum + variance, 0)),
    df: welchSatterthwaite(parts),
  };
}

/** Two-sided p-value that the means are the same. */
export function welchP(a: readonly number[], b: readonly number[]): number {
  const { difference, standardError, df } = meanDifference(a, b);
  if (standardError === 0) return difference === 0 ? 1 : 0;
  return 2 * studentTUpperTail(Math.abs(difference) / standardError, df);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Divides by n − 1. */
export function sampleVariance(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}

/**
 * Exact permutation test of two groups of at most six: the share of all ways to part the values into groups of these sizes
 * in which mean(b) − mean(a) is at least as large as it is.
 * @returns one-sided p-value for b being larger
 */
export function permutationP(a: readonly number[], b: readonly number[]): number {
  const all = [...a, ...b];
  const total = all.reduce((sum, value) => sum + value, 0);
  const reached = b.reduce((sum, value) => sum + value, 0);
  // A sum in another order may differ in its last digits.
  const limit = reached - 1e-12 * Math.max(1, Math.abs(total), Math.abs(reached));
  let ways = 0;
  let extreme = 0;
  const choose = (from: number, left: number, sum: number): void => {
    if (left === 0) {
      ways += 1;
      if (sum >= limit) extreme += 1;
      return;
    }
    for (let i = from; i <= all.length - left; i++) choose(i + 1, left - 1, sum + all[i]!);
  };
  choose(0, b.length, 0);
  return extreme / ways;
}
