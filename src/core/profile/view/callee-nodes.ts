import type { ProfileNodes, SiblingOrder } from '#shared/model/profile.ts';
import { childStacks } from '../child-stacks.ts';
import type { StackTable } from '../model/profile.ts';
import { PER_TURN, type Turns } from '../turns.ts';
import type { AnswerFunctions } from './answer-functions.ts';
import { sortSiblings } from './sibling-order.ts';

/** Total of every stack: its self and the totals of its children (method P0). */
export function* totalling({ count, parent }: StackTable, self: Float64Array): Turns<Float64Array> {
  const total = self.slice();
  for (let stack = count - 1; stack >= 0; stack--) {
    if (stack % PER_TURN === 0) yield;
    const above = parent[stack]!;
    if (above >= 0) total[above]! += total[stack]!;
  }
  return total;
}

/** 1: a sample ends there, or below. */
function* presentStacks({ count, parent }: StackTable, samples: Float64Array): Turns<Uint8Array> {
  const present = new Uint8Array(count);
  for (let stack = count - 1; stack >= 0; stack--) {
    if (stack % PER_TURN === 0) yield;
    if (samples[stack]! > 0) present[stack] = 1;
    const above = parent[stack]!;
    if (above >= 0 && present[stack] === 1) present[above] = 1;
  }
  return present;
}

/**
 * The tree from callers to callees, row by row; stacks without a sample below them are left out.
 * @param samples by stack; tells a stack without samples from one whose weights cancel out
 * @param ranks of {@link nameRanks}
 */
export function* calleeNodes(
  stacks: StackTable,
  self: Float64Array,
  samples: Float64Array,
  order: SiblingOrder,
  ranks: Int32Array,
  functions: AnswerFunctions,
): Turns<ProfileNodes> {
  const total = yield* totalling(stacks, self);
  const present = yield* presentStacks(stacks, samples);
  const { start, children } = childStacks(stacks);
  yield;
  let count = 0;
  for (let stack = 0; stack < stacks.count; stack++) if (present[stack] === 1) count++;
  const nodes = {
    parent: new Int32Array(count),
    function: new Int32Array(count),
    self: new Float64Array(count),
    total: new Float64Array(count),
  };
  /** Stack by node. */
  const stackOf = new Int32Array(count);
  const rowStart: number[] = [0];
  let end = 0;
  const addChildren = (slot: number, node: number): void => {
    const from = end;
    for (let i = start[slot]!; i < start[slot + 1]!; i++) {
      const child = children[i]!;
      if (present[child] === 0) continue;
      nodes.parent[end] = node;
      stackOf[end++] = child;
    }
    if (end - from > 1) sortSiblings(order, stackOf.subarray(from, end), stacks.frame, total, ranks);
  };
  addChildren(stacks.count, -1);
  let at = 0;
  while (at < end) {
    rowStart.push(end);
    const rowEnd = end;
    for (; at < rowEnd; at++) {
      if (at % (PER_TURN / 4) === 0) yield;
      const stack = stackOf[at]!;
      nodes.function[at] = functions.rowOf(stacks.frame[stack]!);
      nodes.self[at] = self[stack]!;
      nodes.total[at] = total[stack]!;
      addChildren(stack, at);
    }
  }
  return { count, rowStart: Int32Array.from(rowStart), ...nodes };
}
