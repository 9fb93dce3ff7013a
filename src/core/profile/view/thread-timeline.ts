import type { NewProfile } from '../model/profile.ts';
import { sampleDurations } from '../select-samples.ts';
import { PER_TURN, type Turns } from '../turns.ts';
import { assertTimed } from './selected-stacks.ts';

const NS_PER_US = 1000;
/** A sample without a duration lasts until the next one, but not longer than this many usual gaps. */
const MAX_GAPS = 2;

/** Samples of one thread in the order of time; none begins before the one before it has ended. */
export interface ThreadTimeline {
  readonly count: number;
  /** Place in the samples of the profile. */
  readonly sample: Int32Array;
  /** µs since the start of the profile. */
  readonly fromUs: Float64Array;
  readonly toUs: Float64Array;
}

export function* threadTimeline(profile: NewProfile, thread: number): Turns<ThreadTimeline> {
  const time = assertTimed(profile);
  const { samples, weightTypes, intervalUs } = profile;
  let count = 0;
  let sorted = true;
  let last = -Infinity;
  for (let i = 0; i < samples.count; i++) {
    if (i % PER_TURN === 0) yield;
    if (samples.thread[i] !== thread) continue;
    count++;
    if (time[i]! < last) sorted = false;
    last = time[i]!;
  }
  const sample = new Int32Array(count);
  for (let i = 0, at = 0; i < samples.count; i++) if (samples.thread[i] === thread) sample[at++] = i;
  yield;
  if (!sorted) sample.sort((a, b) => time[a]! - time[b]! || a - b);
  yield;
  const durations = sampleDurations(samples, weightTypes);
  const fromUs = new Float64Array(count);
  for (let k = 0; k < count; k++) fromUs[k] = time[sample[k]!]!;
  const gap = intervalUs !== null && intervalUs > 0 ? intervalUs : usualGap(fromUs);
  yield;
  const toUs = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    if (k % PER_TURN === 0) yield;
    const next = k + 1 < count ? fromUs[k + 1]! : Infinity;
    const length = durations === null ? MAX_GAPS * gap : durations[sample[k]!]! / NS_PER_US;
    toUs[k] = Math.max(fromUs[k]!, Math.min(next, fromUs[k]! + length));
  }
  return { count, sample, fromUs, toUs };
}

/** Median of the gaps between samples, of at most some thousand of them. */
function usualGap(fromUs: Float64Array): number {
  const step = Math.max(1, Math.floor(fromUs.length / 4096));
  const gaps: number[] = [];
  for (let k = step; k < fromUs.length; k += step) gaps.push(fromUs[k]! - fromUs[k - 1]!);
  gaps.sort((a, b) => a - b);
  return gaps[gaps.length >> 1] ?? 0;
}
