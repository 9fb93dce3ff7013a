import { z } from 'zod';
import type { TimeSpan } from './filter.ts';

/** Findings: statements with evidence, limits and options, that a person edits and signs. See docs/findings.md. */

/** What found it; the order is that of the documentation, not a ranking. */
export const findingRules = [
  'gate-failed',
  'regression',
  'improvement',
  'error-change',
  'errors',
  'error-burst',
  'saturation',
  'knee',
  'capacity',
  'slow-incident',
  'tail-concentration',
  'bimodality',
  'warm-up',
  'cold-start',
  'spike-recovery',
  'soak-latency',
  'soak-resource',
  'heap-leak',
  'gc-pressure',
  'resource-limit',
  'cache',
  'web-vitals',
  'repeated-requests',
  'closed-loop',
  'coordinated-omission',
  'load-generator',
  'data-quality',
  'mismatch',
  'blocked-conclusion',
] as const;
export type FindingRule = (typeof findingRules)[number];

/** In the order of a report. `good`: something got better; `info`: worth knowing, nothing to decide. */
export const findingSeverities = ['high', 'medium', 'low', 'good', 'info'] as const;
export type FindingSeverity = (typeof findingSeverities)[number];

export const findingConfidences = ['high', 'medium', 'low'] as const;
export type FindingConfidence = (typeof findingConfidences)[number];

export const findingEvidenceKinds = ['load', 'comparison', 'profile', 'heap', 'resource', 'gate'] as const;
export type FindingEvidenceKind = (typeof findingEvidenceKinds)[number];

/**
 * Unit of a figure. `ratio` is 0..1 (shown in per cent), `ratio-points` a difference of two ratios, `factor` a multiple
 * (2 is "twice"), `number` has no unit.
 */
export const figureUnits = [
  'ms',
  'ratio',
  'ratio-points',
  'ratio-per-hour',
  'factor',
  'count',
  'per-second',
  'users',
  'minutes',
  'bytes',
  'bytes-per-operation',
  'bytes-per-second',
  'per-cent',
  'number',
] as const;
export type FigureUnit = (typeof figureUnits)[number];

/** One row of evidence: of a single run `baseline` is null. What is not known is null. */
export interface FindingFigure {
  readonly name: string;
  readonly unit: FigureUnit;
  readonly baseline: number | null;
  /** Of the candidate, or of the only run. */
  readonly value: number | null;
  /** candidate − baseline as a ratio of the baseline; of `errorRate` and other shares the difference. */
  readonly change: number | null;
  /** 95 % interval: of `change` where there is one, else of `value`. */
  readonly low: number | null;
  readonly high: number | null;
}

