import type { ProfileSide, StackedSamples } from './compared-profile.ts';

/** Depths at which tools cut stacks: perf, eBPF, Go, V8, JFR and async-profiler by default. */
const CUT_DEPTHS = new Set([32, 64, 127, 128, 255, 256, 512, 1024, 2048]);
/** Part of the samples from which equal depths are taken for cut stacks. */
const CUT_SHARE = 0.01;
const TRUNCATED =
  /^[[(<]?(?:truncated|frame_too_deep|stack too deep|break_.*_frame|not_walkable.*|unknown_java)[\])>]?$/iu;
const UNNAMED = /^(?:\[?\(?unknown\)?\]?|\?+|<unknown>|\[unknown.*\]|(?:0x)?[0-9a-f]{6,16})$/iu;

/** What cannot be seen in the stacks of a side, as shares of its samples. */
export interface StackQuality {
  /** Stacks that were cut. */
  readonly truncated: number;
  /** Samples whose function has no name, but an address or nothing. */
  readonly unnamed: number;
}

export function stackQuality({ profiles }: ProfileSide): StackQuality {
  let samples = 0;
  let truncated = 0;
  let unnamed = 0;
  for (const { unflattened } of profiles) {
    const quality = qualityOf(unflattened);
    samples += unflattened.samples.count;
    truncated += quality.truncated;
    unnamed += quality.unnamed;
  }
  return samples === 0
    ? { truncated: 0, unnamed: 0 }
    : { truncated: truncated / samples, unnamed: unnamed / samples };
}

function qualityOf({ frames, stacks, samples }: StackedSamples): StackQuality {
  const truncatedFrame = new Uint8Array(frames.count);
  const unnamedFrame = new Uint8Array(frames.count);
  for (let frame = 0; frame < frames.count; frame++) {
    const name = frames.texts.at(frames.name[frame]!);
    if (TRUNCATED.test(name)) truncatedFrame[frame] = 1;
    if (UNNAMED.test(name)) unnamedFrame[frame] = 1;
  }
  const depth = new Int32Array(stacks.count);
  const cut = new Uint8Array(stacks.count);
  let deepest = 0;
  for (let stack = 0; stack < stacks.count; stack++) {
    const above = stacks.parent[stack]!;
    depth[stack] = above < 0 ? 1 : depth[above]! + 1;
    cut[stack] = truncatedFrame[stacks.frame[stack]!] === 1 || (above >= 0 && cut[above] === 1) ? 1 : 0;
    deepest = Math.max(deepest, depth[stack]!);
  }
  let marked = 0;
  let atDeepest = 0;
  let unnamed = 0;
  for (let i = 0; i < samples.count; i++) {
    const stack = samples.stack[i]!;
    if (stack < 0) continue;
    if (cut[stack] === 1) marked++;
    else if (depth[stack] === deepest) atDeepest++;
    if (unnamedFrame[stacks.frame[stack]!] === 1) unnamed++;
  }
  const looksCut = CUT_DEPTHS.has(deepest) && atDeepest >= CUT_SHARE * samples.count;
  return { truncated: marked + (looksCut ? atDeepest : 0), unnamed };
}
