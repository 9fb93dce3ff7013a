import type { ProfileActivity } from '#shared/model/profile.ts';
import { frameKinds, type NewProfile } from '../model/profile.ts';
import { sampleDurations } from '../select-samples.ts';
import { PER_TURN, type Turns } from '../turns.ts';
import { assertTimed, idleStacks, sampleSelection, stacksWithKind, weightOf } from './selected-stacks.ts';

const GC_KIND = frameKinds.indexOf('gc');
const US_PER_MS = 1000;
const NS_PER_US = 1000;

/** First and last instant of a profile, µs since its start: from its samples, and what the file says of its length. */
export function* profileSpan(profile: NewProfile): Turns<{ readonly fromUs: number; readonly toUs: number }> {
  const time = assertTimed(profile);
  const { samples, weightTypes, durationUs } = profile;
  const durations = sampleDurations(samples, weightTypes);
  let from = 0;
  let to = durationUs ?? 0;
  for (let i = 0; i < samples.count; i++) {
    if (i % PER_TURN === 0) yield;
    const start = time[i]!;
    if (start < from) from = start;
    const end = start + (durations === null ? 0 : durations[i]! / NS_PER_US);
    if (end > to) to = end;
  }
  return { fromUs: from, toUs: to };
}

/**
 * Weight by bins over the whole time. Weight that is time is spread over the bins in which it passed, any other stands where
 * its sample does.
 */
export function* activityView(
  profile: NewProfile,
  weight: number,
  threads: readonly number[] | null,
  bins: number,
): Turns<ProfileActivity> {
  const { unit } = weightOf(profile, weight);
  const chosen = sampleSelection(profile, { threads: threads as number[] | null, fromMs: null, toMs: null });
  const time = assertTimed(profile);
  const { fromUs, toUs } = yield* profileSpan(profile);
  const binUs = Math.max(toUs - fromUs, 1) / bins;
  const kinds = profile.frames.kind;
  const isIdle = idleStacks(kinds, profile.stacks);
  const isGc = stacksWithKind(kinds, profile.stacks, GC_KIND);
  const activity = {
    busy: new Float64Array(bins),
    gc: new Float64Array(bins),
    idle: new Float64Array(bins),
  };
  const { samples } = profile;
  const weights = samples.weights[weight]!;
  const binOf = (us: number): number => Math.min(bins - 1, Math.max(0, Math.floor((us - fromUs) / binUs)));
  for (let i = 0; i < samples.count; i++) {
    if (i % PER_TURN === 0) yield;
    if (chosen.threads?.has(samples.thread[i]!) === false) continue;
    const stack = samples.stack[i]!;
    // Nothing on the stack: the thread waited.
    const column = stack < 0 || isIdle[stack] === 1 ? activity.idle : activity.busy;
    const gc = stack >= 0 && isGc[stack] === 1 ? activity.gc : null;
    const start = time[i]!;
    const length = unit === 'ns' ? weights[i]! / NS_PER_US : 0;
    const first = binOf(start);
    const last = length > 0 ? binOf(start + length) : first;
    for (let bin = first; bin <= last; bin++) {
      const share =
        first === last
          ? 1
          : (Math.min(start + length, fromUs + (bin + 1) * binUs) - Math.max(start, fromUs + bin * binUs)) /
            length;
      const part = weights[i]! * share;
      column[bin]! += part;
      if (gc !== null) gc[bin]! += part;
    }
  }
  return { unit, fromMs: fromUs / US_PER_MS, binMs: binUs / US_PER_MS, ...activity };
}
