/** What the benches use of heap snapshots. */

export interface OpenedHeapFile {
  readonly file: { readonly name: string };
}

export interface HeapGraph {
  readonly root: number;
}

export interface SnapshotFigures {
  readonly nodes: number | null;
  readonly edges: number | null;
  readonly selfBytes: number;
}

export type HeapSnapshot =
  | { readonly kind: 'graph'; readonly graph: HeapGraph; readonly facts: SnapshotFigures }
  | { readonly kind: 'classes' };

/** @public */
export declare class Pace {
  constructor(signal: AbortSignal);
  turn(phase: string, share: number | null): Promise<void>;
}
/** @public */
export declare function openHeapFile(path: string): Promise<OpenedHeapFile>;
/** @public */
export declare function readHeap(file: OpenedHeapFile, signal: AbortSignal): Promise<HeapSnapshot>;
/** @public */
export declare function analyseHeap(
  graph: HeapGraph,
  pace: Pace,
): Promise<{ readonly tree: { readonly retainedBytes: Float64Array } }>;
