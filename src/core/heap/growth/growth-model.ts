import type { ClassFamily } from '../model/heap-graph.ts';

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
  /** How most of the new instances are held, from the root on; empty where it is not known. */
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

export interface GrowthOptions {
  /** Requests of the run whose heap must hold out, and the limit of that heap: growth below 1 % of it is none. */
  readonly plan?: { readonly operations: number; readonly heapLimitBytes: number };
  /** Series whose last value is smaller are not judged. Default 10,000. */
  readonly floorBytes?: number;
}

/** A series before it is judged. */
export interface RawSeries {
  readonly kind: GrowthKind;
  readonly key: string;
  readonly name: string;
  /** Null for paths and containers. */
  readonly family: ClassFamily | null;
  readonly counts: readonly number[];
  readonly bytes: readonly number[];
  readonly retained: readonly number[] | null;
}

/** The values whose trend is tested: a container grows by what it holds, everything else by its bytes. */
export function testedValues({ kind, counts, bytes }: RawSeries): readonly number[] {
  return kind === 'container' ? counts : bytes;
}

/** Bytes that tell whether a series matters: what it retains, where that is known. */
export function weightOf({ retained, bytes }: RawSeries): readonly number[] {
  return retained ?? bytes;
}
