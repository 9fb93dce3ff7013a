/** Widths that read well on a time axis, in ms: 1-2-5 below a second, then those of clocks. */
const WIDTHS_MS: readonly number[] = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 10e3, 15e3, 30e3, 60e3, 120e3, 300e3, 600e3, 900e3,
  1800e3, 3600e3, 7200e3, 10800e3, 21600e3, 43200e3, 86400e3,
];

/** Samples that a bucket should hold on average, so that its median means something. */
const WANTED_SAMPLES = 25;
/** A run is cut into at least this many buckets, even when they are thin. */
const MIN_BUCKETS = 40;

/**
 * The narrowest width with at most `maxBuckets` buckets over `spanMs` and, where that leaves enough buckets,
 * {@link WANTED_SAMPLES} samples in each.
 */
export function chooseBucketMs(spanMs: number, maxBuckets: number, samples: number): number {
  const wanted = Math.max(MIN_BUCKETS, Math.min(maxBuckets, Math.floor(samples / WANTED_SAMPLES)));
  return atLeast(spanMs / Math.min(wanted, maxBuckets));
}

/** The narrowest of the widths that is not below `ms`. */
export function atLeast(ms: number): number {
  const width = WIDTHS_MS.find((candidate) => candidate >= ms);
  if (width !== undefined) return width;
  const day = 86_400_000;
  return Math.ceil(ms / day) * day;
}
