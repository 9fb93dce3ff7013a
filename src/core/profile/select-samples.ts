import { Float64Column, Int32Column } from './model/growing-column.ts';
import type { NewProfile, SampleTable, WeightType } from './model/profile.ts';
import { atOnce, PER_TURN, type Turns } from './turns.ts';

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
  return atOnce(selectingSamples(samples, weightTypes, { threads, fromUs, toUs }));
}

/** The same in turns. */
export function* selectingSamples(
  samples: SampleTable,
  weightTypes: readonly WeightType[],
  { threads, fromUs, toUs }: SampleSelection,
): Turns<SampleTable> {
  const { time, thread } = samples;
  const ranged = fromUs !== null || toUs !== null;
  if (!ranged && threads === null) return samples;
  if (ranged && time === null) throw new RangeError('A profile without time has no ranges of time');
  const from = fromUs ?? -Infinity;
  const to = toUs ?? Infinity;
  const durations = sampleDurations(samples, weightTypes);
  const placeColumn = new Int32Column();
  const shareColumn = new Float64Column();
  for (let i = 0; i < samples.count; i++) {
    if (i % PER_TURN === 0) yield;
    if (threads !== null && !threads.has(thread[i]!)) continue;
    const share = ranged ? shareInRange(time![i]!, (durations?.[i] ?? 0) / NS_PER_US, from, to) : 1;
    if (share <= 0) continue;
    placeColumn.push(i);
    shareColumn.push(share);
  }
  const [places, shares] = [placeColumn.take(), shareColumn.take()];
  const kept = pickedSamples(samples, places);
  yield;
  if (!ranged) return kept;
  for (const [type, column] of kept.weights.entries()) {
    const lasts = weightTypes[type]!.unit === 'ns';
    for (let k = 0; k < places.length; k++) {
      if (lasts) column[k]! *= shares[k]!;
      else if (!inRange(kept.time![k]!, from, to)) column[k] = 0;
    }
    yield;
  }
  for (let k = 0; k < places.length; k++) kept.time![k] = Math.max(kept.time![k]!, from);
  return kept;
}

/** Samples at the given places, in that order. */
export function pickedSamples(samples: SampleTable, places: Int32Array): SampleTable {
  const count = places.length;
  const time = samples.time === null ? null : new Float64Array(count);
  const thread = new Int32Array(count);
  const stack = new Int32Array(count);
  const weights = samples.weights.map(() => new Float64Array(count));
  for (let k = 0; k < count; k++) {
    const place = places[k]!;
    if (time !== null) time[k] = samples.time![place]!;
    thread[k] = samples.thread[place]!;
    stack[k] = samples.stack[place]!;
    for (let type = 0; type < weights.length; type++) weights[type]![k] = samples.weights[type]![place]!;
  }
  return { count, time, thread, stack, weights };
}

/** How long each sample lasted, ns: its first weight that is time; null where none is. */
export function sampleDurations(
  { weights }: SampleTable,
  weightTypes: readonly WeightType[],
): Float64Array | null {
  const lasting = weightTypes.findIndex(({ unit }) => unit === 'ns');
  return lasting < 0 ? null : weights[lasting]!;
}

/** Part of a sample's time that lies in the range, 0..1; all in the unit of `start`. */
export function shareInRange(start: number, length: number, from: number, to: number): number {
  if (length <= 0) return inRange(start, from, to) ? 1 : 0;
  const overlap = Math.min(start + length, to) - Math.max(start, from);
  return overlap <= 0 ? 0 : Math.min(1, overlap / length);
}

export function inRange(instant: number, from: number, to: number): boolean {
  return instant >= from && instant < to;
}