/** The engine method and its parameters, with which the figures are computed again. */
export interface FindingQuery {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface FindingEvidence {
  /** Unique within the finding, and the same whenever findings are computed again. */
  readonly id: string;
  readonly kind: FindingEvidenceKind;
  /** One line: `p95 597 → 737 ms, n 11,804 and 11,990`. */
  readonly label: string;
  readonly figures: readonly FindingFigure[];
  readonly query: FindingQuery;
}

export interface FindingTransaction {
  /** As in the run; null where it is known by its label only. */
  readonly id: number | null;
  readonly runId: number | null;
  readonly label: string;
}

export interface FindingOption {
  readonly action: string;
  /** What it would gain; null where the evidence does not say. */
  readonly expected: string | null;
  readonly effort: string | null;
  readonly tradeOff: string;
}

export interface Finding {
  /** Rule and subject: the same whenever findings are computed again, so that edits and signatures survive. */
  readonly id: string;
  readonly rule: FindingRule;
  /** One line without a full stop: `Place order is 23 % slower at p95`. */
  readonly title: string;
  /** One to four sentences with the figures. */
  readonly statement: string;
  readonly severity: FindingSeverity;
  readonly confidence: FindingConfidence;
  readonly confidenceReason: string;
  readonly affected: {
    readonly runIds: readonly number[];
    /** Empty: all of them. */
    readonly transactions: readonly FindingTransaction[];
    /** Since the start of the run; null: all of what is judged. */
    readonly span: TimeSpan | null;
  };
  readonly evidence: readonly FindingEvidence[];
  readonly unknowns: readonly string[];
  /** The first is suggested. */
  readonly options: readonly FindingOption[];
  /**
   * Milliseconds that all users together waited too long within the judged time; a failed sample counts as
   * `failureCostMs`. 0 where the finding costs no waiting itself. Findings of one severity are ranked by it.
   */
  readonly impact: number;
}

const share = z.number().min(0).max(1);
const positive = z.number().positive();
const count = z.number().int().positive();

/**
 * Thresholds of the rules with their defaults: a finding below "info" is made only beyond them. Gates and margins of
 * comparisons are settings of their own.
 */
export const findingSettingsSchema = z.strictObject({
  /** What a failed sample counts for in the ranking: with 4 T of Apdex's default, an answer at which people give up. */
  failureCostMs: positive.max(1e6).default(2000),
  /** Findings of one rule; further ones are summed up in the last. */
  maxPerRule: count.max(100).default(10),
  /** Error rate above which errors are a finding; medium from there, high from ten times as much. */
  errorRate: share.default(0.01),
  /** Failures that a burst has at least, beyond those that are usual. */
  burstFailures: count.default(20),
  /** Excess time of a slow incident as a share of all response time in the judged part. */
  incidentShare: share.default(0.005),
  /** Share of the slowest samples that is looked at. */
  tailShare: z.number().positive().max(0.5).default(0.01),
  /** Lower end of the 95 % interval of the lift, and share of the tail, from which one value stands for the tail. */
  tailLift: z.number().min(1).default(2),
  tailPart: share.default(0.25),
  /** A mode of response times with less than this share of a transaction is not told. */
  modeShare: share.default(0.05),
  /** Modes that lie closer than this factor are one behaviour. */
  modeFactor: z.number().min(1).default(2),
  /** Change over the steady phase from which response times drift (method E6). */
  soakLatencyChange: positive.default(0.1),
  /** The same of memory, threads and handles. */
  soakResourceChange: positive.default(0.05),
  soakP: z.number().positive().max(0.5).default(0.01),
  soakMinutes: positive.default(30),
  /** First requests are slow when their p95 is above the steady one by this factor. */
  coldStartFactor: z.number().min(1).default(2),
  /** How far the p95 of the whole run may lie from that of the steady phase. */
  warmUpDifference: positive.default(0.1),
  /** Recovery after a spike that takes longer than this is told as slow. */
  recoveryMs: positive.default(60_000),
  /** Gain of throughput per 10 % of load below which a system is saturated (method E4). */
  saturationGain: share.default(0.05),
  /** Headroom that capacity must have over the expected load. */
  headroom: positive.default(2),
  /** Requests per second that are expected; null is not known, and headroom is then not judged. */
  expectedPerSec: positive.nullable().default(null),
  /** Share of time (or of CPU samples) that garbage collection may take. */
  gcShare: share.default(0.1),
  /** Per cent. */
  cpuLimit: z.number().positive().max(100).default(70),
  generatorCpuLimit: z.number().positive().max(100).default(80),
  cacheHitRate: share.default(0.8),
  /** Good limits of web vitals at p75: LCP, INP, FID in ms, CLS without a unit. */
  lcpMs: positive.default(2500),
  inpMs: positive.default(200),
  fidMs: positive.default(100),
  cls: positive.default(0.1),
  fcpMs: positive.default(1800),
  ttfbMs: positive.default(800),
  /** Requests of one transaction within one iteration from which they look like a query per row. */
  repeatedRequests: z.number().min(2).default(5),
  /** Share of iterations that must look so. */
  repeatedShare: share.default(0.5),
});
export type FindingSettings = z.infer<typeof findingSettingsSchema>;
export const DEFAULT_FINDING_SETTINGS: FindingSettings = findingSettingsSchema.parse({});

export interface FindingList {
  /** By severity, then impact. */
  readonly findings: readonly Finding[];
  /** What no rule could look at, and what it would take: for the section "What was not measured". */
  readonly notMeasured: readonly string[];
  /** Those that were applied, defaults included. */
  readonly settings: FindingSettings;
}
