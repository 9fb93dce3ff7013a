import type { FrameTable, StackTable } from './model/profile.ts';

/**
 * Children of every stack: those of stack `s` are `children[start[s] .. start[s + 1])`, the roots
 * `children[start[count] .. start[count + 1])`.
 */
export interface ChildStacks {
  readonly start: Int32Array;
  readonly children: Int32Array;
}

/** In the order of the stack table. */
export function childStacks({ count, parent }: StackTable): ChildStacks {
  const start = new Int32Array(count + 2);
  const slot = (stack: number): number => (parent[stack]! < 0 ? count : parent[stack]!);
  for (let stack = 0; stack < count; stack++) start[slot(stack) + 1]!++;
  for (let i = 1; i < start.length; i++) start[i]! += start[i - 1]!;
  const next = start.slice();
  const children = new Int32Array(count);
  for (let stack = 0; stack < count; stack++) children[next[slot(stack)]!++] = stack;
  return { start, children };
}

/** The heaviest child first, as in a left-heavy flame graph; equal ones by name, so that nothing jumps. */
export function leftHeavyChildren(stacks: StackTable, frames: FrameTable, total: Float64Array): ChildStacks {
  const { start, children } = childStacks(stacks);
  const nameOf = (stack: number): string => frames.texts.at(frames.name[stacks.frame[stack]!]!);
  for (let i = 0; i + 1 < start.length; i++) {
    const from = start[i]!;
    const to = start[i + 1]!;
    if (to - from < 2) continue;
    children
      .subarray(from, to)
      .sort((a, b) => total[b]! - total[a]! || compareText(nameOf(a), nameOf(b)) || a - b);
  }
  return { start, children };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
