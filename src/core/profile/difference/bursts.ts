import { frameKinds } from '../model/profile.ts';
import { timeSpan, type StackedSamples } from './compared-profile.ts';
import type { Pace } from './pace.ts';

/** Part of all samples that lie in bursts no longer than the typical longest one. */
const TYPICAL = 0.95;
/** Lengths that differ by less than 2 % are one. */
const STEPS_PER_E = 50;

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
  await pace.over(phase, count, (from, to) => {
    for (let i = from; i < to; i++) {
      if (stack[i]! >= 0) own[stacks.frame[stack[i]!]!]!++;
      if (i === 0 || thread[i] !== thread[i - 1]) threads.add(thread[i]!);
    }
  });
  const { first, last } = timeSpan(time, count);
  const usual = ((last - first) * threads.size) / (count - 1);
  /** Samples by length. */
  const lengths = new Map<number, number>();
  let all = 0;
  const close = (burst: Burst): void => {
    if (burst.frame < 0 || frames.kind[burst.frame] === idle || own[burst.frame]! > count / 2) return;
    const length = Math.round(STEPS_PER_E * Math.log(Math.max(1, burst.last - burst.from + usual)));
    lengths.set(length, (lengths.get(length) ?? 0) + burst.samples);
    all += burst.samples;
  };
  const open = new Map<number, Burst>();
  let current: Burst | null = null;
  let currentThread = -1;
  await pace.over(phase, count, (from, to) => {
    for (let i = from; i < to; i++) {
      const frame = stack[i]! < 0 ? -1 : stacks.frame[stack[i]!]!;
      if (thread[i] !== currentThread) {
        currentThread = thread[i]!;
        current = open.get(currentThread) ?? null;
      }
      if (current !== null && current.frame === frame) {
        current.last = time[i]!;
        current.samples++;
      } else {
        if (current !== null) close(current);
        current = { frame, from: time[i]!, last: time[i]!, samples: 1 };
        open.set(currentThread, current);
      }
    }
  });
  for (const burst of open.values()) close(burst);
  let seen = 0;
  for (const [length, inBursts] of [...lengths].sort(([a], [b]) => a - b)) {
    seen += inBursts;
    if (seen >= TYPICAL * all) return Math.exp(length / STEPS_PER_E);
  }
  return 0;
}

/** What is on top of the stack of one thread, from when to when. */
interface Burst {
  readonly frame: number;
  readonly from: number;
  last: number;
  samples: number;
}
