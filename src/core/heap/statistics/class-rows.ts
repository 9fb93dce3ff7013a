import type { ClassRow } from '../model/snapshot-tables.ts';
import type { HeapAnalysis } from '../graph/heap-analysis.ts';
import { NODES_PER_TURN, type Pace } from '../graph/pace.ts';
import type { ClassKeys } from './class-keys.ts';

/**
 * Count, self and retained size by class; the class that retains most first. An object inside another of its class adds
 * nothing to what the class retains (method P8): the walk down the tree knows which classes are open above it.
 */
export async function classRows(
  { graph, tree, dominated }: HeapAnalysis,
  { rowOf, rows }: ClassKeys,
  pace: Pace,
): Promise<ClassRow[]> {
  const counts = new Float64Array(rows.length);
  const self = new Float64Array(rows.length);
  const retained = new Float64Array(rows.length);
  const open = new Uint32Array(rows.length);
  const next = dominated.first.slice(0, graph.nodeCount);
  const enter = (node: number): void => {
    const row = rowOf[graph.classOf[node]!]!;
    counts[row]! += 1;
    self[row]! += graph.selfBytes[node]!;
    if (open[row] === 0) retained[row]! += tree.retainedBytes[node]!;
    open[row]! += 1;
  };
  let node = graph.root;
  let entered = 1;
  enter(node);
  for (;;) {
    if (entered % NODES_PER_TURN === 0) await pace.turn('Adding up classes', entered / graph.nodeCount);
    if (next[node]! < dominated.first[node + 1]!) {
      node = dominated.child[next[node]!++]!;
      entered += 1;
      enter(node);
    } else {
      open[rowOf[graph.classOf[node]!]!]! -= 1;
      if (node === graph.root) break;
      node = tree.dominator[node]!;
    }
  }
  return rows
    .map((row, index) => ({
      ...row,
      count: counts[index]!,
      selfBytes: self[index]!,
      retainedBytes: retained[index]!,
    }))
    .filter(({ count }) => count > 0)
    .sort(
      (a, b) => b.retainedBytes - a.retainedBytes || b.selfBytes - a.selfBytes || (a.key < b.key ? -1 : 1),
    );
}
