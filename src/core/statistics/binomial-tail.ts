import { incompleteBeta } from './gamma.ts';

/**
 * P(X ≥ successes) for `trials` with probability `p` each. Neither number need be whole: an overdispersed count is judged
 * with both divided by its dispersion (method E11).
 */
export function binomialUpperTail(successes: number, trials: number, p: number): number {
  if (successes <= 0) return 1;
  if (successes > trials || p <= 0) return 0;
  if (p >= 1) return 1;
  return incompleteBeta(p, successes, trials - successes + 1);
}
