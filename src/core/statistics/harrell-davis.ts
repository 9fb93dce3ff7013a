import type { CountedValues } from './hodges-lehmann.ts';
import { incompleteBeta } from './gamma.ts';

/**
 * Quantile of Harrell & Davis (1982): the mean of all order statistics, weighted by the beta distribution with
 * (n+1)p and (n+1)(1−p). Smoother than a quantile of one or two samples; as in scipy's `hdquantiles`.
 * @param p 0..1
 * @returns null for an empty sample
 */
export function harrellDavis({ values, cumulative, count }: CountedValues, p: number): number | null {
  if (count === 0) return null;
  const a = (count + 1) * p;
  const b = (count + 1) * (1 - p);
  if (a === 0 || b === 0) return (a === 0 ? values[0] : values[values.length - 1]) ?? null;
  let below = 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const upTo = incompleteBeta(cumulative[i]! / count, a, b);
    sum += (upTo - below) * values[i]!;
    below = upTo;
  }
  return sum;
}

const TABLE_STEPS = 4096;

/**
 * The weights of {@link harrellDavis} as a table over the share of samples, for quantiles of many resamples of about
 * `count` samples.
 * @returns for a share 0..1 how much weight lies below it, 0..1
 */
export function harrellDavisWeights(count: number, p: number): (share: number) => number {
  const table = new Float64Array(TABLE_STEPS + 2);
  for (let i = 0; i <= TABLE_STEPS; i++) {
    table[i] = incompleteBeta(i / TABLE_STEPS, (count + 1) * p, (count + 1) * (1 - p));
  }
  table[TABLE_STEPS + 1] = 1;
  return (share) => {
    const at = share * TABLE_STEPS;
    const index = Math.floor(at);
    return table[index]! + (table[index + 1]! - table[index]!) * (at - index);
  };
}
