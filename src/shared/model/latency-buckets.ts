import type { BucketScheme } from './latency.ts';

/** Relative width of a logarithmic bucket: a value read from one is at most half of this off. */
export const BUCKET_GROWTH = 1.02;

/**
 * Chooses buckets for response times between `minMs` (smallest above zero) and `maxMs`.
 * The linear part has whole clock ticks as edges, else empty stripes would appear where buckets are narrower than a tick;
 * it ends where a logarithmic bucket is at least one tick wide.
 */
export function chooseScheme(clockTickMs: number, minMs: number, maxMs: number): BucketScheme {
  const linear = Math.ceil(1 / (BUCKET_GROWTH - 1));
  const finest = 10 ** Math.floor(Math.log10(Math.max(minMs, 1e-3)) - 1);
  const tickMs = Math.max(clockTickMs, finest);
  const logFrom = linear * tickMs;
  const logarithmic =
    maxMs >= logFrom ? Math.floor(Math.log(maxMs / logFrom) / Math.log(BUCKET_GROWTH)) + 1 : 0;
  return { tickMs, linear, growth: BUCKET_GROWTH, count: linear + logarithmic };
}

/** Lower edge of a bucket in ms; `bucket === count` gives the upper edge of the last. */
export function bucketEdgeMs(scheme: BucketScheme, bucket: number): number {
  if (bucket <= scheme.linear) return bucket * scheme.tickMs;
  return scheme.linear * scheme.tickMs * scheme.growth ** (bucket - scheme.linear);
}

/** Bucket of a response time; values beyond the ends go to the first and the last bucket. */
export function bucketOf(scheme: BucketScheme, valueMs: number): number {
  const logFrom = scheme.linear * scheme.tickMs;
  if (valueMs < logFrom) return Math.max(0, Math.floor(valueMs / scheme.tickMs));
  const bucket = scheme.linear + Math.floor(Math.log(valueMs / logFrom) / Math.log(scheme.growth));
  return Math.min(bucket, scheme.count - 1);
}

/**
 * The value that stands for a bucket: the tick itself where a bucket holds one tick of a whole-tick clock,
 * else the geometric middle.
 */
export function bucketValueMs(scheme: BucketScheme, bucket: number): number {
  if (bucket < scheme.linear) return bucket * scheme.tickMs;
  return Math.sqrt(bucketEdgeMs(scheme, bucket) * bucketEdgeMs(scheme, bucket + 1));
}
