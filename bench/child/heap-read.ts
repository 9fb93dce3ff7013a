import type { SnapshotFigures } from '../product/heap.d.ts';
import { analyseHeap, openHeapFile, Pace, readHeap } from '../product/heap.js';

export interface HeapAnswer extends SnapshotFigures {
  readonly rootRetainedBytes: number;
}

/** A snapshot up to classes, dominators and retained sizes. */
export async function run(input: { readonly file: string }): Promise<HeapAnswer> {
  const { signal } = new AbortController();
  const snapshot = await readHeap(await openHeapFile(input.file), signal);
  if (snapshot.kind !== 'graph') throw new Error('the file has no objects');
  const { tree } = await analyseHeap(snapshot.graph, new Pace(signal));
  const { nodes, edges, selfBytes } = snapshot.facts;
  return {
    nodes,
    edges,
    selfBytes,
    rootRetainedBytes: tree.retainedBytes[snapshot.graph.root]!,
  };
}
