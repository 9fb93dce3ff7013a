import type { DetachedObjects } from '#shared/model/heap.ts';
import { nodeFlags } from '../model/heap-graph.ts';
import type { Pace } from '../graph/pace.ts';
import { detachedElements, detachedPaths, heldByDetached } from '../statistics/detached-elements.ts';
import { heapObject } from './heap-object.ts';
import type { PageRequest } from './instances.ts';
import type { OpenHeap } from './open-heap.ts';
import { pathView } from './retaining-paths.ts';

/** Elements that are cut off from their document, and how they are held. @throws {AppError} `cancelled` */
export async function detachedPage(
  heap: OpenHeap,
  { offset, limit }: PageRequest,
  pace: Pace,
): Promise<DetachedObjects> {
  if (!hasDetached(heap)) {
    return { count: 0, retainedBytes: 0, heldOnly: { count: 0, selfBytes: 0 }, total: 0, rows: [] };
  }
  const { count, retainedBytes, topCount, tops } = detachedElements(heap, offset + limit);
  const shown = tops.slice(offset);
  const paths = detachedPaths(
    heap.graph,
    await heap.paths(pace),
    shown.map(({ node }) => node),
  );
  return {
    count,
    retainedBytes,
    heldOnly: await heldOnly(heap, pace),
    total: topCount,
    rows: shown.map(({ node, elements }) => {
      const path = paths.get(node);
      return {
        object: heapObject(heap, node),
        elements,
        path: pathView(heap, path?.steps ?? []),
        firstDetached: heapObject(heap, path?.firstDetached ?? node),
      };
    }),
  };
}

/** Most heaps have none: what only servers hold needs no passes over all objects. */
function hasDetached({ graph }: OpenHeap): boolean {
  return graph.flags.some((flags) => (flags & nodeFlags.detachedElement) !== 0);
}

async function heldOnly(heap: OpenHeap, pace: Pace): Promise<DetachedObjects['heldOnly']> {
  const held = await heldByDetached(heap.graph, await heap.paths(pace), pace);
  const sum = { count: 0, selfBytes: 0 };
  for (let node = 0; node < held.length; node++) {
    if (held[node] === 0) continue;
    sum.count += 1;
    sum.selfBytes += heap.graph.selfBytes[node]!;
  }
  return sum;
}
