import type { HeapRuntime } from '#shared/model/heap.ts';
import type { HeapGraph } from './heap-graph.ts';
import type { ClassRow } from './snapshot-tables.ts';

/** What a snapshot says about itself. */
export interface SnapshotFacts {
  /** Id of its reader: `v8-heapsnapshot`, `hprof`. */
  readonly format: string;
  readonly runtime: HeapRuntime;
  /** In the words of the tool: `JAVA PROFILE 1.0.2`; null where the file does not tell. */
  readonly version: string | null;
  /** Nodes and edges in the file; null where it has only figures of classes. */
  readonly nodes: number | null;
  readonly edges: number | null;
  /** Sum of the shallow sizes, bytes. */
  readonly selfBytes: number;
  /** When it was taken, ms since 1970; null where the file does not tell. */
  readonly takenAtMs: number | null;
  /** Ids mean the same object in another snapshot of the same process. Not so with addresses, which a collector moves. */
  readonly stableIds: boolean;
  readonly warnings: readonly SnapshotWarning[];
}

export interface SnapshotWarning {
  /** `truncated`, `bad-references`, `assumed-object-size` … */
  readonly code: string;
  /** One sentence for a person. */
  readonly message: string;
}

/** What a reader makes of a file. */
export type HeapSnapshot = GraphSnapshot | ClassesSnapshot;

/** Objects and references. */
export interface GraphSnapshot {
  readonly kind: 'graph';
  readonly facts: SnapshotFacts;
  readonly graph: HeapGraph;
  /** Where objects were allocated; null where it was not recorded. */
  readonly allocations: AllocationSites | null;
}

/** Figures of classes or allocation sites only: `jmap -histo`, Go's heap profile, DHAT. */
export interface ClassesSnapshot {
  readonly kind: 'classes';
  readonly facts: SnapshotFacts;
  /** `retainedBytes` of the rows is null. */
  readonly classes: readonly ClassRow[];
}

/** Allocation stacks (`.heaptimeline`) as a tree in columns; site 0 is its root. */
export interface AllocationSites {
  readonly siteCount: number;
  /** Parent of each site; the root's is the root. A parent comes before its children. */
  readonly parent: Uint32Array;
  /** Objects and bytes allocated at a site itself, over the whole recording. */
  readonly allocatedCount: Float64Array;
  readonly allocatedBytes: Float64Array;
  /** Site of each node of the graph; 0 where it is not known. */
  readonly siteOf: Uint32Array;
  /** Moments of the recording: every object with an id up to `lastId` existed then. */
  readonly momentUs: Float64Array;
  readonly momentLastId: Float64Array;
  siteName(site: number): AllocationFunction;
}

export interface AllocationFunction {
  readonly name: string;
  /** Script name; empty where it is not known. */
  readonly file: string;
  /** From 1; null where it is not known. */
  readonly line: number | null;
}
