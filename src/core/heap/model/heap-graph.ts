import type { ClassFamily } from '#shared/model/heap.ts';
import type { LabelColumns } from './column-labels.ts';

/**
 * Objects and references of one heap snapshot as columns, the same for every runtime. A node is its ordinal
 * `0..nodeCount-1`, an edge its ordinal `0..edgeCount-1`; the edges of a node are `firstEdge[node]..firstEdge[node + 1]`.
 */
export interface HeapGraph {
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** The node from which everything that is alive is held. */
  readonly root: number;
  /** Identity within the process that was dumped: V8's object id, an address. Whether it outlives a process: see facts. */
  readonly ids: NumberColumn;
  /** Shallow size in bytes as it is shown: backing stores are with their owner. Its sum is the size of the heap. */
  readonly selfBytes: NumberColumn;
  /** Index into `classes` of each node. */
  readonly classOf: Uint32Array;
  readonly classes: readonly HeapClass[];
  /** Bits of {@link nodeFlags} of each node. */
  readonly flags: Uint8Array;
  /** `nodeCount + 1` long. */
  readonly firstEdge: Uint32Array;
  readonly edgeTarget: Uint32Array;
  /**
   * 1: the edge keeps its target alive, 0: it does not (weak references, a table's half of a WeakMap entry). The one
   * predicate: dominators, retained sizes and retaining paths all follow it.
   */
  readonly essential: Uint8Array;
  /** How distances are counted where the runtime has rules of its own; else from the root over essential edges. */
  readonly distanceRules?: DistanceRules;
  readonly labels: HeapLabels;
}

export interface DistanceRules {
  /** Nodes at distance 1: what the program itself can name. */
  readonly userRoots: Uint32Array;
  /** 1 per edge that is no step. */
  readonly skipped: Uint8Array;
}

/** 32 bits where all values fit, else doubles. */
export type NumberColumn = Uint32Array | Float64Array;

/** What is known about a node beyond its class. */
export const nodeFlags = {
  /** No object of the program: roots and groups that the runtime invented. */
  synthetic: 1,
  /** A text whose value `labels.nodeName` gives. */
  text: 2,
  /** An array or table of references: `firstEdge` tells how many slots are filled. */
  array: 4,
  /** Cut off from the document, or only reachable through such a node. */
  detached: 8,
  /** A detached element of the DOM, as against other embedder objects in that state. */
  detachedElement: 16,
} as const;

export interface HeapClass {
  /** As it is shown: `SessionContext`, `(string)`, `Detached <div>`, `java.lang.String`. Not unique. */
  readonly name: string;
  readonly family: ClassFamily;
  /** Tells classes of one name apart, where the file can: `script:line:column`. */
  readonly origin: string | null;
  /** A plain object, named by its properties (`{id, name}`): lists fold rare ones into `plainName`. */
  readonly plainName?: string;
}

/** Texts of a snapshot, decoded when asked for. */
export interface HeapLabels {
  readonly columns: LabelColumns;
  /** The class or function name, or the value of a text; at most {@link MAX_LABEL_CHARS} characters. */
  nodeName(node: number): string;
  /** In the words of the runtime: `object`, `closure`, `concatenated string`, `instance`, `GC root`. */
  nodeKind(node: number): string;
  /** Property or field name, `[3]` of an element. */
  edgeName(edge: number): string;
  /** In the words of the runtime: `property`, `element`, `context`, `internal`, `field`, `static`. */
  edgeKind(edge: number): string;
}

/** Longer names and values are cut: a snapshot may hold texts of many megabytes. */
export const MAX_LABEL_CHARS = 10_000;
