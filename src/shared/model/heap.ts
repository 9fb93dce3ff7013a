import { z } from 'zod';
import type { ColumnTable } from '../contract/columns.ts';
import type { EpochMicroseconds } from './run.ts';

/** Heap snapshots as a workspace holds them; how they grow is in `heap-growth.ts`. Sizes are bytes. */

export const heapRuntimes = ['v8', 'jvm', 'go', 'dotnet', 'native', 'unknown'] as const;
export type HeapRuntime = (typeof heapRuntimes)[number];

/**
 * What a class is to a person who looks for a leak.
 *
 * - `object`: instances of the program's classes, plain objects, closures, arrays
 * - `text`: strings
 * - `code`: compiled code, byte code, feedback
 * - `system`: maps, descriptors, hidden storage, roots
 * - `native`: objects of the embedder: DOM, buffers
 */
export const classFamilies = ['object', 'text', 'code', 'system', 'native'] as const;
export type ClassFamily = (typeof classFamilies)[number];

export interface SnapshotInfo {
  readonly id: number;
  readonly sourceId: number;
  readonly name: string;
  /** Id of its reader: `v8-heapsnapshot`, `hprof`. */
  readonly format: string;
  readonly formatLabel: string;
  readonly runtime: HeapRuntime;
  /** In the words of the tool: `JAVA PROFILE 1.0.2`; null where the file does not tell. */
  readonly version: string | null;
  /** Null where the file has only figures of classes. */
  readonly nodes: number | null;
  readonly edges: number | null;
  readonly classCount: number;
  readonly selfBytes: number;
  /** When it was taken, as the file (its name) or a person says; null where neither does. */
  readonly takenAtUs: EpochMicroseconds | null;
  /** Ids mean the same object in another snapshot of the same process. */
  readonly stableIds: boolean;
  /** Objects and references are stored: everything but class figures needs them. */
  readonly hasGraph: boolean;
  /** Where objects were allocated is known. */
  readonly hasAllocations: boolean;
  /** The embedder's detached elements are in it: DOM of a browser. */
  readonly detachedElements: number;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
  /** The series that it is in; null: none. */
  readonly seriesId: number | null;
}

/** Snapshots of one process in order. A snapshot is in one series at most. */
export interface HeapSeries {
  readonly id: number;
  readonly name: string;
  /** In the order in which they were taken; left out ones too. */
  readonly snapshotIds: readonly number[];
  readonly leftOut: readonly number[];
  /** Requests completed before each snapshot, as a person typed them in; null: not typed in. As long as `snapshotIds`. */
  readonly operations: readonly number[] | null;
  /** The load test under which they were taken: its completed samples are the operations where none are typed in. */
  readonly runId: number | null;
  /** How far the clock of the process was ahead of the run's. */
  readonly clockOffsetMs: number;
  /** Put together by Loadstone, and not touched by a person yet. */
  readonly proposed: boolean;
}

/** Told while objects and references are read from the workspace. */
export interface HeapProgressEvent {
  readonly snapshotId: number;
  /** `Reading objects`, `Measuring distances`: in the words of a person. */
  readonly phase: string;
  /** 0..1 of the phase; null where it is not known. */
  readonly share: number | null;
}

/** Parts of the heap that add up to it, as DevTools' statistics cut it. */
export const heapParts = [
  'code',
  'strings',
  'arrays',
  'typed-arrays',
  'objects',
  'native',
  'system',
] as const;
export type HeapPart = (typeof heapParts)[number];

export interface HeapStatistics {
  readonly snapshotId: number;
  readonly selfBytes: number;
  readonly nodes: number;
  readonly edges: number;
  readonly classCount: number;
  /** In the order of {@link heapParts}; they add up to `selfBytes`. `system`: what only the runtime itself can reach. */
  readonly parts: readonly { readonly part: HeapPart; readonly count: number; readonly selfBytes: number }[];
  /** Bytes that the program's roots do not dominate one by one: held by several at once. */
  readonly shared: { readonly count: number; readonly retainedBytes: number };
  /** Objects that nothing holds: garbage that was not collected, or edges that the file does not have. */
  readonly orphans: number;
  /** Objects that hold most, largest first. */
  readonly largest: readonly LargestObject[];
}

