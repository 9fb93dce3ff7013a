import { z } from 'zod';
import type { ColumnTable } from '../contract/columns.ts';
import { timeSpanSchema, type TimeSpan } from './filter.ts';

/** Comparison of a baseline (A) with a candidate (B): methods A1 to A9. */

export const comparedMetrics = ['p50', 'p95', 'p99', 'errorRate', 'throughput'] as const;
export type ComparedMetric = (typeof comparedMetrics)[number];

export const marginSchema = z.strictObject({
  /** Relative margin m: 0.1 is 10 %. */
  ratio: z.number().positive().max(10),
  /** Absolute floor in ms. */
  ms: z.number().nonnegative().max(1e6),
});
export type Margin = z.infer<typeof marginSchema>;
export const DEFAULT_MARGIN: Margin = { ratio: 0.1, ms: 5 };

const id = z.number().int().positive();
/** `steady`: the steady phase; `all`: the whole run; else a span in ms since the start of the run. */
export const comparedWindowSchema = z.union([z.enum(['steady', 'all']), timeSpanSchema]);
export type ComparedWindow = z.infer<typeof comparedWindowSchema>;

export const comparedSideSchema = z.strictObject({
  runIds: z.array(id).min(1).max(100),
  /** By position of the run in `runIds`; a missing one is `steady`. */
  windows: z.array(comparedWindowSchema).max(100),
});
export type ComparedSide = z.infer<typeof comparedSideSchema>;

export const comparisonRequestSchema = z.strictObject({
  baseline: comparedSideSchema,
  candidate: comparedSideSchema,
  margin: marginSchema,
  /** Margins of single transactions, by label of the baseline. */
  margins: z.array(z.strictObject({ label: z.string().max(10_000), margin: marginSchema })).max(10_000),
  /** Checks that a person has set aside, with the reason that is printed. */
  waivers: z
    .array(z.strictObject({ code: z.string().max(64), reason: z.string().trim().min(1).max(2000) }))
    .max(50),
  /** Transactions that have another name on side B. */
  mapping: z
    .array(z.strictObject({ baseline: z.string().max(10_000), candidate: z.string().max(10_000) }))
    .max(10_000),
  metrics: z.array(z.enum(comparedMetrics)).min(1).max(5),
});
export type ComparisonRequest = z.infer<typeof comparisonRequestSchema>;

export const verdicts = ['regressed', 'inconclusive', 'improved', 'no-change'] as const;
export type Verdict = (typeof verdicts)[number];

export type InconclusiveReason =
  | 'leaning-slower'
  | 'leaning-faster'
  | 'small-but-real'
  | 'too-noisy'
  | 'too-few-samples'
  | 'not-comparable'
  /** Throughput of an open-loop test, which is an input of it, and what was offered is not known (method A6). */
  | 'input'
  | 'drifting';

export interface ComparabilityCheck {
  /** `rate`, `concurrency`, `mix`, `error-rate`, `window-length`, `window-ratio`, `labels`, `rounded`, `aggregated`, `steady`, `loop`, `runs`, `most-sampled`. */
  readonly code: string;
  readonly state: 'ok' | 'note' | 'failed' | 'unknown';
  readonly name: string;
  /** The figure of each side, in words. */
  readonly baseline: string;
  readonly candidate: string;
  readonly message: string;
  /**
   * A failed check of this kind makes every verdict inconclusive unless it is waived; `rate` spares throughput, and
   * `error-rate` the error rate, which are judged themselves.
   */
  readonly caps: boolean;
  /** The reason with which it was waived. */
  readonly waived: string | null;
}

