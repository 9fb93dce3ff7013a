import { binomialUpperTail } from './binomial-tail.ts';
import type { Interval } from './wilson.ts';

/** Exact tests and intervals of shares. Counts need not be whole: overdispersed ones are divided by their dispersion. */

/**
 * Exact two-sided p-value that the share is `p`: twice the smaller tail, so that it agrees with
 * {@link clopperPearson}.
 */
export function binomialTwoSided(successes: number, trials: number, p: number): number {
  const above = binomialUpperTail(successes, trials, p);
  const below = binomialUpperTail(trials - successes, trials, 1 - p);
  return Math.min(1, 2 * Math.min(above, below));
}

/** The exact 95 % interval of a share (Clopper & Pearson 1934). */
export function clopperPearson(successes: number, trials: number): Interval {
  const failures = trials - successes;
  return {
    low: successes <= 0 ? 0 : shareWithTail(successes, trials),
    high: failures <= 0 ? 1 : 1 - shareWithTail(failures, trials),
  };
}

/** The share with which so many successes, or more, have a chance of 2.5 %; by bisection. */
function shareWithTail(successes: number, trials: number): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (binomialUpperTail(successes, trials, middle) < 0.025) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
