import type { HeapGraph } from '../model/heap-graph.ts';
import { NODES_PER_TURN, type Pace } from './pace.ts';

/** Steps from here on lead only through what the runtime keeps for itself. */
export const SYSTEM_DISTANCE = 100_000_000;

/** Nothing leads there. */
export const NO_DISTANCE = -5;

/**
 * Steps from what the program can name (formats, section 9 rule 6). Where the runtime has no rules of its own: from the root
 * over essential edges.
 */
export async function distancesOf(graph: HeapGraph, pace: Pace): Promise<Int32Array> {
  const { nodeCount, root, essential, distanceRules } = graph;
  const distances = new Int32Array(nodeCount).fill(NO_DISTANCE);
  const isStep = (edge: number): boolean => essential[edge] === 1;
  if (distanceRules === undefined) {
    distances[root] = 0;
    await spread(graph, distances, Uint32Array.of(root), isStep, pace);
    return distances;
  }
  const { userRoots, skipped } = distanceRules;
  const follows = (edge: number): boolean => skipped[edge] === 0;
  for (const node of userRoots) distances[node] = 1;
  await spread(graph, distances, userRoots, follows, pace);
  // The root itself may be reached from the objects of the program.
  distances[root] = userRoots.length > 0 ? SYSTEM_DISTANCE : 0;
  await spread(graph, distances, Uint32Array.of(root), follows, pace);
  return distances;
}

async function spread(
  { nodeCount, firstEdge, edgeTarget }: HeapGraph,
  distances: Int32Array,
  start: Uint32Array,
  isStep: (edge: number) => boolean,
  pace: Pace,
): Promise<void> {
  const queue = new Uint32Array(nodeCount + start.length);
  queue.set(start);
  let count = start.length;
  for (let head = 0; head < count; head++) {
    const node = queue[head]!;
    const next = distances[node]! + 1;
    const end = firstEdge[node + 1]!;
    for (let edge = firstEdge[node]!; edge < end; edge++) {
      const to = edgeTarget[edge]!;
      if (distances[to] !== NO_DISTANCE || !isStep(edge)) continue;
      distances[to] = next;
      queue[count++] = to;
    }
    if (head % NODES_PER_TURN === 0) await pace.turn('Measuring distances', head / nodeCount);
  }
}
