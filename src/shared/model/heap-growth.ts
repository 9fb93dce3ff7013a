import type { ClassFamily } from './heap.ts';

/**
 * What is followed over the snapshots of a series (method P10).
 *
 * - `class`: instances of a class and their own bytes
 * - `owner`: own bytes by the class of the immediate dominator
 * - `shape`: retained bytes by the path of class names that holds them
 * - `container`: references that go out of one object which exists in every snapshot
 */
export const growthKinds = ['class', 'owner', 'shape', 'container'] as const;
export type GrowthKind = (typeof growthKinds)[number];

/**
 * - `leak`: it grows with the load, and the evidence is more than chance gives
 * - `candidate`: it grows, but so few snapshots could show that by chance
 * - `bounded`: it grew and stopped, or falls again: a cache, a warm-up, a buffer
 * - `no-growth`: growth above `noGrowthAbove` can be excluded
 * - `cannot-tell`: neither growth nor its absence is shown
 */
export const growthVerdicts = ['leak', 'candidate', 'cannot-tell', 'bounded', 'no-growth'] as const;
export type GrowthVerdict = (typeof growthVerdicts)[number];

/** The first three are evidence of structure: two of them make a leak without any test. */
export const evidenceCodes = [
  'integer-per-operation',
  'one-owner-path',
  'container-grows',
  'equal-steps',
  'trend',
  'few-snapshots',
  'uneven',
  'falls-again',
  'saturates',
  'warm-up',
  'no-trend',
] as const;
export type EvidenceCode = (typeof evidenceCodes)[number];

export interface GrowthEvidence {
  readonly code: EvidenceCode;
  /** One sentence for a person. */
  readonly message: string;
}

export interface GrowthSlope {
  /** Theil–Sen, bytes (of containers: references) per operation; per snapshot where operations are not known. */
  readonly perOperation: number;
  readonly low: number;
  readonly high: number;
  /** Confidence of `low..high`: below 0.95 with fewer than five snapshots. */
  readonly level: number;
}

export interface GrowthSeries {
  readonly kind: GrowthKind;
  /** Unique within its kind. */
  readonly key: string;
  readonly name: string;
  /** Null for paths and containers. */
  readonly family: ClassFamily | null;
  /** Instances, dominated objects, or references of a container, per snapshot. */
  readonly counts: readonly number[];
  /** Own bytes of classes and owners, retained bytes of shapes and containers, per snapshot. */
  readonly bytes: readonly number[];
  /** Retained bytes per snapshot, where references are known. */
  readonly retained: readonly number[] | null;
  readonly slope: GrowthSlope;
  /** Theil–Sen slope of `counts`. */
  readonly countPerOperation: number;
  /** Exact Mann–Kendall, one-sided. */
  readonly p: number;
  /** Adjusted by Benjamini & Hochberg over all judged series. */
  readonly q: number;
  readonly verdict: GrowthVerdict;
  readonly evidence: readonly GrowthEvidence[];
  /** How most of the new instances are held, from the root on: `edge › class` per step; empty where it is not known. */
  readonly retainerPath: readonly string[];
  /** Of `no-growth`: what can be excluded, in bytes (references) per operation. Else null. */
  readonly noGrowthAbove: number | null;
}

/** What runtimes do of their own accord: in one line, not judged. */
export interface NoiseLine {
  readonly family: string;
  /** Classes that are in it. */
  readonly classes: number;
  /** Own bytes per snapshot. */
  readonly bytes: readonly number[];
}

export interface GrowthWarning {
  readonly code:
    | 'few-snapshots'
    | 'operations-unknown'
    | 'warm-up'
    | 'other-process'
    | 'order'
    | 'classes-only'
    | 'partial';
  readonly message: string;
}

export interface Growth {
  readonly snapshots: readonly string[];
  /** Requests completed before each snapshot; null where they are not known. */
  readonly operations: readonly number[] | null;
  /** Own bytes of everything per snapshot. */
  readonly totalBytes: readonly number[];
  /** Leaks first; within a verdict the largest growth in bytes first. */
  readonly series: readonly GrowthSeries[];
  readonly noise: readonly NoiseLine[];
  /** Series whose last value is below the size that is looked at. */
  readonly belowFloor: { readonly series: number; readonly bytes: number };
  readonly warnings: readonly GrowthWarning[];
}

/** One snapshot of the series, in its order. */
export interface GrowthSnapshot {
  readonly snapshotId: number;
  readonly name: string;
  /** µs since 1970; null where it is not known. */
  readonly takenAtUs: number | null;
  /** Since the start of the linked run, else since the first snapshot; null where the instant is not known. */
  readonly elapsedMs: number | null;
  /** Requests completed before it; null where they are not known. */
  readonly operations: number | null;
  readonly totalBytes: number;
  /** A person left it out: it is on the chart, not in the figures. */
  readonly leftOut: boolean;
}

/**
 * - `passed`: nothing speaks against judging
 * - `note`: it limits what can be said, see the sentence
 * - `failed`: verdicts are not to be relied upon
 * - `unknown`: the files do not tell
 */
export type GrowthCheckState = 'passed' | 'note' | 'failed' | 'unknown';

/** What a series needs so that growth can be judged (method P10, input contract). */
export interface GrowthCheck {
  readonly code:
    | 'one-process'
    | 'in-order'
    | 'after-collection'
    | 'operations'
    | 'first-step'
    | 'snapshots-for-leak'
    | 'snapshots-for-blind-search'
    | 'references'
    | 'complete';
  /** "One process, in order" */
  readonly name: string;
  readonly state: GrowthCheckState;
  /** The figure beside it: `6, needs 9`, `1.9×, limit 3×`. */
  readonly value: string;
  /** One sentence: what it means, and what would settle it. */
  readonly message: string;
}

