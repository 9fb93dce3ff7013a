import type { HeapGraph } from '../model/heap-graph.ts';
import type { Pace } from './pace.ts';

const PHASE = 'Turning references round';

/** References backwards: the edges into `node` are `edge[first[node]..first[node + 1])`, essential or not. */
export interface Retainers {
  readonly first: Uint32Array;
  readonly edge: Uint32Array;
}

/** @throws {AppError} `cancelled` */
export async function retainersOf(
  { nodeCount, edgeTarget, firstEdge }: Pick<HeapGraph, 'nodeCount' | 'edgeTarget' | 'firstEdge'>,
  pace: Pace,
): Promise<Retainers> {
  const first = new Uint32Array(nodeCount + 1);
  const end = firstEdge[nodeCount]!;
  await pace.overNodes(PHASE, end, (from, to) => {
    for (let edge = from; edge < to; edge++) first[edgeTarget[edge]! + 1]! += 1;
  });
  for (let node = 0; node < nodeCount; node++) first[node + 1]! += first[node]!;
  const next = first.slice(0, nodeCount);
  const edges = new Uint32Array(end);
  await pace.overNodes(PHASE, end, (from, to) => {
    for (let edge = from; edge < to; edge++) edges[next[edgeTarget[edge]!]!++] = edge;
  });
  return { first, edge: edges };
}

/** The node that an edge starts from: the last one whose edges begin at or before it. */
export function sourceOf(
  { firstEdge, nodeCount }: Pick<HeapGraph, 'firstEdge' | 'nodeCount'>,
  edge: number,
): number {
  let low = 0;
  let high = nodeCount;
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if (firstEdge[middle]! <= edge) low = middle;
    else high = middle;
  }
  return low;
}
