import type { Pace } from './pace.ts';
import type { UnionTree } from './union-tree.ts';

/**
 * Nodes in the order of a walk: each is followed by everything below it. From the end to the beginning, sums on the way up need
 * no more room than one path.
 */
export interface WalkOrder {
  /** By node. */
  readonly place: Int32Array;
  /** By place. */
  readonly node: Int32Array;
  /** By place; 0 for a root. */
  readonly depth: Int32Array;
  readonly deepest: number;
}

/** Computed without a walk: rows lie in the order of their parents, so memory is read as it lies. */
export async function walkOrder(tree: UnionTree, phase: string, pace: Pace): Promise<WalkOrder> {
  const { count, parent, rowStart } = tree;
  const size = new Int32Array(count).fill(1);
  await pace.overReversed(phase, count, (from, to) => {
    for (let node = to - 1; node >= from; node--) if (parent[node]! >= 0) size[parent[node]!]! += size[node]!;
  });
  const order = {
    place: new Int32Array(count),
    node: new Int32Array(count),
    depth: new Int32Array(count),
    deepest: Math.max(0, rowStart.length - 2),
  };
  const { place } = order;
  // Where the next child goes; from here on, sizes of nodes whose place is known are not needed.
  const next = new Int32Array(count);
  let nextRoot = 0;
  let row = 0;
  await pace.over(phase, count, (from, to) => {
    for (let node = from; node < to; node++) {
      while (node >= rowStart[row + 1]!) row++;
      const above = parent[node]!;
      const own = above < 0 ? nextRoot : next[above]!;
      if (above < 0) nextRoot += size[node]!;
      else next[above]! += size[node]!;
      next[node] = own + 1;
      place[node] = own;
      order.node[own] = node;
      order.depth[own] = row;
    }
  });
  return order;
}