/** By what the bands of the chart are cut; all bands of one chart add up to the heap. */
export const growthGroupings = ['owner-path', 'owner', 'class'] as const;
export type GrowthGrouping = (typeof growthGroupings)[number];

/**
 * A band of the chart of the heap over the snapshots. Bands are disjoint and add up to the heap in every snapshot.
 *
 * - `series`: one growing class, owner or path
 * - `bounded`: what grew and stopped, together
 * - `noise`: what runtimes do of their own accord; of paths only compiled code
 * - `other`: the rest
 */
export interface GrowthBand {
  readonly kind: 'series' | 'bounded' | 'noise' | 'other';
  /** Class name; of a path its last class. `Bounded`, `Noise families`, `Compiled code`, `Other`. */
  readonly name: string;
  /** Key of the {@link GrowthSeries} (of the kind of the grouping) that it shows; null for the three that gather. */
  readonly key: string | null;
  readonly verdict: GrowthVerdict | null;
  /** Per snapshot. Own bytes of classes and owners; retained bytes of paths. */
  readonly bytes: readonly number[];
}

/** When the heap's limit is reached at the rate at which the leaks grow. */
export interface HeapExhaustion {
  readonly limitBytes: number;
  /** From the last snapshot on; `low` at the fastest rate of the interval. Null: not at this rate. */
  readonly operations: {
    readonly estimate: number;
    readonly low: number;
    readonly high: number | null;
  } | null;
  /** The same as time, at the rate of operations between the snapshots; null where instants are not known. */
  readonly ms: { readonly estimate: number; readonly low: number; readonly high: number | null } | null;
}

export interface SeriesGrowth {
  readonly seriesId: number;
  /** All of the series, left out ones too. */
  readonly snapshots: readonly GrowthSnapshot[];
  /** Where the operations come from. */
  readonly operationsFrom: 'typed' | 'run' | 'none';
  readonly checks: readonly GrowthCheck[];
  /** Null while fewer than three snapshots are left; `missing` says what to do. */
  readonly growth: Growth | null;
  readonly missing: string | null;
  /** Over the snapshots that are not left out; bottom of the chart last. */
  readonly bands: readonly GrowthBand[];
  readonly exhaustion: HeapExhaustion | null;
}

/** What a process said that it used of its heap during the linked run, between snapshots too: garbage is in it. */
export interface HeapUsed {
  readonly metric: string;
  /** Where it was measured; null where the metric does not tell. */
  readonly host: string | null;
  /** Since the start of the run, rising; as long as `bytes`. */
  readonly elapsedMs: Float64Array;
  readonly bytes: Float64Array;
}

/**
 * What a path leads to: most of the new instances of a class; the largest object of an owner, or at the end of an owner path;
 * a container, which is one object in all snapshots.
 */
export type GrowthPathEnd = 'new-instances' | 'largest' | 'container';

/** A retaining path of what grows over the snapshots of its series. */
export interface GrowthPath {
  readonly leadsTo: GrowthPathEnd;
  /** Of the growing class, in the last snapshot. */
  readonly className: string;
  /**
   * Instances that are not in the first snapshot, how many of them were looked at, and how many are held in this way. Of
   * `largest`: all objects in the last snapshot that it was chosen from, and twice 1.
   */
  readonly newInstances: number;
  readonly sampled: number;
  readonly sharing: number;
  /** Snapshots in order, without those left out. */
  readonly snapshotIds: readonly number[];
  /** From the root to the instance. */
  readonly steps: readonly GrowthPathStep[];
  /** Other ways in which new instances are held, most first. */
  readonly others: readonly { readonly steps: readonly string[]; readonly count: number }[];
}

export interface GrowthPathStep {
  /** `.pending`, `[*]`: the reference that leads to the object; empty of the root. */
  readonly edge: string;
  readonly className: string;
  /** In the last snapshot: opens there. */
  readonly node: number;
  readonly id: number;
  /** References that go out of it in each snapshot; null where the path leads nowhere yet. */
  readonly outEdges: readonly (number | null)[];
  /** More in every snapshot. */
  readonly growing: boolean;
}

/**
 * - `fixed`: what may be left is below the floor
 * - `reduced`: it grows less than before, but it grows
 * - `not-fixed`: it grows on, and nothing shows that it grows less
 * - `cannot-tell`: it did not grow clearly before, or the intervals leave all of this open
 */
export const fixVerdicts = ['not-fixed', 'reduced', 'cannot-tell', 'fixed'] as const;
export type FixVerdict = (typeof fixVerdicts)[number];

/** A slope and the 95 % interval of its resamples, bytes (references of containers) per operation. */
export interface ArmSlope {
  readonly perOperation: number;
  readonly low: number;
  readonly high: number;
}

export interface FixRow {
  readonly kind: GrowthKind;
  readonly key: string;
  readonly name: string;
  readonly before: ArmSlope;
  readonly after: ArmSlope;
  /** after − before: negative is less growth. */
  readonly difference: ArmSlope;
  /** Share of the growth that is gone, 0..1 (negative: more growth), and its interval; null where it did not grow before. */
  readonly reduction: { readonly share: number; readonly low: number; readonly high: number } | null;
  /** Growth per operation below which it counts as fixed. */
  readonly floor: number;
  readonly verdict: FixVerdict;
  readonly message: string;
}

export interface FixVerification {
  /** What slopes are per. */
  readonly per: 'operation' | 'snapshot';
  /** What grew before: the largest growth first. */
  readonly rows: readonly FixRow[];
  readonly warnings: readonly string[];
}
