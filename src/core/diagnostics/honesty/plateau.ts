import { widened, type Flow } from './flow.ts';

/** Throughput that stayed where it was although the number of users doubled. */
export interface Plateau {
  readonly users: number;
  readonly throughputPerSec: number;
  readonly halfThroughputPerSec: number;
}

const MIN_BUCKETS = 2;
const MIN_USERS = 10;
/** Twice the users gave less than this much more throughput. */
const FLAT = 1.1;

/** @param users per bucket of `bucketMs` */
export function throughputPlateau(
  flow: Flow,
  bucketMs: number,
  users: readonly (number | null)[],
): Plateau | null {
  const wide = widened(flow, Math.round(bucketMs / flow.widthMs));
  const most = users.reduce<number>((max, n) => Math.max(max, n ?? 0), 0);
  if (most < MIN_USERS) return null;
  const rates = (from: number, to: number): number[] =>
    users
      .flatMap((n, bucket) =>
        n !== null && n >= from * most && n <= to * most && bucket > 0 && bucket < wide.count - 1
          ? [(wide.ends[bucket]! * 1000) / bucketMs]
          : [],
      )
      .sort((a, b) => a - b);
  const [half, full] = [rates(0.4, 0.6), rates(0.95, 1)];
  if (half.length < MIN_BUCKETS || full.length < MIN_BUCKETS) return null;
  const halfThroughputPerSec = half[half.length >> 1]!;
  const throughputPerSec = full[full.length >> 1]!;
  if (halfThroughputPerSec === 0 || throughputPerSec > halfThroughputPerSec * FLAT) return null;
  return { users: most, throughputPerSec, halfThroughputPerSec };
}
