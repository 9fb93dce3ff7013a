import { childStacks } from './child-stacks.ts';
import type { FunctionTable } from './functions.ts';
import type { StackTable } from './model/profile.ts';
import type { StackTotals } from './totals.ts';

/** Weight by function. */
export interface FunctionTotals {
  readonly self: Float64Array;
  /** Of samples that have the function anywhere on the stack, each counted once however often it is there. */
  readonly total: Float64Array;
}

/**
 * Self and total of each function (method P6): a stack counts for its function unless the function is among its callers
 * already. One walk through the tree, O(stacks).
 */
export function functionTotals(
  stacks: StackTable,
  functions: FunctionTable,
  { self, total }: StackTotals,
): FunctionTotals {
  const selfOf = new Float64Array(functions.count);
  const totalOf = new Float64Array(functions.count);
  /** How often each function is on the path from the root to where the walk is. */
  const open = new Int32Array(functions.count);
  const { start, children } = childStacks(stacks);
  const { count } = stacks;
  const next = start.slice(0, count + 1);
  // The place behind the last stack stands for the root of all.
  let at = count;
  for (;;) {
    if (next[at]! < start[at + 1]!) {
      at = children[next[at]!++]!;
      const own = functions.ofFrame[stacks.frame[at]!]!;
      selfOf[own]! += self[at]!;
      if (open[own]!++ === 0) totalOf[own]! += total[at]!;
    } else {
      if (at === count) break;
      open[functions.ofFrame[stacks.frame[at]!]!]!--;
      at = stacks.parent[at]! < 0 ? count : stacks.parent[at]!;
    }
  }
  return { self: selfOf, total: totalOf };
}
