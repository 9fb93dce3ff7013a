import type { CountedValues } from './hodges-lehmann.ts';

/**
 * Cliff's δ = P(y > x) − P(y < x), −1..1 (Cliff 1993). |δ| of 0.147, 0.33 and 0.474 is called small, medium and large
 * (Romano et al. 2006).
 * @returns null where a side is empty
 */
export function cliffsDelta(x: CountedValues, y: CountedValues): number | null {
  if (x.count === 0 || y.count === 0) return null;
  let sum = 0;
  let below = -1;
  let upTo = -1;
  for (let i = 0; i < x.values.length; i++) {
    const value = x.values[i]!;
    const n = x.cumulative[i]! - (i === 0 ? 0 : x.cumulative[i - 1]!);
    while (below + 1 < y.values.length && y.values[below + 1]! < value) below += 1;
    upTo = Math.max(upTo, below);
    while (upTo + 1 < y.values.length && y.values[upTo + 1]! <= value) upTo += 1;
    const less = below < 0 ? 0 : y.cumulative[below]!;
    const more = y.count - (upTo < 0 ? 0 : y.cumulative[upTo]!);
    // As shares of y, so that no product of two large counts loses digits.
    sum += (n / x.count) * ((more - less) / y.count);
  }
  return sum;
}
