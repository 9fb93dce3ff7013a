import { median } from '../../statistics/robust.ts';
import { inFlightPerBucket, widened, type Flow } from './flow.ts';

/** Method E3: Little's law per bucket, and the balance of users that follows from it. */
export interface LittlesLaw {
  readonly bucketMs: number;
  /** Buckets in which the load stood still, so that the law must hold. */
  readonly steadyBuckets: number;
  /** Steady buckets in which L and X·R agree within the tolerance of {@link TOLERANCE}. */
  readonly agreeing: number;
  /** Largest relative gap between X·R and L in a steady bucket. */
  readonly largestGap: number;
  /** Medians over the steady buckets. */
  readonly inFlight: number;
  readonly throughputPerSec: number;
  readonly meanMs: number;
  /** What follows where the number of users is known. */
  readonly users: UserBalance | null;
}

export interface UserBalance {
  /** Median number of users in steady buckets. */
  readonly users: number;
  /** Z = N/X − R, median: what a user waits between two requests. */
  readonly thinkTimeMs: number;
  /** Steady buckets with more in flight than there are users. */
  readonly overfull: number;
  /** Steady buckets in which users are missing: neither in flight nor within the usual think time. */
  readonly missing: number;
  /** Largest share of users that are missing in a bucket. */
  readonly largestMissing: number;
  /** Start of the bucket with the largest share, ms since the start of the run. */
  readonly missingAtMs: number | null;
}

/** L and X·R of a steady bucket differ by less than this. */
const TOLERANCE = 0.05;
const BUCKET_MS = 10_000;
/** A shorter run has narrower buckets, so that there are enough of them. */
const MIN_BUCKETS = 12;
const MIN_BUCKET_MS = 1000;
const MIN_STEADY_BUCKETS = 3;

/** Width of the buckets for a run of this length, a multiple of the flow's. */
export function auditBucketMs(durationMs: number, flowWidthMs: number): number {
  const wanted = Math.min(BUCKET_MS, Math.max(MIN_BUCKET_MS, durationMs / MIN_BUCKETS));
  return Math.max(1, Math.floor(wanted / flowWidthMs)) * flowWidthMs;
}

/**
 * @param users number of users per bucket of `bucketMs`, null where it is not known
 * @returns null where too few buckets are steady
 */
export function littlesLaw(
  flow: Flow,
  bucketMs: number,
  users: readonly (number | null)[],
): LittlesLaw | null {
  const wide = widened(flow, Math.round(bucketMs / flow.widthMs));
  const inFlight = inFlightPerBucket(wide);
  const steady = steadyBuckets(inFlight, wide, users);
  if (steady.length < MIN_STEADY_BUCKETS) return null;
  const seconds = bucketMs / 1000;
  let agreeing = 0;
  let largestGap = 0;
  for (const bucket of steady) {
    const l = inFlight[bucket]!;
    const xr = wide.elapsedMs[bucket]! / bucketMs;
    const meanMs = wide.elapsedMs[bucket]! / Math.max(wide.ends[bucket]!, 1);
    const gap = l === 0 && xr === 0 ? 0 : Math.abs(xr - l) / Math.max(l, 1e-9);
    // What is in flight at the edges of a bucket counts as a whole on the one side, and in part on the other.
    const edges = 3 * Math.sqrt(2 / Math.max(l, 1e-9)) * (meanMs / bucketMs);
    if (gap <= Math.max(TOLERANCE, edges)) agreeing += 1;
    largestGap = Math.max(largestGap, gap);
  }
  const total = (values: Float64Array): number => steady.reduce((sum, bucket) => sum + values[bucket]!, 0);
  return {
    bucketMs,
    steadyBuckets: steady.length,
    agreeing,
    largestGap,
    inFlight: median(steady.map((bucket) => inFlight[bucket]!)),
    throughputPerSec: median(steady.map((bucket) => wide.ends[bucket]! / seconds)),
    meanMs: total(wide.elapsedMs) / Math.max(total(wide.ends), 1),
    users: steady.every((bucket) => typeof users[bucket] === 'number')
      ? balance(steady, wide, inFlight, users as readonly number[])
      : null,
  };
}

/** The number of users stands still, or where it is not known, the number in flight; first and last bucket are partly empty. */
function steadyBuckets(inFlight: Float64Array, flow: Flow, users: readonly (number | null)[]): number[] {
  const inner = Array.from({ length: Math.max(0, flow.count - 2) }, (_, i) => i + 1);
  const known = inner.filter((bucket) => typeof users[bucket] === 'number' && users[bucket] > 0);
  if (known.length >= inner.length / 2 && known.length > 0) {
    const level = plateau(known.map((bucket) => users[bucket]!));
    return known.filter((bucket) => Math.abs(users[bucket]! - level) <= level * 0.05);
  }
  const level = median(inner.map((bucket) => inFlight[bucket]!));
  return inner.filter((bucket) => Math.abs(inFlight[bucket]! - level) <= level * 0.25 && level > 0);
}

/** The level at which most buckets are, within 5 %. */
function plateau(levels: readonly number[]): number {
  const sorted = Float64Array.from(levels).sort();
  let best = sorted[0]!;
  let most = 0;
  let from = 0;
  for (let to = 0; to < sorted.length; to++) {
    while (sorted[from]! < sorted[to]! / 1.05) from += 1;
    // Of levels that last equally long, the highest.
    if (to - from + 1 >= most) {
      most = to - from + 1;
      best = sorted[(from + to) >> 1]!;
    }
  }
  return best;
}

/**
 * Users are in flight or think: N = L + X·Z. The think time Z is the median of (N − L) ÷ X, so that a bucket in which
 * samples were lost, or in which the load generator stood still, has users that are in neither.
 */
function balance(
  steady: readonly number[],
  flow: Flow,
  inFlight: Float64Array,
  users: readonly number[],
): UserBalance {
  const busy = steady.filter((bucket) => flow.ends[bucket]! > 0);
  const thinkTimes = busy.map((b) => ((users[b]! - inFlight[b]!) * flow.widthMs) / flow.ends[b]!);
  const thinkMs = busy.length === 0 ? 0 : Math.max(0, median(thinkTimes));
  let overfull = 0;
  let missing = 0;
  let largestMissing = 0;
  let missingAtMs: number | null = null;
  for (const bucket of steady) {
    const n = users[bucket]!;
    if (inFlight[bucket]! > n * (1 + TOLERANCE)) overfull += 1;
    const share = 1 - (inFlight[bucket]! + (flow.ends[bucket]! * thinkMs) / flow.widthMs) / n;
    // Think times vary: of few requests, the mean by more than the tolerance.
    const expected = Math.max(1, ((1 - share) * n * flow.widthMs) / Math.max(thinkMs, 1));
    if (share > Math.max(TOLERANCE, 4 / Math.sqrt(expected))) {
      missing += 1;
      if (share > largestMissing) {
        largestMissing = share;
        missingAtMs = bucket * flow.widthMs;
      }
    }
  }
  return {
    users: median(steady.map((bucket) => users[bucket]!)),
    thinkTimeMs: thinkMs,
    overfull,
    missing,
    largestMissing,
    missingAtMs,
  };
}
