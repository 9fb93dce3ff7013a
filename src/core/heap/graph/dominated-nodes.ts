import type { DominatorTree } from './dominators.ts';
import type { Pace } from './pace.ts';

const PHASE = 'Finding dominators';

/** The dominator tree downwards: the nodes that `node` dominates immediately are `child[first[node]..first[node + 1])`. */
export interface DominatedNodes {
  readonly first: Uint32Array;
  readonly child: Uint32Array;
}

/**
 * Count, prefix sums, fill (method P7 step 8); children in the order of the tree.
 * @throws {AppError} `cancelled`
 */
export async function dominatedNodes(
  { dominator, order }: Pick<DominatorTree, 'dominator' | 'order'>,
  pace: Pace,
): Promise<DominatedNodes> {
  const count = dominator.length;
  const first = new Uint32Array(count + 1);
  const root = order[0]!;
  await pace.overNodes(PHASE, count, (from, to) => {
    for (let node = from; node < to; node++) if (node !== root) first[dominator[node]! + 1]! += 1;
  });
  for (let node = 0; node < count; node++) first[node + 1]! += first[node]!;
  const next = first.slice(0, count);
  const child = new Uint32Array(Math.max(0, count - 1));
  await pace.overNodes(PHASE, count, (from, to) => {
    for (let place = from; place < to; place++) {
      const node = order[place]!;
      if (node !== root) child[next[dominator[node]!]!++] = node;
    }
  });
  return { first, child };
}

/** The children of a node that retain most, largest first. */
export function largestDominated(
  { first, child }: DominatedNodes,
  { retainedBytes }: DominatorTree,
  node: number,
  limit: number,
): number[] {
  const children = Array.from(child.subarray(first[node], first[node + 1]));
  return children.sort((a, b) => retainedBytes[b]! - retainedBytes[a]! || a - b).slice(0, limit);
}