export interface LargestObject {
  readonly object: HeapObject;
  /** Class names of its dominators from below the root. */
  readonly heldBy: readonly string[];
}

/** One object, as every list shows it. */
export interface HeapObject {
  /** Its place in the snapshot: what methods take. */
  readonly node: number;
  /** V8's object id, an address. */
  readonly id: number;
  readonly className: string;
  readonly family: ClassFamily;
  /** In the words of the runtime: `object`, `closure`, `concatenated string`. */
  readonly kind: string;
  /** A function's or an element's own name, of texts the start of the value (at most 200 characters); else the class name. */
  readonly name: string;
  readonly isText: boolean;
  readonly selfBytes: number;
  readonly retainedBytes: number;
  /** Steps from what the program can name; null: only the runtime leads there. */
  readonly distance: number | null;
  readonly detached: boolean;
}

export interface HeapObjectsPage {
  /** Of all pages. */
  readonly total: number;
  readonly selfBytes: number;
  readonly objects: readonly HeapObject[];
}

export interface DominatorsPage {
  /** The object whose children these are. */
  readonly parent: HeapObject;
  readonly total: number;
  readonly rows: readonly DominatorRow[];
}

export interface DominatorRow {
  readonly object: HeapObject;
  /** Objects that it dominates immediately. */
  readonly children: number;
  /** The object refers to more than the dominator alone knows: several hold it. */
  readonly heldBySeveral: boolean;
}

/** A reference, seen from one of its ends. */
export interface HeapReference {
  /** Its place in the snapshot: what `heap.freedBy` takes. */
  readonly edge: number;
  /** Property or field name, `[3]` of an element. */
  readonly name: string;
  /** In the words of the runtime: `property`, `element`, `context`, `internal`, `field`. */
  readonly kind: string;
  /** It keeps its target alive. */
  readonly essential: boolean;
  /** The object at the other end. */
  readonly object: HeapObject;
  /** References to go on with from there: out of it (containment), into it (retainers). */
  readonly children: number;
  /** Retainers: on the shortest way from the root. */
  readonly onShortestPath: boolean;
}

export interface ReferencesPage {
  readonly total: number;
  readonly references: readonly HeapReference[];
}

/** From the root to an object, one step per reference. */
export interface RetainingPath {
  /** Steps that are left out in the middle of a very long way (a list of a million entries); absent: none. */
  readonly omitted?: number;
  readonly steps: readonly HeapReference[];
}

/** A retaining path for each reference that leads to the object, shortest first. */
export interface RetainingPaths {
  /** References into the object that hold it. */
  readonly retainers: number;
  readonly paths: readonly RetainingPath[];
}

/** Everything about one object. */
export interface HeapObjectDetails {
  readonly object: HeapObject;
  readonly classKey: string;
  /** Of texts: the value, at most 10,000 characters. */
  readonly value: string | null;
  readonly outgoing: number;
  readonly incoming: number;
  readonly dominator: HeapObject | null;
  /** Objects in its dominator subtree, itself included. */
  readonly retainedCount: number;
  /** Bytes of its own and of the storage that it alone holds. */
  readonly storageBytes: number;
  /** `attached` objects are part of a document; null where the file does not tell. */
  readonly detachedness: 'attached' | 'detached' | null;
  /** Innermost function first; empty where it was not recorded. */
  readonly allocatedAt: readonly {
    readonly name: string;
    readonly file: string;
    readonly line: number | null;
  }[];
}

