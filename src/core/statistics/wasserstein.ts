import type { CountedValues } from './hodges-lehmann.ts';
import { eachStep } from './kolmogorov-smirnov.ts';

/**
 * Wasserstein-1 distance in the unit of the values: the area between the two distribution functions, or how far values have
 * to be moved on average to make one sample of the other.
 * @returns null where a side is empty
 */
export function wassersteinDistance(x: CountedValues, y: CountedValues): number | null {
  if (x.count === 0 || y.count === 0) return null;
  let area = 0;
  eachStep(x, y, (from, to, gap) => {
    if (to !== Infinity) area += Math.abs(gap) * (to - from);
  });
  return area;
}
