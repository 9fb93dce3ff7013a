import { permutationP } from '../statistics/welch-t.ts';

/** Up to so many runs a side, all ways to exchange them between the sides are gone through (method A5). */
const MAX_RUNS = 6;
const ALPHA = 0.025;

/**
 * Few runs are no proof that they are spread like a normal distribution, which Welch's t supposes. So its p-value counts only
 * where exchanging runs between the sides would rarely, or never, give as large a difference.
 * @param lower logarithms of the runs that are thought to be lower, moved up by the margin
 * @param welch one-sided p-value of Welch's test
 */
export function withPermutations(
  welch: number,
  lower: readonly number[] | null,
  upper: readonly number[] | null,
): number {
  if (lower === null || upper === null || lower.length > MAX_RUNS || upper.length > MAX_RUNS) return welch;
  const p = permutationP(lower, upper);
  // With three runs a side nothing rarer than 1 of 20 exists.
  const rarest = 1 / ways(lower.length + upper.length, upper.length);
  return p <= Math.max(ALPHA, rarest * (1 + 1e-9)) ? welch : Math.max(welch, p);
}

function ways(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i;
  return Math.round(result);
}
