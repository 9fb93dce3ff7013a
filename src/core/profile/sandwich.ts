import type { Occurrence } from '#shared/model/profile.ts';
import type { FunctionTable } from './functions.ts';
import { InvertedTree, type InvertedNode } from './inverted-tree.ts';
import type { SampleTable, StackTable } from './model/profile.ts';
import { stackTotals, type StackTotals } from './totals.ts';
import { transformSamples, transformStacks } from './transforms.ts';

/** One function with what it calls below and who calls it above. */
export interface Sandwich {
  /** Of samples that have the function on the stack, each counted once. */
  readonly total: number;
  /** Stacks that begin at the function. */
  readonly callees: StackTable;
  readonly calleeTotals: StackTotals;
  /** The function; opened, its callers. Its weight is {@link total}. Null when no sample has it. */
  readonly callers: InvertedNode | null;
  readonly callerTree: InvertedTree;
}

/**
 * Callers and callees of a function over all its places in the tree (method P6). A sample is cut at one occurrence of the
 * function, the outermost unless said otherwise.
 */
export function sandwich(
  stacks: StackTable,
  functions: FunctionTable,
  samples: SampleTable,
  weights: Float64Array,
  chosen: number,
  occurrence: Occurrence = 'outermost',
): Sandwich {
  const callerTree = new InvertedTree(stacks, functions);
  const { self } = stackTotals(stacks, samples, weights);
  const owner = ownersOf(stacks, functions, chosen, occurrence);
  const cut = new Float64Array(stacks.count);
  for (let stack = 0; stack < stacks.count; stack++)
    if (owner[stack]! >= 0) cut[owner[stack]!]! += self[stack]!;
  const callers = callerTree.roots(cut).at(0) ?? null;
  const focused = transformStacks(stacks, functions, [{ kind: 'focus', functions: [chosen], occurrence }]);
  const weighed: SampleTable = { ...samples, weights: [weights] };
  const kept = transformSamples(weighed, focused);
  const calleeTotals = stackTotals(focused.stacks, kept, kept.weights[0]!);
  return { total: calleeTotals.all, callees: focused.stacks, calleeTotals, callers, callerTree };
}

/** By stack, the stack at which a sample that ends there is cut; -1 when the function is not on it. */
function ownersOf(
  { count, parent, frame }: StackTable,
  functions: FunctionTable,
  chosen: number,
  occurrence: Occurrence,
): Int32Array {
  const owner = new Int32Array(count).fill(-1);
  for (let stack = 0; stack < count; stack++) {
    const above = parent[stack]! < 0 ? -1 : owner[parent[stack]!]!;
    const isHere = functions.ofFrame[frame[stack]!] === chosen;
    owner[stack] = isHere && (above < 0 || occurrence === 'innermost') ? stack : above;
  }
  return owner;
}
