/** Widths that read well on a time axis, in ms: 1-2-5 below a second, then those of clocks. */
const WIDTHS_MS: readonly number[] = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 10e3, 15e3, 30e3, 60e3, 120e3, 300e3, 600e3, 900e3,
  1800e3, 3600e3, 7200e3, 10800e3, 21600e3, 43200e3, 86400e3,
];

/** Samples that a bucket should hold on average, so that its median means something. */
const WANTED_SAMPLES = 25;
/** A run is cut into at least this many buckets, even when they are thin. */
const MIN_BUCKETS = 40;

/** A stretch of time cut into buckets of one width, whose edges are multiples of it since the start of the run. */
export interface Buckets {
  readonly widthMs: number;
  /** Number of the first bucket, counted from the start of the run. */
  readonly first: number;
  readonly count: number;
}

/**
 * At most `maxBuckets` buckets for the instants `[fromMs, toMs)` and, where that leaves enough buckets,
 * {@link WANTED_SAMPLES} samples in each.
 */
export function chooseBuckets(fromMs: number, toMs: number, maxBuckets: number, samples: number): Buckets {
  const wanted = Math.min(maxBuckets, Math.max(MIN_BUCKETS, Math.floor(samples / WANTED_SAMPLES)));
  let widthMs = atLeast((toMs - fromMs) / wanted);
  // The span may begin and end within a bucket, and then touches one more.
  while (bucketsIn(fromMs, toMs, widthMs).count > maxBuckets) widthMs = atLeast(widthMs * 1.01);
  return bucketsIn(fromMs, toMs, widthMs);
}

function bucketsIn(fromMs: number, toMs: number, widthMs: number): Buckets {
  const first = Math.floor(fromMs / widthMs);
  return { widthMs, first, count: Math.max(1, Math.ceil(toMs / widthMs) - first) };
}

/** The narrowest of the widths that is not below `ms`. */
export function atLeast(ms: number): number {
  const width = WIDTHS_MS.find((candidate) => candidate >= ms);
  if (width !== undefined) return width;
  const day = 86_400_000;
  return Math.ceil(ms / day) * day;
}

/**
 * SQL of the number of the bucket that an instant lies in, counted from the first. The instant must be in one: `//` cuts
 * towards zero, and what came before would fall into the first.
 */
export function bucketSql(column: string, startUs: number, { widthMs, first }: Buckets): string {
  const widthUs = Math.round(widthMs * 1000);
  return `((epoch_us(${column}) - ${startUs + first * widthUs}) // ${widthUs})::INTEGER`;
}

/** SQL condition: the instant lies in a bucket. */
export function inBucketsSql(column: string, startUs: number, { widthMs, first, count }: Buckets): string {
  const widthUs = Math.round(widthMs * 1000);
  const edge = (bucket: number): string => `make_timestamp(${startUs + bucket * widthUs}::BIGINT)`;
  return `(${column} >= ${edge(first)} AND ${column} < ${edge(first + count)})`;
}
