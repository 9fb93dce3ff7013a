import { heapFileOf } from '../../heap-file.ts';
import type { GraphSnapshot } from '../../model/snapshot.ts';
import { readHeap } from '../../readers.ts';
import { analyseHeap, type HeapAnalysis } from '../../graph/heap-analysis.ts';
import { idlePace } from '../../graph/testing/idle-pace.ts';

/** Reads a snapshot from memory. */
export async function readSnapshot(content: string | Uint8Array): Promise<GraphSnapshot> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const opened = await heapFileOf('test.heapsnapshot', bytes);
  const snapshot = await readHeap(opened, new AbortController().signal);
  if (snapshot.kind !== 'graph') throw new Error('no graph');
  return snapshot;
}

export async function readAnalysis(content: string | Uint8Array): Promise<HeapAnalysis> {
  return analyseHeap((await readSnapshot(content)).graph, idlePace());
}
