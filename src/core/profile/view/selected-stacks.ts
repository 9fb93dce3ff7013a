import { AppError } from '#shared/contract/errors.ts';
import type { ProfileSelection, SelectedWeight, WeightType } from '#shared/model/profile.ts';
import type { NewProfile, StackTable } from '../model/profile.ts';
import { inRange, sampleDurations, shareInRange, type SampleSelection } from '../select-samples.ts';
import { PER_TURN, type Turns } from '../turns.ts';
import { IDLE_KIND, type ChangedStacks } from './changed-stacks.ts';
import type { OpenedProfile, WeighedStacks } from './opened-profile.ts';

const US_PER_MS = 1000;
const NS_PER_US = 1000;

/** A selection: its stacks after all changes, with the weight of the samples that are in it. */
export interface SelectedStacks extends WeighedStacks {
  readonly selected: SelectedWeight;
}

/** @throws {AppError} `bad-request` for a weight, a thread or a time that the profile does not have */
export function weightOf(profile: NewProfile, weight: number): WeightType {
  const type = profile.weightTypes[weight];
  if (type !== undefined) return type;
  throw new AppError('bad-request', `${profile.name} has no weight ${weight}.`, {
    hint: `It has ${profile.weightTypes.map(({ name }, place) => `${place} (${name})`).join(', ')}.`,
  });
}

/** @throws {AppError} as {@link weightOf} */
export function sampleSelection(
  profile: NewProfile,
  { threads, fromMs, toMs }: Pick<ProfileSelection, 'threads' | 'fromMs' | 'toMs'>,
): SampleSelection {
  const unknown = threads?.find((thread) => thread >= profile.threads.length);
  if (unknown !== undefined)
    throw new AppError('bad-request', `${profile.name} has no thread ${unknown}.`, {
      hint: `It has ${profile.threads.length}, counted from 0.`,
    });
  if (fromMs !== null || toMs !== null) assertTimed(profile);
  return {
    threads: threads === null ? null : new Set(threads),
    fromUs: fromMs === null ? null : fromMs * US_PER_MS,
    toUs: toMs === null ? null : toMs * US_PER_MS,
  };
}

/** @throws {AppError} `bad-request` for a profile without instants */
export function assertTimed(profile: NewProfile): Float64Array {
  if (profile.samples.time !== null) return profile.samples.time;
  throw new AppError('bad-request', `${profile.name} does not say when its samples were taken.`, {
    hint: 'Only the profile as a whole can be looked at: choose the whole time.',
  });
}

/** Weighs the stacks that the changes of a selection have made. */
export function* selectingStacks(
  profile: OpenedProfile,
  { frames, stacks, changes }: ChangedStacks,
  selection: ProfileSelection,
): Turns<SelectedStacks> {
  const { unit } = weightOf(profile, selection.weight);
  const own = yield* weighingStacks(profile, selection);
  const idle = selection.withIdle ? null : idleStacks(profile.frames.kind, profile.stacks);
  yield;
  let selectedTotal = own.empty;
  for (let stack = 0; stack < own.self.length; stack++)
    if (idle === null || idle[stack] === 0) selectedTotal += own.self[stack]!;
  if (changes === null) {
    const total = selectedTotal;
    const selected = { unit, total, selectedTotal, withoutStack: own.empty, samples: own.count };
    return { frames, stacks, ...own, selected };
  }
  const self = new Float64Array(stacks.count);
  const samples = new Float64Array(stacks.count);
  let empty = changes.losesEmpty ? 0 : own.empty;
  let emptySamples = changes.losesEmpty ? 0 : own.emptySamples;
  let total = 0;
  let count = 0;
  for (let old = 0; old < own.self.length; old++) {
    if (old % PER_TURN === 0) yield;
    const at = changes.stackOf[old]!;
    if (at >= 0) {
      self[at]! += own.self[old]!;
      samples[at]! += own.samples[old]!;
      total += own.self[old]!;
      count += own.samples[old]!;
    } else if (at === -1) {
      empty += own.self[old]!;
      emptySamples += own.samples[old]!;
    }
  }
  total += empty;
  count += emptySamples;
  const selected = { unit, total, selectedTotal, withoutStack: empty, samples: count };
  return { frames, stacks, self, samples, empty, emptySamples, selected };
}

/** Weight and number of the selected samples by stack, before anything is changed. */
function* weighingStacks(
  profile: OpenedProfile,
  selection: ProfileSelection,
): Turns<Omit<WeighedStacks, 'frames' | 'stacks'> & { readonly count: number }> {
  const { threads, fromUs, toUs } = sampleSelection(profile, selection);
  const { samples, stacks, weightTypes } = profile;
  const { stack, thread, time } = samples;
  const weights = samples.weights[selection.weight]!;
  const lasts = weightTypes[selection.weight]!.unit === 'ns';
  const durations = sampleDurations(samples, weightTypes);
  const ranged = fromUs !== null || toUs !== null;
  const [from, to] = [fromUs ?? -Infinity, toUs ?? Infinity];
  const self = new Float64Array(stacks.count);
  const counts = new Float64Array(stacks.count);
  let empty = 0;
  let emptySamples = 0;
  let count = 0;
  for (let i = 0; i < samples.count; i++) {
    if (i % PER_TURN === 0) yield;
    if (threads !== null && !threads.has(thread[i]!)) continue;
    let weight = weights[i]!;
    if (ranged) {
      const share = shareInRange(time![i]!, (durations?.[i] ?? 0) / NS_PER_US, from, to);
      if (share <= 0) continue;
      if (lasts) weight *= share;
      else if (!inRange(time![i]!, from, to)) weight = 0;
    }
    count++;
    const at = stack[i]!;
    if (at < 0) {
      empty += weight;
      emptySamples++;
    } else {
      self[at]! += weight;
      counts[at]!++;
    }
  }
  return { self, samples: counts, empty, emptySamples, count };
}

/** 1: the stack has a frame that stands for nothing to do. */
export function idleStacks(kinds: Uint8Array, stacks: StackTable): Uint8Array {
  return stacksWithKind(kinds, stacks, IDLE_KIND);
}

/** 1: the stack has a frame of the kind. */
export function stacksWithKind(
  kinds: Uint8Array,
  { count, parent, frame }: StackTable,
  kind: number,
): Uint8Array {
  const marked = new Uint8Array(count);
  for (let stack = 0; stack < count; stack++) {
    const above = parent[stack]!;
    if (kinds[frame[stack]!] === kind || (above >= 0 && marked[above] === 1)) marked[stack] = 1;
  }
  return marked;
}
