import type { NewFrame } from '../../model/frame-interner.ts';
import type { FrameKind } from '../../model/profile.ts';

/** How code ran, as async-profiler and stackcollapse-perf.pl --all write it behind a name. */
const suffixes: Readonly<Record<string, { readonly kind: FrameKind; readonly inlined?: boolean }>> = {
  j: { kind: 'jit' },
  1: { kind: 'jit' },
  0: { kind: 'interpreted' },
  k: { kind: 'kernel' },
  i: { kind: 'unknown', inlined: true },
};

/**
 * Frame of a name in folded stacks.
 * @param austin names are `file:function:line`, where the line is the one that ran
 */
export function foldedFrame(text: string, austin: boolean): NewFrame {
  if (austin) {
    const match = /^(.+):([^:]+):\d+$/u.exec(text);
    return match === null ? { name: text } : { name: match[2]!, file: match[1]!, kind: 'program' };
  }
  const match = /^(.+)_\[([jik01])\]$/u.exec(text);
  if (match !== null) return { name: match[1]!, ...suffixes[match[2]!] };
  if (/^\[.* tid=\d+\]$/u.test(text)) return { name: text, kind: 'label' };
  return { name: text };
}

/** Stacks of austin begin with the process and the thread: `P6360;T6360;…`. */
export function austinThread(frames: readonly string[]): {
  frames: readonly string[];
  thread: string | null;
} {
  const [process, thread, ...rest] = frames;
  const pid = /^P(\d+)$/u.exec(process ?? '')?.[1];
  const tid = /^T(?:\d+:)?(\w+)$/u.exec(thread ?? '')?.[1];
  if (pid === undefined || tid === undefined) return { frames, thread: null };
  return { frames: rest, thread: `process ${pid}, thread ${tid}` };
}
