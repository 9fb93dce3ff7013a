import { AppError } from '#shared/contract/errors.ts';
import type { FreedObjects, RetainedSet } from '#shared/model/heap.ts';
import type { Pace } from '../graph/pace.ts';
import { freedByEdge, retainedBySet } from '../graph/retained-set.ts';
import { rowOfClass } from './instances.ts';
import { knownNode, type OpenHeap } from './open-heap.ts';

/** What would be freed if one reference were cleared. @throws {AppError} `not-found`, `cancelled` */
export async function freedObjects(heap: OpenHeap, edge: number, pace: Pace): Promise<FreedObjects> {
  const { graph, tree } = heap;
  if (edge >= graph.edgeCount) {
    throw new AppError('not-found', `There is no reference ${String(edge)} in this snapshot.`, {
      hint: 'Numbers of references are those of one snapshot.',
    });
  }
  const { frees } = freedByEdge(graph, tree, await heap.retainers(pace), edge);
  if (!frees) return { count: 0, bytes: 0 };
  const target = graph.edgeTarget[edge]!;
  return { count: (await heap.retainedCounts(pace))[target]!, bytes: tree.retainedBytes[target]! };
}

export type SetOfObjects = { readonly nodes: readonly number[] } | { readonly classKey: string };

/** What would be freed if all of these were gone. @throws {AppError} `not-found`, `cancelled` */
export async function retainedSet(heap: OpenHeap, of: SetOfObjects, pace: Pace): Promise<RetainedSet> {
  const nodes =
    'nodes' in of
      ? Uint32Array.from(new Set(of.nodes), (node) => knownNode(heap, node))
      : await heap.instancesOf(rowOfClass(heap, of.classKey), pace);
  let selfBytes = 0;
  for (const node of nodes) selfBytes += heap.graph.selfBytes[node]!;
  return { freed: await retainedBySet(heap.graph, nodes, pace), objects: nodes.length, selfBytes };
}
