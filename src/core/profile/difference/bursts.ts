import { frameKinds } from '../model/profile.ts';
import { timeSpan, type StackedSamples } from './compared-profile.ts';
import type { Pace } from './pace.ts';

/** Part of all samples that lie in bursts no longer than the typical longest one. */
const TYPICAL = 0.95;
/** Lengths that differ by less than 2 % are one. */
const STEPS_PER_E = 50;
/** Place of the longest duration that there is a number for. */
const LONGEST = Math.ceil(STEPS_PER_E * Math.log(Number.MAX_SAFE_INTEGER));

/**
 * How long the same function stays on top of the stack, in µs: 95 of 100 samples lie in bursts that are no longer. Samples
 * of one burst say the same thing many times (method P4). Waiting does not count, nor does a function that has more
 * than half of all samples: its bursts show its size.
 * @returns 0 where nothing lasts
 */
export async function typicalBurstUs(
  { frames, stacks, samples }: StackedSamples,
  pace: Pace,
): Promise<number> {
  const phase = 'Looking for bursts';
  const { count, time, thread, stack } = samples;
  if (time === null || count < 2) return 0;
  const idle = frameKinds.indexOf('idle');
  const own = new Float64Array(frames.count);
  const threads = new Set<number>();
  /** Of the samples: stacks are met in no order, so they are looked up once. */
  const frameOf = new Int32Array(count);
  await pace.over(phase, count, (from, to) => {
    for (let i = from; i < to; i++) {
      const frame = stack[i]! < 0 ? -1 : stacks.frame[stack[i]!]!;
      frameOf[i] = frame;
      if (frame >= 0) own[frame]!++;
      if (i === 0 || thread[i] !== thread[i - 1]) threads.add(thread[i]!);
    }
  });
  const { first, last } = timeSpan(time, count);
  const usual = ((last - first) * threads.size) / (count - 1);
  /** Samples by length. */
  const lengths = new Float64Array(LONGEST + 1);
  let all = 0;
  // Most bursts are one sample: their logarithm is computed once.
  let known = { span: 0, length: lengthOf(usual) };
  const close = (burst: Burst): void => {
    if (burst.frame < 0 || frames.kind[burst.frame] === idle || own[burst.frame]! > count / 2) return;
    const span = burst.last - burst.from;
    if (span !== known.span) known = { span, length: lengthOf(span + usual) };
    lengths[known.length]! += burst.samples;
    all += burst.samples;
  };
  const open = new Map<number, Burst>();
  let current: Burst | null = null;
  let currentThread = -1;
  await pace.over(phase, count, (from, to) => {
    for (let i = from; i < to; i++) {
      const frame = frameOf[i]!;
      if (current === null || thread[i] !== currentThread) {
        currentThread = thread[i]!;
        current = open.get(currentThread) ?? { frame, from: time[i]!, last: time[i]!, samples: 0 };
        open.set(currentThread, current);
      }
      if (current.frame !== frame) {
        close(current);
        current.frame = frame;
        current.from = time[i]!;
        current.samples = 0;
      }
      current.last = time[i]!;
      current.samples++;
    }
  });
  for (const burst of open.values()) close(burst);
  let seen = 0;
  for (const [length, inBursts] of lengths.entries()) {
    seen += inBursts;
    if (inBursts > 0 && seen >= TYPICAL * all) return Math.exp(length / STEPS_PER_E);
  }
  return 0;
}

/** Place of a duration, at least 1 µs, among lengths. */
function lengthOf(us: number): number {
  return Math.min(LONGEST, Math.round(STEPS_PER_E * Math.log(Math.max(1, us))));
}

/** What is on top of the stack of one thread, from when to when. */
interface Burst {
  frame: number;
  from: number;
  last: number;
  samples: number;
}
