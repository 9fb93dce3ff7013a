/** Figures of a bucketed distribution, by the same definitions as the exact ones (type 7, population deviation). */

export interface BucketRange {
  /** First and one past the last bucket that may hold samples. */
  readonly from: number;
  readonly to: number;
}

/**
 * Percentiles by type 7 where each sample counts as the value of its bucket: at most half a bucket off.
 * @param percentiles 0..100, ascending
 * @param out receives one value per percentile from `at` on; NaN without samples
 */
export function bucketPercentiles(
  counts: Uint32Array,
  range: BucketRange,
  samples: number,
  values: Float64Array,
  percentiles: readonly number[],
  out: Float64Array,
  at: number,
): void {
  if (samples === 0) {
    out.fill(NaN, at, at + percentiles.length);
    return;
  }
  let bucket = range.from;
  let below = 0;
  let count = counts[bucket]!;
  for (let i = 0; i < percentiles.length; i++) {
    const rank = ((samples - 1) * percentiles[i]!) / 100;
    const lower = Math.floor(rank);
    while (below + count <= lower && bucket < range.to - 1) {
      below += count;
      count = counts[++bucket]!;
    }
    const value = values[bucket]!;
    const share = rank - lower;
    // The next sample in order lies in this bucket too unless the lower one is its last.
    const upper =
      share > 0 && below + count === lower + 1 ? nextValue(counts, bucket, range.to, values) : value;
    out[at + i] = value + share * (upper - value);
  }
}

function nextValue(counts: Uint32Array, bucket: number, to: number, values: Float64Array): number {
  for (let next = bucket + 1; next < to; next++) if (counts[next]! > 0) return values[next]!;
  return values[bucket]!;
}

export interface BucketMoments {
  readonly minMs: number;
  readonly maxMs: number;
  readonly meanMs: number;
  readonly stdDevMs: number;
}

/** @returns null without samples */
export function bucketMoments(
  counts: Uint32Array,
  range: BucketRange,
  samples: number,
  values: Float64Array,
): BucketMoments | null {
  if (samples === 0) return null;
  let first = -1;
  let last = -1;
  let sum = 0;
  let squares = 0;
  for (let bucket = range.from; bucket < range.to; bucket++) {
    const count = counts[bucket]!;
    if (count === 0) continue;
    if (first < 0) first = bucket;
    last = bucket;
    const value = values[bucket]!;
    sum += count * value;
    squares += count * value * value;
  }
  const meanMs = sum / samples;
  return {
    minMs: values[first]!,
    maxMs: values[last]!,
    meanMs,
    stdDevMs: Math.sqrt(Math.max(0, squares / samples - meanMs * meanMs)),
  };
}
