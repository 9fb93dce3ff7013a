import { analyseHeap } from '../../graph/heap-analysis.ts';
import { distancesOf } from '../../graph/distances.ts';
import { idlePace } from '../../graph/testing/idle-pace.ts';
import type { HeapGraph } from '../../model/heap-graph.ts';
import { OpenHeap } from '../open-heap.ts';

/** A graph as it is looked at. */
export async function openedHeap(graph: HeapGraph): Promise<OpenHeap> {
  const analysis = await analyseHeap(graph, idlePace());
  return new OpenHeap(analysis, await distancesOf(graph, idlePace()), null);
}
