import { AppError } from '#shared/contract/errors.ts';
import {
  DEFAULT_MIN_SHARE,
  type FunctionPlace,
  type Occurrence,
  type ProfileSandwich,
  type ProfileSelection,
  type SiblingOrder,
} from '#shared/model/profile.ts';
import { LOST_STACK, transformingStacks } from '../transforms.ts';
import type { StackTable } from '../model/profile.ts';
import { PER_TURN, type Turns } from '../turns.ts';
import { AnswerFunctions } from './answer-functions.ts';
import { calleeNodes } from './callee-nodes.ts';
import { callerNodes } from './caller-nodes.ts';
import { identityTable } from './changed-stacks.ts';
import { matchingFunctions } from './match-functions.ts';
import type { WeighedStacks } from './opened-profile.ts';
import { selectingStacks } from './selected-stacks.ts';
import type { ViewedProfile } from './viewed-profile.ts';

export interface SandwichRequest {
  readonly selection: ProfileSelection;
  readonly function: FunctionPlace;
  readonly occurrence: Occurrence;
  readonly order: SiblingOrder;
  readonly minShare?: number | undefined;
}

/**
 * Callers and callees of a function over all its places in the tree; each sample is cut at one occurrence (method P6).
 * @throws {AppError} `not-found` when the profile has no such function
 */
export function* sandwichView(viewed: ViewedProfile, request: SandwichRequest): Turns<ProfileSandwich> {
  const { selection, occurrence, order, minShare = DEFAULT_MIN_SHARE } = request;
  const changed = yield* viewed.changedStacks(selection);
  const chosen = yield* matchingFunctions(changed.frames, request.function);
  if (chosen.length === 0)
    throw new AppError('not-found', `${viewed.profile.name} has no function ${request.function.name}.`, {
      hint: 'It may have another name or file in this profile, or a change of the tree may have taken it away.',
    });
  const weighed = yield* selectingStacks(viewed.profile, changed, selection);
  const ranks = yield* viewed.nameRanks(changed);
  const functions = new AnswerFunctions(changed.frames);
  const callees = yield* focused(weighed, chosen, occurrence);
  const calleeTree = yield* calleeNodes(
    callees.stacks,
    callees.self,
    callees.samples,
    order,
    ranks,
    functions,
  );
  const cut = yield* cutWeights(weighed, new Set(chosen), occurrence);
  const callers = yield* callerNodes(
    weighed.stacks,
    cut,
    weighed.selected.total,
    minShare,
    order,
    ranks,
    functions,
  );
  return {
    selected: weighed.selected,
    functionTotal: sumOf(callees.self),
    functionSamples: sumOf(callees.samples),
    functions: functions.columns(),
    callees: calleeTree,
    callers: callers.nodes,
    leftOutBelow: callers.leftOutBelow,
    leftOutWeight: callers.leftOutWeight,
  };
}

function* focused(
  { stacks, frames, self, samples }: WeighedStacks,
  functions: readonly number[],
  occurrence: Occurrence,
): Turns<{ stacks: StackTable; self: Float64Array; samples: Float64Array }> {
  const focus = { kind: 'focus', functions, occurrence } as const;
  const cut = yield* transformingStacks(stacks, identityTable(frames.count), [focus]);
  const own = { self: new Float64Array(cut.stacks.count), samples: new Float64Array(cut.stacks.count) };
  for (let stack = 0; stack < stacks.count; stack++) {
    if (stack % PER_TURN === 0) yield;
    const at = cut.stackOf[stack]!;
    if (at === LOST_STACK) continue;
    own.self[at]! += self[stack]!;
    own.samples[at]! += samples[stack]!;
  }
  return { stacks: cut.stacks, ...own };
}

/** By stack, the weight of the samples that are cut there. */
function* cutWeights(
  { stacks, self }: WeighedStacks,
  chosen: ReadonlySet<number>,
  occurrence: Occurrence,
): Turns<Float64Array> {
  const { count, parent, frame } = stacks;
  const owner = new Int32Array(count).fill(-1);
  const cut = new Float64Array(count);
  for (let stack = 0; stack < count; stack++) {
    if (stack % PER_TURN === 0) yield;
    const above = parent[stack]! < 0 ? -1 : owner[parent[stack]!]!;
    const isHere = chosen.has(frame[stack]!) && (above < 0 || occurrence === 'innermost');
    const at = isHere ? stack : above;
    owner[stack] = at;
    if (at >= 0) cut[at]! += self[stack]!;
  }
  return cut;
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