export interface MetricVerdict {
  /** Of the baseline; null: all counted samples together. */
  readonly label: string | null;
  /** Label on side B, where it differs. */
  readonly candidateLabel: string | null;
  readonly metric: ComparedMetric;
  /** ms; errorRate 0..1; throughput per second, or 0..1 where `shareOfOffered`. */
  readonly baseline: number | null;
  readonly candidate: number | null;
  /** candidate ÷ baseline − 1; for errorRate the difference of the shares. */
  readonly deltaRatio: number | null;
  readonly deltaMs: number | null;
  /**
   * 95 % interval of `deltaRatio`. With too few samples, where no verdict can be given, between the ends of what order
   * statistics leave open.
   */
  readonly ci95: readonly [number, number] | null;
  /** 95 % interval of the difference in ms; null for other metrics. */
  readonly ci95Ms: readonly [number, number] | null;
  readonly verdict: Verdict;
  readonly reason: InconclusiveReason | null;
  /** The verdict in words, with the interval and the margin. */
  readonly sentence: string;
  /** High: interval method at full strength; medium: drift or few blocks; low: none. */
  readonly confidence: 'high' | 'medium' | 'low';
  readonly samples: readonly [number, number];
  readonly blocks: readonly [number | null, number | null];
  readonly standardError: number | null;
  readonly degreesOfFreedom: number | null;
  /** Minimum detectable effect as a ratio: 0.12 is 12 %. */
  readonly mde: number | null;
  /** Minutes of test on each side that would settle a change as large as the margin; null where that cannot be said. */
  readonly minutesNeeded: number | null;
  /** Mean length of the windows. */
  readonly minutesTested: number;
  /** One-sided, in the direction of the change, after Holm's adjustment; null where nothing could be tested. */
  readonly pAdjusted: number | null;
  /** What was applied; for errorRate `ratio` is a difference of shares. */
  readonly margin: Margin;
  /** Both sides hold the very same data. */
  readonly identical: boolean;
  /** Throughput of an open-loop test: achieved ÷ offered load, and `samples` are offered iterations (method A6). */
  readonly shareOfOffered: boolean;
}

export interface ComparedRun {
  readonly runId: number;
  readonly name: string;
  readonly tool: string;
  readonly window: TimeSpan;
  /** How the window came about: `steady`, `all`, or set by a person. */
  readonly windowIs: 'steady' | 'all' | 'set';
  readonly samples: number;
}

export interface Comparison {
  readonly baseline: readonly ComparedRun[];
  readonly candidate: readonly ComparedRun[];
  readonly checks: readonly ComparabilityCheck[];
  /** By label, then metric; headline rows (`label` null) first. */
  readonly verdicts: readonly MetricVerdict[];
  /** Labels that are on one side only. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** The worst that was found: regressed before inconclusive before improved before no change. */
  readonly verdict: Verdict;
  readonly sentence: string;
}

/**
 * The two distributions of one transaction. `shift` has the columns `percentile`, `baselineMs`, `candidateMs`, `deltaMs`,
 * `lowMs`, `highMs` (simultaneous 95 % interval) and `beyond` (1 where the whole interval lies beyond the margin).
 */
export interface ComparedDistributions {
  readonly shift: ColumnTable;
  readonly hodgesLehmannMs: number | null;
  readonly cliffsDelta: number | null;
  readonly ksDistance: number | null;
  readonly wassersteinMs: number | null;
}

/** Metrics of several runs of one history, oldest first (method A5). */
export interface RunTrend {
  /** Columns `runId`, `startedAtUs`, and per metric its value. */
  readonly table: ColumnTable;
  readonly changePoints: readonly {
    readonly metric: ComparedMetric;
    /** First run after the change. */
    readonly runId: number;
    readonly before: number;
    readonly after: number;
    readonly p: number;
  }[];
  /** Standard deviation of ln p95 from run to run; null below five runs. */
  readonly noiseFloor: number | null;
  readonly note: string | null;
}

export interface SavedComparison {
  readonly id: number;
  readonly name: string;
  readonly request: ComparisonRequest;
}

/**
 * How far a comparison is: sent while it computes. `done` and `total` count transactions (all requests together are one of
 * them); `verdicts` are those that were added since the last event, before Holm's adjustment.
 */
export interface ComparisonProgress {
  readonly token: string;
  readonly done: number;
  readonly total: number;
  readonly verdicts: readonly MetricVerdict[];
}
