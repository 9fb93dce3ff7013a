import type { TransactionKind } from './run.ts';

/** Quantile definitions on the ascending list; see docs/statistics.md. */
export const estimators = ['type7', 'type6', 'nearest-rank'] as const;
export type Estimator = (typeof estimators)[number];

/** Up to which multiple of T an answer is tolerated: 4 by the Apdex 1.1 specification, 3 by JMeter's defaults (500 and 1,500 ms). */
export const apdexModes = ['spec', 'jmeter'] as const;
export type ApdexMode = (typeof apdexModes)[number];
export const APDEX_TOLERATING: Readonly<Record<ApdexMode, number>> = { spec: 4, jmeter: 3 };
export const DEFAULT_APDEX_MODE: ApdexMode = 'spec';

export interface Apdex {
  readonly score: number;
  /** T, or the default T where samples are judged by several. */
  readonly tMs: number;
  readonly samples: number;
  /** Transactions are judged by thresholds of their own; left out where all have one. */
  readonly mixed?: boolean;
  /** `spec` where left out. */
  readonly mode?: ApdexMode;
}

export function apdexFigure(score: number, tMs: number, samples: number, mode: ApdexMode): Apdex {
  return { score, tMs, samples, ...(mode === DEFAULT_APDEX_MODE ? {} : { mode }) };
}

/**
 * Figures of one set of samples. Times are milliseconds, rates per second, ratios 0..1.
 * A figure that cannot be known (no samples, no time stamps, column absent) is null, never 0; counts are null only where a
 * report does not have them.
 */
export interface Statistics {
  readonly samples: number | null;
  readonly failures: number | null;
  readonly errorRate: number | null;
  readonly minMs: number | null;
  readonly meanMs: number | null;
  readonly maxMs: number | null;
  /** Population standard deviation (divides by n), as JMeter and Gatling print it. */
  readonly stdDevMs: number | null;
  /** By percentile as text, e.g. `"99.9"`. */
  readonly percentilesMs: Readonly<Record<string, number | null>>;
  /** Samples divided by (last end - first start) of this set. */
  readonly throughputPerSec: number | null;
  readonly receivedBytes: number | null;
  readonly sentBytes: number | null;
  readonly apdex: Apdex | null;
}

export interface TransactionStatistics extends Statistics {
  readonly id: number;
  readonly label: string;
  readonly kind: TransactionKind;
}

/** A percentile as it is written in keys and column names: `99.9`, never `99.90`. */
export function percentileKey(percentile: number): string {
  return String(percentile);
}

export const DEFAULT_PERCENTILES: readonly number[] = [50, 90, 95, 99];
export const DEFAULT_APDEX_T_MS = 500;
