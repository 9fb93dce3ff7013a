import type { DifferenceAround } from '#shared/model/profile-difference.ts';
import { EMPTY_STACK, NO_PARENT, type StackTable } from '../model/profile.ts';
import { StackInterner } from '../model/stack-interner.ts';
import type { ProfileSide, StackedSamples } from './compared-profile.ts';
import type { Pace } from './pace.ts';
import type { UnionFunctions } from './union-functions.ts';

const PHASE = 'Cutting stacks';
/** The function is not on the stack. */
const NOWHERE = -1;

/**
 * Profiles whose trees are one half of a sandwich (method P6): every sample is cut at one occurrence of a function. Samples
 * without it stay, with nothing on their stack: totals, and parts of the time, are those of everything.
 * @param around a function of both sides; one that is on neither leaves empty trees
 */
export async function sideAround(
  side: ProfileSide,
  functions: UnionFunctions,
  around: DifferenceAround,
  pace: Pace,
): Promise<ProfileSide> {
  const chosen = functionAround(functions, around);
  const profiles = [];
  for (const profile of side.profiles) {
    const ofFrame = functions.ofFrame.get(profile.tree.frames)!;
    profiles.push({ ...profile, tree: await stacksAround(profile.tree, ofFrame, chosen, around, pace) });
  }
  return { ...side, profiles };
}

/** As an answer told it; those that alignment made of several have no place. */
function functionAround(
  { count, names, files, lines, columns }: UnionFunctions,
  { function: wanted }: DifferenceAround,
): number {
  for (let own = 0; own < count; own++)
    if (
      names[own] === wanted.name &&
      files[own] === wanted.file &&
      lines[own] === wanted.line &&
      columns[own] === wanted.column
    )
      return own;
  return NOWHERE;
}

async function stacksAround(
  { frames, stacks, samples }: StackedSamples,
  ofFrame: Int32Array,
  chosen: number,
  { half, occurrence }: DifferenceAround,
  pace: Pace,
): Promise<StackedSamples> {
  const { count, parent, frame } = stacks;
  const isChosen = (stack: number): boolean => ofFrame[frame[stack]!] === chosen;
  const interner = new StackInterner();
  const cut = new Int32Array(count).fill(NOWHERE);
  await pace.over(PHASE, count, (from, to) => {
    for (let stack = from; stack < to; stack++) {
      const above = parent[stack]! < 0 ? NOWHERE : cut[parent[stack]!]!;
      const isHere = isChosen(stack) && (above === NOWHERE || occurrence === 'innermost');
      if (half === 'callers') {
        if (isHere) cut[stack] = turnedRound(stacks, stack, interner);
        else cut[stack] = above;
      } else if (isHere) cut[stack] = interner.childOf(NO_PARENT, frame[stack]!);
      else cut[stack] = above === NOWHERE ? NOWHERE : interner.childOf(above, frame[stack]!);
    }
  });
  const stack = new Int32Array(samples.count);
  await pace.over(PHASE, samples.count, (from, to) => {
    for (let i = from; i < to; i++) {
      const own = samples.stack[i]! < 0 ? NOWHERE : cut[samples.stack[i]!]!;
      stack[i] = own === NOWHERE ? EMPTY_STACK : own;
    }
  });
  return { frames, stacks: interner.finish(), samples: { ...samples, stack } };
}

/** The function first, then its callers up to the root. */
function turnedRound({ parent, frame }: StackTable, stack: number, interner: StackInterner): number {
  let turned: number = NO_PARENT;
  for (let at = stack; at >= 0; at = parent[at]!) turned = interner.childOf(turned, frame[at]!);
  return turned;
}
