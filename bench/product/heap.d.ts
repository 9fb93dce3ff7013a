/** What the benches use of heap snapshots. */

export interface OpenedHeapFile {
  readonly file: { readonly name: string };
}

export interface HeapGraph {
  readonly root: number;
}

/** What dominators need of a graph. */
export interface ReferenceGraph {
  readonly nodeCount: number;
  readonly root: number;
  readonly firstEdge: Uint32Array;
  readonly edgeTarget: Uint32Array;
  readonly essential: Uint8Array;
  readonly selfBytes: Uint32Array;
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
  graph: HeapGraph | ReferenceGraph,
  pace: Pace,
): Promise<{ readonly tree: { readonly retainedBytes: Float64Array } }>;
