import type { ClassFamily } from '#shared/model/heap.ts';
import type { SnapshotFacts } from './snapshot.ts';

/**
 * What is kept of a snapshot when its graph goes: enough for comparison and growth (methods P8, P10), a few megabytes for
 * millions of objects. A series is an array of these, in the order in which the snapshots were taken.
 */
export interface SnapshotTables {
  /** File name. */
  readonly name: string;
  readonly facts: SnapshotFacts;
  /** One row per class key; largest retained (else self) size first. */
  readonly classes: readonly ClassRow[];
  /** Self bytes by the class of the immediate dominator: they add up to the heap. Empty without references. */
  readonly owners: readonly OwnerRow[];
  /** Dominator paths of class names. Empty without references. */
  readonly ownerPaths: readonly OwnerPathRow[];
  /** Objects reached from global roots that hold many others. Empty without references. */
  readonly containers: readonly ContainerRow[];
  /**
   * How instances are held that were not in the first snapshot: of classes that have grown since then. Only in the last
   * snapshot of a series; else empty.
   */
  readonly shapes: readonly RetainerShapes[];
  /** A sample for the question whether two snapshots are of one process. Null where ids are not stable. */
  readonly identity: IdentitySample | null;
}

/** Rows of one key in two snapshots are the same class. */
export interface ClassRow {
  /** Name, and where the file tells two classes of one name apart, their origin. Plain objects: by their properties. */
  readonly key: string;
  readonly name: string;
  readonly family: ClassFamily;
  readonly count: number;
  readonly selfBytes: number;
  /** Without double counting: an instance within an instance of its class adds nothing. Null where references are unknown. */
  readonly retainedBytes: number | null;
}

export interface OwnerRow {
  /** Class name of the dominator. */
  readonly name: string;
  readonly family: ClassFamily;
  /** Objects that it dominates immediately. */
  readonly count: number;
  readonly selfBytes: number;
}

export interface OwnerPathRow {
  /** Class names from below the root, at most 5 levels; `Map[*]`: indices are wiped. */
  readonly path: readonly string[];
  readonly count: number;
  readonly retainedBytes: number;
}

/** The same object in every snapshot: a path of property names from a global root. */
export interface ContainerRow {
  /** `liveSessions › table`; elements are `[*]`. Unique. */
  readonly path: string;
  readonly className: string;
  /** References that go out. */
  readonly children: number;
  readonly retainedBytes: number;
}

export interface RetainerShapes {
  /** Key of a {@link ClassRow}. */
  readonly key: string;
  readonly className: string;
  /** Instances whose ids were not in the first snapshot, or all where ids are not stable. */
  readonly newInstances: number;
  /** Of these, how many were looked at (at most 200). */
  readonly sampled: number;
  /** Largest first; counts add up to `sampled`. */
  readonly clusters: readonly RetainerShape[];
}

export interface RetainerShape {
  /** From the root to the instance: `edge › class` per step, normalised (`[*]` for indices). */
  readonly steps: readonly string[];
  readonly count: number;
  /** An instance that is held in just this way, as a node of the last snapshot. */
  readonly node: number;
}

/** The objects whose ids have the smallest hashes: two snapshots of one process choose the same ones. */
export interface IdentitySample {
  /** Rising. */
  readonly ids: Float64Array;
  /** Class key of each. */
  readonly keys: readonly string[];
}
