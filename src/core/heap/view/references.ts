import type { HeapReference, ReferencesPage } from '#shared/model/heap.ts';
import type { Pace } from '../graph/pace.ts';
import { sourceOf, type Retainers } from '../graph/retainers.ts';
import { heapObject, LIST_LABEL_CHARS } from './heap-object.ts';
import type { PageRequest } from './instances.ts';
import { knownNode, type OpenHeap } from './open-heap.ts';
import { orderedPage } from './ordered-page.ts';

/** Containment: what an object refers to, in the order of the file. @throws {AppError} `not-found` */
export function containmentPage(
  heap: OpenHeap,
  node: number | null,
  { offset, limit }: PageRequest,
): ReferencesPage {
  const { firstEdge, edgeTarget, root } = heap.graph;
  const from = knownNode(heap, node ?? root);
  const begin = firstEdge[from]!;
  const end = firstEdge[from + 1]!;
  const references: HeapReference[] = [];
  for (let edge = begin + offset; edge < Math.min(end, begin + offset + limit); edge++) {
    const target = edgeTarget[edge]!;
    const children = firstEdge[target + 1]! - firstEdge[target]!;
    references.push({ ...reference(heap, edge, target), children, onShortestPath: false });
  }
  return { total: end - begin, references };
}

/**
 * What refers to an object: nearest to the root first, references that hold nothing last.
 * @throws {AppError} `not-found`, `cancelled`
 */
export async function retainersPage(
  heap: OpenHeap,
  node: number,
  { offset, limit }: PageRequest,
  pace: Pace,
): Promise<ReferencesPage> {
  const { graph, distances } = heap;
  const retainers = await heap.retainers(pace);
  const { via } = await heap.paths(pace);
  const edges = retainingEdges(heap, retainers, knownNode(heap, node));
  const farness = (edge: number): number => {
    const distance = distances[sourceOf(graph, edge)]!;
    return (distance < 0 ? 2 ** 31 : distance) + (graph.essential[edge] === 1 ? 0 : 2 ** 32);
  };
  const shown = await orderedPage(edges, farness, { descending: false, offset, limit }, pace);
  return {
    total: edges.length,
    references: shown.map((edge) => {
      const source = sourceOf(graph, edge);
      return {
        ...reference(heap, edge, source),
        children: retainers.first[source + 1]! - retainers.first[source]!,
        onShortestPath: via[node] === edge,
      };
    }),
  };
}

/** References into an object, but those of its own. */
export function retainingEdges({ graph }: OpenHeap, { first, edge }: Retainers, node: number): Uint32Array {
  const { firstEdge } = graph;
  return edge
    .subarray(first[node], first[node + 1])
    .filter((each) => each < firstEdge[node]! || each >= firstEdge[node + 1]!);
}

/** @param other the end that is shown */
export function reference(
  heap: OpenHeap,
  edge: number,
  other: number,
): Omit<HeapReference, 'children' | 'onShortestPath'> {
  const { labels, essential } = heap.graph;
  return {
    edge,
    name: labels.edgeName(edge).slice(0, LIST_LABEL_CHARS),
    kind: labels.edgeKind(edge),
    essential: essential[edge] === 1,
    object: heapObject(heap, other),
  };
}
