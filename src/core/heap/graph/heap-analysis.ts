import type { HeapGraph } from '../model/heap-graph.ts';
import { dominatedNodes, type DominatedNodes } from './dominated-nodes.ts';
import { dominatorTree, type DominatorTree } from './dominators.ts';
import type { Pace } from './pace.ts';

/** A graph with all that statistics need of it. */
export interface HeapAnalysis {
  readonly graph: HeapGraph;
  readonly tree: DominatorTree;
  readonly dominated: DominatedNodes;
}

/** @throws {AppError} `cancelled` */
export async function analyseHeap(graph: HeapGraph, pace: Pace): Promise<HeapAnalysis> {
  const tree = await dominatorTree(graph, pace);
  return { graph, tree, dominated: await dominatedNodes(tree, pace) };
}

/** The bytes of all objects. */
export function heapBytes({ graph, tree }: HeapAnalysis): number {
  return tree.retainedBytes[graph.root]!;
}
