/** Heap snapshots: reading and dominators. Types: heap.d.ts, by hand. */
export { openHeapFile } from '../../src/core/heap/heap-file.ts';
export { readHeap } from '../../src/core/heap/readers.ts';
export { analyseHeap } from '../../src/core/heap/graph/heap-analysis.ts';
export { Pace } from '../../src/core/heap/graph/pace.ts';
