import type { NewProfile, SampleTable } from './model/profile.ts';

const NS_PER_US = 1000;

/** Which part of a profile is looked at. */
export interface SampleSelection {
  /** Places in the threads of the profile; null is all. */
  readonly threads: ReadonlySet<number> | null;
  /** µs since the start of the profile, from inclusive to exclusive; null is open. Needs samples with time. */
  readonly fromUs: number | null;
  readonly toUs: number | null;
}

/**
 * The samples of a selection. A sample that weighs time lasts from its instant on for as long as it weighs, and counts as
 * far as it lies in the range; any other counts when its instant does.
 * @throws {RangeError} for a range of a profile without time
 */
export function selectSamples(
  { samples, weightTypes }: NewProfile,
  { threads, fromUs, toUs }: SampleSelection,
): SampleTable {
  const { time, thread, stack } = samples;
  const ranged = fromUs !== null || toUs !== null;
  if (!ranged && threads === null) return samples;
  if (ranged && time === null) throw new RangeError('A profile without time has no ranges of time');
  const from = fromUs ?? -Infinity;
  const to = toUs ?? Infinity;
  const lasting = weightTypes.findIndex(({ unit }) => unit === 'ns');
  const durations = lasting < 0 ? null : samples.weights[lasting]!;
  const places: number[] = [];
  const shares: number[] = [];
  for (let i = 0; i < samples.count; i++) {
    if (threads !== null && !threads.has(thread[i]!)) continue;
    const share = ranged ? shareInRange(time![i]!, (durations?.[i] ?? 0) / NS_PER_US, from, to) : 1;
    if (share <= 0) continue;
    places.push(i);
    shares.push(share);
  }
  return {
    count: places.length,
    time: time === null ? null : Float64Array.from(places, (i) => Math.max(time[i]!, from)),
    thread: Int32Array.from(places, (i) => thread[i]!),
    stack: Int32Array.from(places, (i) => stack[i]!),
    weights: samples.weights.map((column, type) =>
      weightTypes[type]!.unit === 'ns'
        ? Float64Array.from(places, (i, k) => column[i]! * shares[k]!)
        : Float64Array.from(places, (i) => (time === null || inRange(time[i]!, from, to) ? column[i]! : 0)),
    ),
  };
}

/** Part of a sample's time that lies in the range, 0..1. */
function shareInRange(start: number, length: number, from: number, to: number): number {
  if (length <= 0) return inRange(start, from, to) ? 1 : 0;
  const overlap = Math.min(start + length, to) - Math.max(start, from);
  return overlap <= 0 ? 0 : Math.min(1, overlap / length);
}

function inRange(instant: number, from: number, to: number): boolean {
  return instant >= from && instant < to;
}
