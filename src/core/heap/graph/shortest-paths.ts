import type { HeapGraph } from '../model/heap-graph.ts';
import { NODES_PER_TURN, type Pace } from './pace.ts';
import { sourceOf } from './retainers.ts';

const NONE = 0xffff_ffff;

/** A tree of shortest paths over essential edges. */
export interface ShortestPaths {
  /** Edge over which each node is reached first; 0xffffffff of the start and of what is not reached. */
  readonly via: Uint32Array;
  /** Steps to each node; 0xffffffff of what is not reached. */
  readonly depth: Uint32Array;
  readonly start: number;
}

export interface PathStep {
  readonly edge: number;
  readonly source: number;
  readonly target: number;
}

/**
 * Breadth first from the root.
 * @param avoid 1 for each node that no path may lead through
 */
export async function shortestPaths(
  graph: HeapGraph,
  pace: Pace,
  avoid: Uint8Array | null = null,
): Promise<ShortestPaths> {
  const { nodeCount, firstEdge, edgeTarget, essential, root } = graph;
  const via = new Uint32Array(nodeCount).fill(NONE);
  const depth = new Uint32Array(nodeCount).fill(NONE);
  const queue = new Uint32Array(nodeCount);
  const seen = avoid === null ? new Uint8Array(nodeCount) : Uint8Array.from(avoid);
  queue[0] = root;
  seen[root] = 1;
  depth[root] = 0;
  let count = 1;
  for (let head = 0; head < count; head++) {
    const node = queue[head]!;
    const end = firstEdge[node + 1]!;
    for (let edge = firstEdge[node]!; edge < end; edge++) {
      const to = edgeTarget[edge]!;
      if (essential[edge] === 0 || seen[to] === 1) continue;
      seen[to] = 1;
      via[to] = edge;
      depth[to] = depth[node]! + 1;
      queue[count++] = to;
    }
    if (head % NODES_PER_TURN === 0) await pace.turn('Finding paths', head / nodeCount);
  }
  return { via, depth, start: root };
}

/** From the root to the node; null when no path leads there. */
export function pathTo(graph: HeapGraph, { via, start }: ShortestPaths, node: number): PathStep[] | null {
  const steps: PathStep[] = [];
  for (let at = node; at !== start;) {
    const edge = via[at]!;
    if (edge === NONE) return null;
    const source = sourceOf(graph, edge);
    steps.push({ edge, source, target: at });
    at = source;
  }
  return steps.reverse();
}
