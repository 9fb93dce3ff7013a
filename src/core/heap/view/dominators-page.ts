import type { DominatorsPage } from '#shared/model/heap.ts';
import { nodeFlags } from '../model/heap-graph.ts';
import type { Pace } from '../graph/pace.ts';
import { heapObject } from './heap-object.ts';
import type { PageRequest } from './instances.ts';
import { knownNode, type OpenHeap } from './open-heap.ts';
import { orderedPage } from './ordered-page.ts';

export type DominatorSort = 'retained' | 'self' | 'children';

/** What an object dominates immediately: the largest first. @throws {AppError} `not-found`, `cancelled` */
export async function dominatorsPage(
  heap: OpenHeap,
  node: number | null,
  sort: DominatorSort,
  { offset, limit }: PageRequest,
  pace: Pace,
): Promise<DominatorsPage> {
  const { graph, tree, dominated } = heap;
  const parent = knownNode(heap, node ?? graph.root);
  const { first, child } = dominated;
  const childrenOf = (of: number): number => first[of + 1]! - first[of]!;
  const keys: Readonly<Record<DominatorSort, (node: number) => number>> = {
    retained: (of) => tree.retainedBytes[of]!,
    self: (of) => graph.selfBytes[of]!,
    children: childrenOf,
  };
  const children = child.subarray(first[parent], first[parent + 1]);
  const shown = await orderedPage(children, keys[sort], { descending: true, offset, limit }, pace);
  return {
    parent: heapObject(heap, parent),
    total: children.length,
    rows: shown.map((of) => ({
      object: heapObject(heap, of),
      children: childrenOf(of),
      heldBySeveral: !refersTo(heap, parent, of),
    })),
  };
}

/** One object holds another by a reference of its own, not only by ways that meet there. */
export function refersTo({ graph }: OpenHeap, holder: number, node: number): boolean {
  const { firstEdge, edgeTarget, essential } = graph;
  const end = firstEdge[holder + 1]!;
  for (let edge = firstEdge[holder]!; edge < end; edge++)
    if (edgeTarget[edge] === node && essential[edge] === 1) return true;
  return false;
}

/**
 * What groups of the runtime (the roots) dominate without referring to it: several of them lead there.
 * @throws {AppError} `cancelled`
 */
export async function heldBySeveralRoots(
  { graph, tree }: Pick<OpenHeap, 'graph' | 'tree'>,
  pace: Pace,
): Promise<{ readonly count: number; readonly retainedBytes: number }> {
  const { firstEdge, edgeTarget, essential, flags, nodeCount, root } = graph;
  const isGroup = (node: number): boolean => node === root || (flags[node]! & nodeFlags.synthetic) !== 0;
  const direct = new Uint8Array(nodeCount);
  const sum = { count: 0, retainedBytes: 0 };
  await pace.overNodes('Adding up what is shared', nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if (!isGroup(node)) continue;
      for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
        const target = edgeTarget[edge]!;
        if (essential[edge] === 1 && tree.dominator[target] === node) direct[target] = 1;
      }
    }
  });
  await pace.overNodes('Adding up what is shared', nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if (node === root || direct[node] === 1 || isGroup(node) || !isGroup(tree.dominator[node]!)) continue;
      sum.count += 1;
      sum.retainedBytes += tree.retainedBytes[node]!;
    }
  });
  return sum;
}
