import { functionTable } from '../functions.ts';
import {
  type FrameTable,
  type NewProfile,
  type SampleTable,
  type StackTable,
  type TextTable,
} from '../model/profile.ts';
import { StackInterner } from '../model/stack-interner.ts';
import { PER_TURN, type Turns } from '../turns.ts';

/**
 * A profile as it is looked at: frames that differ only in how they ran are one, so a frame is a function, and stacks are
 * a tree of functions.
 */
export interface OpenedProfile extends NewProfile {
  /** What it takes in memory, about. */
  readonly bytes: number;
}

/** Puts frames of one function together. */
export function* openingProfile(profile: NewProfile): Turns<OpenedProfile> {
  const functions = functionTable(profile.frames);
  yield;
  if (functions.count === profile.frames.count) return sized(profile);
  const frames = pickedFrames(profile.frames, functions.frame);
  const { stacks } = profile;
  const interner = new StackInterner();
  const stackOf = new Int32Array(stacks.count);
  for (let stack = 0; stack < stacks.count; stack++) {
    if (stack % PER_TURN === 0) yield;
    const parent = stacks.parent[stack]!;
    stackOf[stack] = interner.childOf(
      parent < 0 ? parent : stackOf[parent]!,
      functions.ofFrame[stacks.frame[stack]!]!,
    );
  }
  const own = profile.samples.stack;
  const stack = new Int32Array(own.length);
  for (let i = 0; i < own.length; i++) {
    if (i % PER_TURN === 0) yield;
    stack[i] = own[i]! < 0 ? own[i]! : stackOf[own[i]!]!;
  }
  return sized({ ...profile, frames, stacks: interner.finish(), samples: { ...profile.samples, stack } });
}

function sized(profile: NewProfile): OpenedProfile {
  const { frames, stacks, samples } = profile;
  const bytes =
    frames.count * 22 +
    textBytes(frames.texts) +
    stacks.count * 8 +
    samples.count * (8 + (samples.time === null ? 0 : 8) + samples.weights.length * 8);
  return { ...profile, bytes };
}

function textBytes(texts: TextTable): number {
  let bytes = 0;
  for (let id = 0; id < texts.count; id++) bytes += 24 + texts.at(id).length;
  return bytes;
}

function pickedFrames(frames: FrameTable, places: Int32Array): FrameTable {
  const pick = (column: Int32Array): Int32Array => places.map((place) => column[place]!);
  return {
    count: places.length,
    texts: frames.texts,
    name: pick(frames.name),
    file: pick(frames.file),
    module: pick(frames.module),
    line: pick(frames.line),
    column: pick(frames.column),
    kind: Uint8Array.from(places, (place) => frames.kind[place]!),
    inlined: Uint8Array.from(places, (place) => frames.inlined[place]!),
  };
}

/** Stacks with what their samples weigh; all columns have an entry per stack. */
export interface WeighedStacks {
  readonly frames: FrameTable;
  readonly stacks: StackTable;
  readonly self: Float64Array;
  /** Samples that end there. */
  readonly samples: Float64Array;
  readonly empty: number;
  readonly emptySamples: number;
}

/** Samples of a profile whose stacks were changed: `stack` is a place in {@link stacks}. */
export interface StackedSamples {
  readonly frames: FrameTable;
  readonly stacks: StackTable;
  readonly samples: SampleTable;
}
