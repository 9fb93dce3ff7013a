import type { HeapObjectDetails } from '#shared/model/heap.ts';
import { nodeFlags } from '../model/heap-graph.ts';
import type { AllocationFunction } from '../model/snapshot.ts';
import type { Pace } from '../graph/pace.ts';
import { storageOf } from '../statistics/collections.ts';
import { heapObject } from './heap-object.ts';
import { knownNode, type AllocationStacks, type OpenHeap } from './open-heap.ts';
import { retainingEdges } from './references.ts';

/** Everything about one object. @throws {AppError} `not-found`, `cancelled` */
export async function objectDetails(heap: OpenHeap, node: number, pace: Pace): Promise<HeapObjectDetails> {
  const { graph, tree, keys } = heap;
  knownNode(heap, node);
  const isText = (graph.flags[node]! & nodeFlags.text) !== 0;
  const storage = storageOf(heap, node);
  const incoming = retainingEdges(heap, await heap.retainers(pace), node).length;
  return {
    object: heapObject(heap, node),
    classKey: keys.rows[keys.rowOf[graph.classOf[node]!]!]!.key,
    value: isText ? graph.labels.nodeName(node) : null,
    outgoing: graph.firstEdge[node + 1]! - graph.firstEdge[node]!,
    incoming,
    dominator: node === graph.root ? null : heapObject(heap, tree.dominator[node]!),
    retainedCount: (await heap.retainedCounts(pace))[node]!,
    storageBytes: storage.reduce((sum, each) => sum + graph.selfBytes[each]!, graph.selfBytes[node]!),
    detachedness: detachednessOf(heap, node),
    allocatedAt: allocationStack(heap.allocations, node),
  };
}

/** Only the embedder's nodes are part of a document or not, and only where the file says it of any. */
function detachednessOf({ graph }: OpenHeap, node: number): HeapObjectDetails['detachedness'] {
  if ((graph.flags[node]! & nodeFlags.detached) !== 0) return 'detached';
  const { family } = graph.classes[graph.classOf[node]!]!;
  return graph.labels.columns.marksDetached && family === 'native' ? 'attached' : null;
}

/** Where an object was allocated, innermost function first; empty where it was not recorded. */
export function allocationStack(sites: AllocationStacks | null, node: number): AllocationFunction[] {
  if (sites === null) return [];
  const stack: AllocationFunction[] = [];
  for (let site = sites.siteOf[node]!; site !== 0; site = sites.parent[site]!)
    stack.push(sites.siteName(site));
  return stack;
}
