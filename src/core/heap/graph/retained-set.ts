import type { HeapGraph } from '../model/heap-graph.ts';
import type { DominatorTree } from './dominators.ts';

/** Objects and bytes. */
export interface FreedMemory {
  readonly count: number;
  readonly bytes: number;
}

/**
 * What would be freed if these nodes were gone: what is reachable now, less what is without them (method P8). Not the sum of
 * their retained sizes: what several hold together counts too.
 */
export function retainedBySet(graph: HeapGraph, nodes: readonly number[]): FreedMemory {
  const all = reach(graph, new Set(), -1);
  const left = reach(graph, new Set(nodes), -1);
  return { count: all.count - left.count, bytes: all.bytes - left.bytes };
}

/**
 * What would be freed if one reference were cleared: nothing, unless its target hangs on it alone.
 * An edge that is not essential holds nothing.
 */
export function freedByEdge(
  graph: HeapGraph,
  tree: DominatorTree,
  edge: number,
  source: number,
): FreedMemory {
  const target = graph.edgeTarget[edge]!;
  const nothing = { count: 0, bytes: 0 };
  // Only an edge from the immediate dominator can be the only way: any other leaves the one through it.
  if (graph.essential[edge] === 0 || tree.dominator[target] !== source) return nothing;
  const all = reach(graph, new Set(), -1);
  const left = reach(graph, new Set(), edge);
  return { count: all.count - left.count, bytes: all.bytes - left.bytes };
}

function reach(
  { root, nodeCount, firstEdge, edgeTarget, essential, selfBytes }: HeapGraph,
  without: ReadonlySet<number>,
  withoutEdge: number,
): FreedMemory {
  const seen = new Uint8Array(nodeCount);
  for (const node of without) seen[node] = 1;
  const waiting = new Uint32Array(nodeCount + 1);
  let [count, bytes, waits] = [0, 0, 0];
  if (seen[root] === 0) {
    seen[root] = 1;
    waiting[waits++] = root;
  }
  while (waits > 0) {
    const node = waiting[--waits]!;
    count += 1;
    bytes += selfBytes[node]!;
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const to = edgeTarget[edge]!;
      if (essential[edge] === 0 || edge === withoutEdge || seen[to] === 1) continue;
      seen[to] = 1;
      waiting[waits++] = to;
    }
  }
  return { count, bytes };
}
