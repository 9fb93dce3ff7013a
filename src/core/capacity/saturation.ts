import type { BreakingPoint, CapacityLevel, LoadPoint } from '#shared/model/capacity.ts';
import { isotonic } from '../statistics/isotonic.ts';
import { kneedle } from '../statistics/kneedle.ts';
import type { LoadBucket, MeasuredLevel } from './load-levels.ts';

/** Method E4 on levels of load, ascending by users. */

/** Beyond saturation the load must have gone on so far, over so many levels, that the flat end is no chance. */
const BEYOND = 1.5;
const LEVELS_BEYOND = 2;
/** A system that is full takes longer; where it does not, something paces the load. */
const SLOWER = 1.25;
const KNEE_LEVELS = 8;
const KNEE_RANGE = 3;
const MAX_ERRORS = 0.01;
const FALLEN = 0.9;
const BROKEN_BUCKETS = 3;
/** A load that is smaller by this factor is another one. */
const LOWER = 1.1;

/** The largest load of which 10 % more still give `gain` more throughput, where the run went well beyond it. */
export function saturationOf(levels: readonly MeasuredLevel[], gain: number): LoadPoint | null {
  const most = levels.at(-1);
  if (most === undefined || levels.length < 5) return null;
  const fit = isotonic(
    levels.map(({ throughputPerSec }) => throughputPerSec),
    levels.map(({ buckets }) => buckets),
  );
  const at = (users: number): number => interpolated(levels, fit, users);
  const last = levels.findLastIndex(
    ({ users }) => users * 1.1 <= most.users && at(users * 1.1) >= (1 + gain) * at(users),
  );
  if (last < 0) return null;
  // The next level is the first that gains nothing: the limit is reached somewhere between the two.
  const index = Math.min(last + 1, levels.length - 1);
  const level = levels[index]!;
  const beyond = levels.slice(index + 1);
  if (beyond.length < LEVELS_BEYOND || most.users < BEYOND * level.users) return null;
  const slowest = Math.max(...beyond.map(({ p95Ms }) => p95Ms ?? 0));
  if (level.p95Ms === null || slowest < SLOWER * level.p95Ms) return null;
  return { users: level.users, throughputPerSec: fit[index]!, p95Ms: level.p95Ms };
}

/** Where the curves bend, on smoothed levels; why they are not looked at. */
export function kneesOf(levels: readonly CapacityLevel[]): {
  readonly latency: LoadPoint | null;
  readonly throughput: LoadPoint | null;
  readonly problem: string | null;
} {
  const known = levels.filter(({ p95Ms }) => p95Ms !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || known.length < KNEE_LEVELS || last!.users < KNEE_RANGE * first.users)
    return {
      latency: null,
      throughput: null,
      problem: `Not enough load range for a knee: it takes at least ${KNEE_LEVELS} different loads over a factor of ${KNEE_RANGE}.`,
    };
  const weights = known.map(({ buckets }) => buckets);
  const rate = isotonic(
    known.map(({ throughputPerSec }) => throughputPerSec),
    weights,
  );
  const p95 = isotonic(
    known.map(({ p95Ms }) => p95Ms!),
    weights,
  );
  const users = known.map((level) => level.users);
  const pointAt = (index: number | null): LoadPoint | null =>
    index === null
      ? null
      : { users: users[index]!, throughputPerSec: rate[index]!, p95Ms: known[index]!.p95Ms };
  const throughput = pointAt(kneedle(users, rate, 'concave'));
  // Pooled levels have one throughput: of each, the fastest stands for it.
  const distinct = users.flatMap((_, i) => (i > 0 && rate[i]! <= rate[i - 1]! ? [] : [i]));
  const bend =
    distinct.length < KNEE_LEVELS
      ? null
      : kneedle(
          distinct.map((i) => rate[i]!),
          distinct.map((i) => p95[i]!),
          'convex',
        );
  return { latency: pointAt(bend === null ? null : distinct[bend]!), throughput, problem: null };
}

interface Streak {
  readonly reason: BreakingPoint['reason'] | null;
  readonly from: number;
  readonly length: number;
}

/**
 * The first load at which, in three buckets in a row, more than 1 % fail, or throughput lies 10 % below its maximum while
 * load rises. It is no load that breaks the system where smaller ones did as well, or where most of the time this load and
 * larger ones did not.
 */
export function breakingPoint(buckets: readonly LoadBucket[]): BreakingPoint | null {
  let best = { users: 0, rate: 0 };
  const broken = buckets.map(
    ({ users, throughputPerSec, samples, failures }): BreakingPoint['reason'] | null => {
      if (samples > 0 && failures / samples > MAX_ERRORS) return 'errors';
      if (users > best.users && best.rate > 0 && throughputPerSec <= FALLEN * best.rate) return 'throughput';
      if (throughputPerSec > best.rate) best = { users, rate: throughputPerSec };
      return null;
    },
  );
  let streak: Streak = { reason: null, from: 0, length: 0 };
  for (const [index, reason] of broken.entries()) {
    streak =
      streak.reason === reason
        ? { ...streak, length: streak.length + 1 }
        : { reason, from: index, length: 1 };
    if (reason === null || streak.length < BROKEN_BUCKETS) continue;
    const first = buckets[streak.from]!;
    const shareBroken = (isAt: (users: number) => boolean): { share: number; buckets: number } => {
      const at = buckets.flatMap(({ users }, place) => (isAt(users) ? [broken[place] === reason] : []));
      return { share: at.filter(Boolean).length / Math.max(1, at.length), buckets: at.length };
    };
    const below = shareBroken((users) => users < first.users / LOWER);
    const beyond = shareBroken((users) => users >= first.users);
    if (below.buckets < BROKEN_BUCKETS || below.share > 0.5 || beyond.share < 0.5) continue;
    const span = buckets.slice(streak.from, index + 1);
    const all = span.reduce((total, bucket) => total + bucket.samples, 0);
    return {
      users: first.users,
      atMs: first.fromMs,
      reason,
      errorRate: all === 0 ? 0 : span.reduce((total, bucket) => total + bucket.failures, 0) / all,
      throughputPerSec: first.throughputPerSec,
    };
  }
  return null;
}

function interpolated(levels: readonly CapacityLevel[], values: Float64Array, users: number): number {
  for (let i = 1; i < levels.length; i++) {
    const [a, b] = [levels[i - 1]!.users, levels[i]!.users];
    if (users <= b) return values[i - 1]! + ((users - a) / (b - a)) * (values[i]! - values[i - 1]!);
  }
  return values.at(-1) ?? 0;
}
