import type { ColumnTable } from '../contract/columns.ts';
import type { LatencyCurve } from './latency.ts';
import type { PhaseKind } from './phases.ts';

export const honestyCodes = [
  'loop',
  'coordinated-omission',
  'clock',
  'rounding',
  'quantiles',
  'missing-columns',
  'double-counting',
  'littles-law',
  'generator',
  'rejected-rows',
] as const;
export type HonestyCode = (typeof honestyCodes)[number];

/** One statement about how far the figures of a run can be trusted. */
export interface HonestyItem {
  readonly code: HonestyCode;
  /** `unknown`: the file does not hold what it takes to tell. */
  readonly state: 'good' | 'note' | 'warning' | 'unknown';
  readonly name: string;
  /** A few words: `closed loop`, `1 ms`. */
  readonly value: string;
  /** One sentence: what that means for the figures. */
  readonly sentence: string;
  /** What would settle it, where that can be said. */
  readonly settle: string | null;
  /** What it was concluded from: rows of name and value. */
  readonly evidence: readonly (readonly [name: string, value: string])[];
}

/** Neighbouring time buckets in which transactions were slower, or failed more, than around them (method E11). */
export interface Incident {
  readonly fromMs: number;
  readonly toMs: number;
  readonly kind: 'slow' | 'errors';
  /** Slowest first. */
  readonly transactionIds: readonly number[];
  /** Sum over its samples of what they took longer than is typical; of errors, failures above the typical number. */
  readonly excess: number;
  readonly peakScore: number;
  /** Incidents outside of the steady phase are effects of the load. */
  readonly phase: PhaseKind | null;
}

/** Groups of response times of one transaction that lie apart from each other. */
export interface TransactionModes {
  readonly transactionId: number;
  /** Ascending; two or more. */
  readonly modes: readonly {
    readonly peakMs: number;
    readonly fromMs: number;
    readonly toMs: number;
    readonly share: number;
  }[];
}

/**
 * 95 % confidence intervals of percentiles. Columns: `id` (transaction; null for all together), and for each percentile
 * `low:<percentile>`, `high:<percentile>` in ms, null where there are too few samples, and `method:<percentile>`:
 * `order-statistics` for samples that do not depend on each other or are too few for blocks, `blocks` (method A3) where
 * they do. `method` is `blocks` where some percentile of the row has blocks. `low:apdex` and `high:apdex` enclose the Apdex
 * (method E9), by blocks; null where these are too short or nearly all samples satisfied.
 */
export interface PercentileIntervals {
  readonly percentiles: readonly number[];
  readonly table: ColumnTable;
}

/** Raw percentile curve and the same corrected for coordinated omission (method E10). */
export interface CorrectedCurve {
  readonly raw: LatencyCurve;
  readonly corrected: LatencyCurve;
  readonly addedSamples: number;
  /** The cap of ten times the samples was reached. */
  readonly capped: boolean;
  /** `schedule`: true intended starts; `interval`: HdrHistogram's rule by thread. */
  readonly method: 'schedule' | 'interval';
  readonly sentence: string;
}
