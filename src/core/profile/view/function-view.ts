import type { ProfileFunctionTable, ProfileSelection } from '#shared/model/profile.ts';
import { addedByFunction } from '../function-totals.ts';
import type { Turns } from '../turns.ts';
import { AnswerFunctions } from './answer-functions.ts';
import { totalling } from './callee-nodes.ts';
import { identityTable } from './changed-stacks.ts';
import { selectingStacks } from './selected-stacks.ts';
import { unflattened, type ViewedProfile } from './viewed-profile.ts';

/** Self and total by function, heaviest self first; recursion counts once and is not collapsed (method P6). */
export function* functionView(
  viewed: ViewedProfile,
  selection: ProfileSelection,
): Turns<ProfileFunctionTable> {
  const changed = yield* viewed.changedStacks(unflattened(selection));
  const { selected, frames, stacks, self, samples } = yield* selectingStacks(
    viewed.profile,
    changed,
    selection,
  );
  const table = identityTable(frames.count);
  const weights = { self, total: yield* totalling(stacks, self) };
  const counts = { self: samples, total: yield* totalling(stacks, samples) };
  const outermost = yield* viewed.outermost(changed);
  const byWeight = addedByFunction(stacks, table, weights, outermost);
  yield;
  const byCount = addedByFunction(stacks, table, counts, outermost);
  const ranks = yield* viewed.nameRanks(changed);
  const order = [...byCount.total.keys()].filter((frame) => byCount.total[frame]! > 0);
  order.sort(
    (a, b) =>
      byWeight.self[b]! - byWeight.self[a]! ||
      byWeight.total[b]! - byWeight.total[a]! ||
      ranks[a]! - ranks[b]!,
  );
  const functions = new AnswerFunctions(frames);
  for (const frame of order) functions.rowOf(frame);
  const column = (values: Float64Array): Float64Array => Float64Array.from(order, (frame) => values[frame]!);
  return {
    selected,
    functions: functions.columns(),
    self: column(byWeight.self),
    total: column(byWeight.total),
    samples: column(byCount.total),
    selfSamples: column(byCount.self),
  };
}
