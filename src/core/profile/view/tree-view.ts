import {
  DEFAULT_MIN_SHARE,
  type ProfileSelection,
  type ProfileTree,
  type SiblingOrder,
  type TreeDirection,
} from '#shared/model/profile.ts';
import type { Turns } from '../turns.ts';
import { AnswerFunctions } from './answer-functions.ts';
import { calleeNodes } from './callee-nodes.ts';
import { callerNodes } from './caller-nodes.ts';
import { selectingStacks } from './selected-stacks.ts';
import type { ViewedProfile } from './viewed-profile.ts';

/** The tree of a selection, from callers to callees or upside down. */
export function* treeView(
  viewed: ViewedProfile,
  selection: ProfileSelection,
  order: SiblingOrder,
  direction: TreeDirection,
  minShare = DEFAULT_MIN_SHARE,
): Turns<ProfileTree> {
  const changed = yield* viewed.changedStacks(selection);
  const { selected, stacks, self, samples } = yield* selectingStacks(viewed.profile, changed, selection);
  const ranks = yield* viewed.nameRanks(changed);
  const functions = new AnswerFunctions(changed.frames);
  if (direction === 'callees') {
    const nodes = yield* calleeNodes(stacks, self, samples, order, ranks, functions);
    return { selected, functions: functions.columns(), nodes, leftOutBelow: 0, leftOutWeight: 0 };
  }
  const tree = yield* callerNodes(stacks, self, selected.total, minShare, order, ranks, functions);
  return { selected, functions: functions.columns(), ...tree };
}
