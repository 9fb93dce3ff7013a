import type { CountedValues } from './hodges-lehmann.ts';

/**
 * The largest distance between two empirical distribution functions. A description only: its p-value supposes samples that
 * do not depend on each other, which those of a load test do.
 * @returns null where a side is empty
 */
export function kolmogorovSmirnovDistance(x: CountedValues, y: CountedValues): number | null {
  if (x.count === 0 || y.count === 0) return null;
  let distance = 0;
  eachStep(x, y, (_, __, gap) => {
    distance = Math.max(distance, Math.abs(gap));
  });
  return distance;
}

/**
 * Walks over both samples in ascending order.
 * @param visit is told each stretch between neighbouring values and by how much F_x exceeds F_y on it
 */
export function eachStep(
  x: CountedValues,
  y: CountedValues,
  visit: (from: number, to: number, gap: number) => void,
): void {
  let i = 0;
  let j = 0;
  while (i < x.values.length || j < y.values.length) {
    const from = Math.min(x.values[i] ?? Infinity, y.values[j] ?? Infinity);
    if (x.values[i] === from) i += 1;
    if (y.values[j] === from) j += 1;
    const shareX = i === 0 ? 0 : x.cumulative[i - 1]! / x.count;
    const shareY = j === 0 ? 0 : y.cumulative[j - 1]! / y.count;
    const to = Math.min(x.values[i] ?? Infinity, y.values[j] ?? Infinity);
    visit(from, to, shareX - shareY);
  }
}
