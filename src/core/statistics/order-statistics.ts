import { logGamma } from './gamma.ts';
import { normalQuantile } from './normal.ts';

/** The smallest number of samples of which a percentile can be judged: p^n ≤ 0.025 (method A2). */
export function minimumSamples(p: number): number {
  const beyond = Math.max(p, 1 - p);
  // Of 1 there are never enough.
  return beyond >= 1 ? Infinity : Math.ceil(Math.log(0.025) / Math.log(beyond) - 1e-9);
}

/** Above this many samples the binomial distribution is taken for a normal one. */
const EXACT_UP_TO = 5000;

/**
 * Ranks (0-based) of the samples between which a quantile lies with at least 95 %, whatever the distribution, where
 * samples do not depend on each other.
 * @returns null where the samples are too few
 */
export function orderStatisticRanks(
  n: number,
  p: number,
): { readonly low: number; readonly high: number } | null {
  if (n < minimumSamples(p)) return null;
  if (n > EXACT_UP_TO) {
    const half = normalQuantile(0.975) * Math.sqrt(n * p * (1 - p));
    return { low: Math.max(0, Math.floor(n * p - half)), high: Math.min(n - 1, Math.ceil(n * p + half)) };
  }
  // The number of samples below the quantile is binomial: at most 2.5 % on either side is cut off.
  let cumulative = 0;
  let low = 0;
  let high = n - 1;
  for (let k = 0; k <= n; k++) {
    cumulative += Math.exp(logChoose(n, k) + k * Math.log(p) + (n - k) * Math.log1p(-p));
    if (cumulative <= 0.025) low = k;
    if (cumulative >= 0.975) {
      high = Math.min(n - 1, k);
      break;
    }
  }
  return { low, high };
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
