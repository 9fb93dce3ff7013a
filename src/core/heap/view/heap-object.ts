import type { HeapObject } from '#shared/model/heap.ts';
import { SYSTEM_DISTANCE } from '../graph/distances.ts';
import { nodeFlags } from '../model/heap-graph.ts';
import type { OpenHeap } from './open-heap.ts';

/** Names and values in lists are cut here; the inspector shows more. */
export const LIST_LABEL_CHARS = 200;

/** One object, as every list shows it. */
export function heapObject({ graph, tree, distances }: OpenHeap, node: number): HeapObject {
  const entry = graph.classes[graph.classOf[node]!]!;
  return {
    node,
    id: graph.ids[node]!,
    className: entry.name,
    family: entry.family,
    kind: graph.labels.nodeKind(node),
    name: graph.labels.nodeName(node).slice(0, LIST_LABEL_CHARS),
    isText: (graph.flags[node]! & nodeFlags.text) !== 0,
    selfBytes: graph.selfBytes[node]!,
    retainedBytes: tree.retainedBytes[node]!,
    distance: programDistance(distances[node]!),
    detached: (graph.flags[node]! & nodeFlags.detached) !== 0,
  };
}

/** Null: only the runtime leads there, or nothing does. */
export function programDistance(distance: number): number | null {
  return distance < 0 || distance >= SYSTEM_DISTANCE ? null : distance;
}
