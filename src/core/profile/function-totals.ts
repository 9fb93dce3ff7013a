import { childStacks } from './child-stacks.ts';
import type { FunctionTable } from './functions.ts';
import type { StackTable } from './model/profile.ts';
import type { StackTotals } from './totals.ts';
import { atOnce, PER_TURN, type Turns } from './turns.ts';

/** Weight by function. */
export interface FunctionTotals {
  readonly self: Float64Array;
  /** Of samples that have the function anywhere on the stack, each counted once however often it is there. */
  readonly total: Float64Array;
}

/**
 * Self and total of each function (method P6): a stack counts for its function unless the function is among its callers
 * already.
 */
export function functionTotals(
  stacks: StackTable,
  functions: FunctionTable,
  totals: Pick<StackTotals, 'self' | 'total'>,
): FunctionTotals {
  return addedByFunction(stacks, functions, totals, atOnce(outermostStacks(stacks, functions)));
}

/** @param outermost of {@link outermostStacks} */
export function addedByFunction(
  { count, frame }: StackTable,
  functions: FunctionTable,
  { self, total }: Pick<StackTotals, 'self' | 'total'>,
  outermost: Uint8Array,
): FunctionTotals {
  const selfOf = new Float64Array(functions.count);
  const totalOf = new Float64Array(functions.count);
  for (let stack = 0; stack < count; stack++) {
    const own = functions.ofFrame[frame[stack]!]!;
    selfOf[own]! += self[stack]!;
    if (outermost[stack] === 1) totalOf[own]! += total[stack]!;
  }
  return { self: selfOf, total: totalOf };
}

/** 1: none of the callers is the same function. One walk through the tree, O(stacks). */
export function* outermostStacks(stacks: StackTable, functions: FunctionTable): Turns<Uint8Array> {
  const { count, parent, frame } = stacks;
  const outermost = new Uint8Array(count);
  /** How often each function is on the path from the root to where the walk is. */
  const open = new Int32Array(functions.count);
  const { start, children } = childStacks(stacks);
  const next = start.slice(0, count + 1);
  // The place behind the last stack stands for the root of all.
  let at = count;
  for (let steps = 1; ; steps++) {
    if (steps % PER_TURN === 0) yield;
    if (next[at]! < start[at + 1]!) {
      at = children[next[at]!++]!;
      if (open[functions.ofFrame[frame[at]!]!]!++ === 0) outermost[at] = 1;
    } else {
      if (at === count) break;
      open[functions.ofFrame[frame[at]!]!]!--;
      at = parent[at]! < 0 ? count : parent[at]!;
    }
  }
  return outermost;
}
