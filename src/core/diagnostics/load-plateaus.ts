import { median } from '../statistics/robust.ts';
import type { LoadSignal } from './load-signal.ts';

/** A stretch of constant load: positions `[from, to)` in the list of buckets that was looked at. */
export interface Plateau {
  readonly from: number;
  readonly to: number;
  /** Median load within. */
  readonly load: number;
}

/** Load within ±5 % of its median is constant (method E2); noisy signals are given three standard deviations, up to ±15 %. */
const TOLERANCE = 0.05;
const MAX_TOLERANCE = 0.15;
/** Plateaus of one load that lie no further apart are one: somebody's dip, not another level. */
const MAX_DIP_BUCKETS = 15;
/** Between neighbouring levels of a staircase. */
const MIN_LEVELS_APART = 1.1;

/**
 * Stretches of constant load, longest first found, in the order of time.
 * @param buckets positions in the signal that are looked at, ascending: what is left out (spikes) does not end a plateau
 * @param minBuckets shorter ones are none
 */
export function loadPlateaus(
  { kind, values, noise }: LoadSignal,
  buckets: readonly number[],
  minBuckets: number,
): Plateau[] {
  const tolerance = Math.min(Math.max(TOLERANCE, 3 * noise), MAX_TOLERANCE);
  const load = Float64Array.from(buckets, (bucket) => values[bucket]!);
  const found: Plateau[] = [];
  const search = (from: number, to: number): void => {
    if (to - from < minBuckets) return;
    const [start, end] = longestConstant(load, from, to, (1 + tolerance) / (1 - tolerance));
    if (end - start < Math.min(minBuckets, MAX_DIP_BUCKETS)) return;
    search(from, start);
    found.push({ from: start, to: end, load: median(load.subarray(start, end)) });
    search(end, to);
  };
  search(0, load.length);
  // Half a user is less than any change of their number.
  const slack = (level: number): number =>
    kind === 'threads' ? Math.max(0.01 * level, 0.5) : Math.max(0.02, 3 * noise) * level;
  return joined(found, tolerance)
    .map((plateau) => trimmed(load, plateau, slack(plateau.load)))
    .filter(({ from, to }) => to - from >= minBuckets);
}

/** How many levels of a staircase come one above the other. */
export function risingLevels(plateaus: readonly Plateau[]): number {
  let levels = 0;
  let highest = 0;
  for (const { load } of plateaus) {
    if (levels > 0 && load < highest * MIN_LEVELS_APART) continue;
    levels += 1;
    highest = load;
  }
  return levels;
}

/** The longest stretch whose largest value is at most `ratio` times its least. Two queues keep both in linear time. */
function longestConstant(load: Float64Array, from: number, to: number, ratio: number): [number, number] {
  const largest: number[] = [];
  const least: number[] = [];
  let best: [number, number] = [from, from];
  let start = from;
  for (let end = from; end < to; end++) {
    while (largest.length > 0 && load[largest.at(-1)!]! <= load[end]!) largest.pop();
    while (least.length > 0 && load[least.at(-1)!]! >= load[end]!) least.pop();
    largest.push(end);
    least.push(end);
    while (start <= end && !(load[least[0]!]! > 0 && load[largest[0]!]! <= ratio * load[least[0]!]!)) {
      start += 1;
      while (largest.length > 0 && largest[0]! < start) largest.shift();
      while (least.length > 0 && least[0]! < start) least.shift();
      if (least.length === 0) break;
    }
    if (end + 1 - start > best[1] - best[0]) best = [start, end + 1];
  }
  return best;
}

function joined(plateaus: readonly Plateau[], tolerance: number): Plateau[] {
  const out: Plateau[] = [];
  for (const next of plateaus) {
    const last = out.at(-1);
    const alike = last !== undefined && Math.abs(last.load - next.load) <= tolerance * last.load;
    if (!alike || next.from - last.to > MAX_DIP_BUCKETS) {
      out.push(next);
      continue;
    }
    const longer = last.to - last.from >= next.to - next.from ? last : next;
    out[out.length - 1] = { from: last.from, to: next.to, load: longer.load };
  }
  return out;
}

/** The end of a ramp lies within ±5 % already: a plateau begins and ends where its load does. */
function trimmed(load: Float64Array, { from, to, load: level }: Plateau, slack: number): Plateau {
  const reached = (at: number): boolean => Math.abs(load[at]! - level) <= slack;
  let start = from;
  let end = to;
  while (start < end && !reached(start)) start += 1;
  while (end > start && !reached(end - 1)) end -= 1;
  return { from: start, to: end, load: level };
}
