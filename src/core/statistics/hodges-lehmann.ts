/** Distinct values in ascending order with how many of them there are up to each: both of equal length. */
export interface CountedValues {
  readonly values: Float64Array;
  readonly cumulative: Float64Array;
  readonly count: number;
}

/**
 * Hodges–Lehmann shift: the median of all differences y − x (Hodges & Lehmann 1963). Exact, without making the
 * differences: counting those up to a given one takes one pass over the distinct values.
 * @returns null where a side is empty
 */
export function hodgesLehmannShift(x: CountedValues, y: CountedValues): number | null {
  const pairs = x.count * y.count;
  if (pairs === 0) return null;
  const lower = differenceAtRank(x, y, Math.ceil(pairs / 2));
  return pairs % 2 === 1 ? lower : (lower + differenceAtRank(x, y, pairs / 2 + 1)) / 2;
}

/** The `rank`-th smallest (from 1) of all differences y − x. */
function differenceAtRank(x: CountedValues, y: CountedValues, rank: number): number {
  let low = y.values[0]! - x.values[x.values.length - 1]!;
  let high = y.values[y.values.length - 1]! - x.values[0]!;
  // Both ends are moved onto differences that exist, so that it ends on the exact one.
  while (low < high) {
    const { count, least, most } = differencesUpTo(x, y, low + (high - low) / 2);
    if (count >= rank) high = Math.min(most, high);
    else low = Math.max(least, low);
  }
  return low;
}

interface Split {
  /** Pairs with a difference of at most the limit. */
  readonly count: number;
  /** The largest difference up to the limit, and the smallest above it. */
  readonly most: number;
  readonly least: number;
}

function differencesUpTo(x: CountedValues, y: CountedValues, limit: number): Split {
  let count = 0;
  let most = -Infinity;
  let least = Infinity;
  let j = -1;
  let before = 0;
  for (let i = 0; i < x.values.length; i++) {
    while (j + 1 < y.values.length && y.values[j + 1]! - x.values[i]! <= limit) j += 1;
    const n = x.cumulative[i]! - before;
    before = x.cumulative[i]!;
    if (j >= 0) {
      count += n * y.cumulative[j]!;
      most = Math.max(most, y.values[j]! - x.values[i]!);
    }
    if (j + 1 < y.values.length) least = Math.min(least, y.values[j + 1]! - x.values[i]!);
  }
  return { count, most, least };
}
