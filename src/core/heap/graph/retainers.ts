import type { HeapGraph } from '../model/heap-graph.ts';

/** References backwards: the edges into `node` are `edge[first[node]..first[node + 1])`, essential or not. */
export interface Retainers {
  readonly first: Uint32Array;
  readonly edge: Uint32Array;
}

export function retainersOf({ nodeCount, edgeTarget, firstEdge }: HeapGraph): Retainers {
  const first = new Uint32Array(nodeCount + 1);
  const end = firstEdge[nodeCount]!;
  for (let edge = 0; edge < end; edge++) first[edgeTarget[edge]! + 1]! += 1;
  for (let node = 0; node < nodeCount; node++) first[node + 1]! += first[node]!;
  const next = first.slice(0, nodeCount);
  const edges = new Uint32Array(end);
  for (let edge = 0; edge < end; edge++) edges[next[edgeTarget[edge]!]!++] = edge;
  return { first, edge: edges };
}

/** The node that an edge starts from: the last one whose edges begin at or before it. */
export function sourceOf({ firstEdge, nodeCount }: HeapGraph, edge: number): number {
  let low = 0;
  let high = nodeCount;
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if (firstEdge[middle]! <= edge) low = middle;
    else high = middle;
  }
  return low;
}
