import type { ProfileSelection } from '#shared/model/profile.ts';
import { outermostStacks } from '../function-totals.ts';
import type { StackTable } from '../model/profile.ts';
import type { Turns } from '../turns.ts';
import { changingStacks, identityTable, type ChangedStacks } from './changed-stacks.ts';
import type { OpenedProfile } from './opened-profile.ts';
import { nameRanks } from './sibling-order.ts';
import { threadTimeline, type ThreadTimeline } from './thread-timeline.ts';

/** Changed stacks that are kept: one view and its neighbour ask for the same several times. */
const MAX_KEPT = 3;

/** An opened profile with what several answers about it have in common. */
export class ViewedProfile {
  readonly profile: OpenedProfile;
  private readonly changed = new Map<string, ChangedStacks>();
  private lastOutermost: { readonly stacks: StackTable; readonly of: Uint8Array } | null = null;
  private lastTimeline: { readonly thread: number; readonly of: ThreadTimeline } | null = null;
  private ranks: { readonly count: number; readonly of: Int32Array } | null = null;

  constructor(profile: OpenedProfile) {
    this.profile = profile;
  }

  /** What it takes in memory, about. */
  get bytes(): number {
    const { bytes, stacks } = this.profile;
    return bytes + this.changed.size * stacks.count * 13 + (this.lastTimeline?.of.count ?? 0) * 20;
  }

  /** Stacks after the changes of a selection, whatever part of the samples it means. */
  *changedStacks({
    withIdle,
    transforms,
  }: Pick<ProfileSelection, 'withIdle' | 'transforms'>): Turns<ChangedStacks> {
    const key = JSON.stringify([withIdle, transforms]);
    const known = this.changed.get(key);
    const changed = known ?? (yield* changingStacks(this.profile, withIdle, transforms));
    // The one that was used last comes last.
    this.changed.delete(key);
    this.changed.set(key, changed);
    for (const old of this.changed.keys()) {
      if (this.changed.size <= MAX_KEPT) break;
      this.changed.delete(old);
    }
    return changed;
  }

  /** See {@link outermostStacks}. */
  *outermost(changed: ChangedStacks): Turns<Uint8Array> {
    const known = this.lastOutermost;
    if (known?.stacks === changed.stacks) return known.of;
    const { stacks, frames } = changed;
    const of = yield* outermostStacks(stacks, identityTable(frames.count));
    this.lastOutermost = { stacks, of };
    return of;
  }

  *timeline(thread: number): Turns<ThreadTimeline> {
    if (this.lastTimeline?.thread !== thread)
      this.lastTimeline = { thread, of: yield* threadTimeline(this.profile, thread) };
    return this.lastTimeline.of;
  }

  /** The order of names of functions: see {@link nameRanks}. */
  *nameRanks({ frames }: ChangedStacks): Turns<Int32Array> {
    yield;
    // Changes add functions: the order of the others stays.
    if (this.ranks?.count !== frames.count) this.ranks = { count: frames.count, of: nameRanks(frames) };
    yield;
    return this.ranks.of;
  }
}

/** Without what makes one of several calls: figures of functions come from before that (method P6). */
export function unflattened(selection: ProfileSelection): ProfileSelection {
  const transforms = selection.transforms.filter(({ kind }) => kind !== 'collapse-recursion');
  return { ...selection, transforms };
}
