import type { FreedObjects } from '#shared/model/heap.ts';
import type { HeapGraph } from '../model/heap-graph.ts';
import { DominatedBy } from './dominated-by.ts';
import type { DominatorTree } from './dominators.ts';
import { NODES_PER_TURN, type Pace } from './pace.ts';
import { sourceOf, type Retainers } from './retainers.ts';

/**
 * What would be freed if these nodes were gone: what is reachable now, less what is without them (method P8). Not the sum of
 * their retained sizes: what several hold together counts too.
 * @throws {AppError} `cancelled`
 */
export async function retainedBySet(
  graph: HeapGraph,
  nodes: Iterable<number>,
  pace: Pace,
): Promise<FreedObjects> {
  const none = new Uint8Array(graph.nodeCount);
  const without = new Uint8Array(graph.nodeCount);
  for (const node of nodes) without[node] = 1;
  const all = await reach(graph, none, pace);
  const left = await reach(graph, without, pace);
  return { count: all.count - left.count, bytes: all.bytes - left.bytes };
}

/** What goes with one reference. */
export interface FreedByEdge {
  /** The target goes with all that it retains, or nothing does. */
  readonly frees: boolean;
  readonly source: number;
}

/**
 * Whether something would be freed if one reference were cleared. If its target can be reached in another way, so can all that
 * is reached through it; else exactly those nodes go that the target dominates. An edge that is not essential holds nothing.
 */
export function freedByEdge(
  graph: HeapGraph,
  { dominator }: Pick<DominatorTree, 'dominator'>,
  { first, edge: edges }: Retainers,
  edge: number,
): FreedByEdge {
  const target = graph.edgeTarget[edge]!;
  const source = sourceOf(graph, edge);
  // Only an edge from the immediate dominator can be the only way: any other leaves the one through it.
  if (graph.essential[edge] === 0 || dominator[target] !== source || target === graph.root)
    return { frees: false, source };
  const below = new DominatedBy(dominator, target, graph.root);
  for (let place = first[target]!; place < first[target + 1]!; place++) {
    const other = edges[place]!;
    if (other === edge || graph.essential[other] === 0) continue;
    // What only the target leads to is no other way to it.
    if (!below.has(sourceOf(graph, other))) return { frees: false, source };
  }
  return { frees: true, source };
}

/** @param without 1 for each node that is not there */
async function reach(
  { root, nodeCount, firstEdge, edgeTarget, essential, selfBytes }: HeapGraph,
  without: Uint8Array,
  pace: Pace,
): Promise<FreedObjects> {
  const seen = Uint8Array.from(without);
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
      if (essential[edge] === 0 || seen[to] === 1) continue;
      seen[to] = 1;
      waiting[waits++] = to;
    }
    if (count % NODES_PER_TURN === 0) await pace.turn('Following references', count / nodeCount);
  }
  return { count, bytes };
}