export interface DuplicateStrings {
  /** Values that exist more than once, and the bytes of all copies but the largest of each. */
  readonly groups: number;
  readonly wastedBytes: number;
  /** Of all strings that were compared: slices share the characters of their parents. */
  readonly strings: { readonly count: number; readonly selfBytes: number };
  readonly rows: readonly {
    /** At most 200 characters. */
    readonly value: string;
    readonly count: number;
    readonly wastedBytes: number;
    /** One of them. */
    readonly node: number;
  }[];
  /** Slices that alone keep a far longer string alive, largest parent first. */
  readonly slices: readonly { readonly slice: HeapObject; readonly parent: HeapObject }[];
}

export interface DetachedObjects {
  /** Elements that are cut off from their document, and what they retain without double counting. */
  readonly count: number;
  readonly retainedBytes: number;
  /** Objects that only detached elements keep alive. */
  readonly heldOnly: { readonly count: number; readonly selfBytes: number };
  /** Of `rows`. */
  readonly total: number;
  /** Elements that no other detached element dominates, largest retained first. */
  readonly rows: readonly DetachedRow[];
}

export interface DetachedRow {
  readonly object: HeapObject;
  /** Detached elements in its dominator subtree, itself included. */
  readonly elements: number;
  /** From the root to the first detached element on the way; empty where nothing leads there. */
  readonly path: RetainingPath;
  readonly firstDetached: HeapObject;
}

export interface HeapCollections {
  readonly total: number;
  readonly rows: readonly {
    readonly object: HeapObject;
    /** References that go out of it and of its storage. */
    readonly children: number;
    /** Own bytes of it and its storage. */
    readonly selfBytes: number;
    /** Share of its slots that are filled, 0..1, from its size; null where that says nothing. */
    readonly filled: number | null;
  }[];
}

/** What would go. */
export interface FreedObjects {
  readonly count: number;
  readonly bytes: number;
}

export interface RetainedSet {
  /** What would be freed if all of these were gone (method P8): what several hold together counts too. */
  readonly freed: FreedObjects;
  /** Of the objects themselves. */
  readonly objects: number;
  readonly selfBytes: number;
}

export const sameProcessAnswers = ['same', 'different', 'unknown'] as const;
export type SameProcess = (typeof sameProcessAnswers)[number];

/** The second snapshot against the first. */
export interface SnapshotDifference {
  readonly beforeId: number;
  readonly afterId: number;
  /** Whether ids mean the same objects; only then new and deleted objects are known. */
  readonly process: SameProcess;
  /** What that means for the figures, in one sentence. */
  readonly processNote: string;
  readonly selfBytes: readonly [before: number, after: number];
  /**
   * Largest change of self bytes first. Columns: `key`, `name`, `family` (texts); `countBefore`, `countAfter`, `selfBefore`,
   * `selfAfter`, `retainedBefore`, `retainedAfter` (null where references are not known), `created`, `createdBytes`,
   * `deleted`, `deletedBytes` (null where ids cannot be compared).
   */
  readonly classes: ColumnTable;
  /** Self bytes by the class of the immediate dominator; deltas add up to that of the heap. `name`, `selfBefore`, `selfAfter`. */
  readonly owners: ColumnTable;
  /** Retained bytes by path of class names (`A › B`), for both kinds of processes. `path`, `countBefore`, `countAfter`, `retainedBefore`, `retainedAfter`. */
  readonly ownerPaths: ColumnTable;
}

const bytes = z.number().nonnegative().max(1e15);
const steps = z.number().int().min(0).max(2e9);

/** Which objects a list shows; a bound belongs to it. */
export const objectFilterSchema = z.strictObject({
  minSelfBytes: bytes.optional(),
  maxSelfBytes: bytes.optional(),
  minRetainedBytes: bytes.optional(),
  minDistance: steps.optional(),
  maxDistance: steps.optional(),
  detachedOnly: z.boolean().optional(),
});
export type ObjectFilter = z.infer<typeof objectFilterSchema>;

export const objectSortSchema = z.strictObject({
  by: z.enum(['retained', 'self', 'distance', 'id']),
  descending: z.boolean(),
});
export type ObjectSort = z.infer<typeof objectSortSchema>;
