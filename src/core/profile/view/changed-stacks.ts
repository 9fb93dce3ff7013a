import { matchName, type FunctionMatch, type ProfileTransform } from '#shared/model/profile.ts';
import type { FunctionTable } from '../functions.ts';
import { frameKinds, NO_TEXT, type FrameTable, type StackTable, type TextTable } from '../model/profile.ts';
import { transformingStacks, type Transform, type TransformedStacks } from '../transforms.ts';
import type { Turns } from '../turns.ts';
import { matchingFunctions } from './match-functions.ts';
import type { OpenedProfile } from './opened-profile.ts';

/** Stacks of a profile after the changes that a selection names. */
export interface ChangedStacks {
  /** Those of the profile, and behind them those that `collapse-library` made. */
  readonly frames: FrameTable;
  readonly stacks: StackTable;
  /** Null: nothing was changed, every stack is itself. */
  readonly changes: TransformedStacks | null;
}

export const IDLE_KIND = frameKinds.indexOf('idle');

/**
 * Applies changes one after the other; functions that one change has made can be meant by the next.
 * @param withIdle false drops samples in which the processor had nothing to do, before anything else
 * @throws {AppError} `bad-request` as {@link matchingFunctions}
 */
export function* changingStacks(
  { frames: original, stacks }: OpenedProfile,
  withIdle: boolean,
  transforms: readonly ProfileTransform[],
): Turns<ChangedStacks> {
  let frames = original;
  const steps: Transform[] = [];
  if (!withIdle) {
    const functions = [...original.kind.keys()].filter((frame) => original.kind[frame] === IDLE_KIND);
    if (functions.length > 0) steps.push({ kind: 'drop', functions });
  }
  for (const transform of transforms) {
    if (transform.kind === 'collapse-recursion') {
      steps.push(transform);
      continue;
    }
    const functions = yield* matchingFunctions(frames, transform.match);
    if (transform.kind === 'focus') {
      steps.push({ kind: 'focus', functions, occurrence: transform.occurrence });
    } else if (transform.kind === 'collapse-library') {
      const first = functions[0];
      if (first === undefined) continue;
      steps.push({ kind: 'collapse-library', functions, frame: frames.count });
      frames = withFrame(frames, transform.match, frames.kind[first]!);
    } else {
      steps.push({ kind: transform.kind, functions });
    }
  }
  if (steps.length === 0) return { frames, stacks, changes: null };
  const changes = yield* transformingStacks(stacks, identityTable(frames.count), steps);
  return { frames, stacks: changes.stacks, changes };
}

/** Every frame is a function of its own. */
export function identityTable(count: number): FunctionTable {
  const ofFrame = Int32Array.from({ length: count }, (_, frame) => frame);
  return { count, ofFrame, frame: ofFrame };
}

/** One frame more, called after what it stands for. */
function withFrame(frames: FrameTable, match: FunctionMatch, kind: number): FrameTable {
  const { texts } = frames;
  const name = matchName(match);
  return {
    count: frames.count + 1,
    texts: oneMore(texts, name),
    name: appended(frames.name, texts.count),
    file: appended(frames.file, NO_TEXT),
    module: appended(frames.module, match.by === 'module' ? texts.count : NO_TEXT),
    line: appended(frames.line, 0),
    column: appended(frames.column, 0),
    kind: appendedBytes(frames.kind, kind),
    inlined: appendedBytes(frames.inlined, 0),
  };
}

function oneMore(texts: TextTable, text: string): TextTable {
  const { count } = texts;
  return { count: count + 1, at: (id) => (id === count ? text : texts.at(id)) };
}

function appended(column: Int32Array, value: number): Int32Array {
  const longer = new Int32Array(column.length + 1);
  longer.set(column);
  longer[column.length] = value;
  return longer;
}

function appendedBytes(column: Uint8Array, value: number): Uint8Array {
  const longer = new Uint8Array(column.length + 1);
  longer.set(column);
  longer[column.length] = value;
  return longer;
}
