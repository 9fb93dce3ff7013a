/**
 * What a tool reports when it has already thrown its samples away: figures per transaction, for the whole run or for
 * intervals of it. They are kept as they were written; nothing is computed from them that they do not carry.
 */

/** Figures of one set of samples as a tool printed them. Null: not in the file. Times in ms, rates per second. */
export interface ReportedFigures {
  readonly samples: number | null;
  readonly failures: number | null;
  readonly minMs: number | null;
  readonly meanMs: number | null;
  readonly maxMs: number | null;
  /** As the tool defines it; population deviation where it says nothing. */
  readonly stdDevMs: number | null;
  /** Percentile (0..100) and its value. A median is percentile 50. */
  readonly percentilesMs: readonly (readonly [percentile: number, valueMs: number])[];
  readonly throughputPerSec: number | null;
  readonly receivedBytes: number | null;
  readonly sentBytes: number | null;
}

export const NO_FIGURES: ReportedFigures = {
  samples: null,
  failures: null,
  minMs: null,
  meanMs: null,
  maxMs: null,
  stdDevMs: null,
  percentilesMs: [],
  throughputPerSec: null,
  receivedBytes: null,
  sentBytes: null,
};

export interface ReportedInterval {
  /** µs since 1970. */
  readonly startUs: number;
  readonly durationMs: number;
  /** Highest concurrency in the interval; null: not said. */
  readonly activeUsers: number | null;
}

/** One row of a report. */
export interface NewAggregate {
  /** `localId` of a transaction that was emitted before; null: all of them together, as the tool counts them. */
  readonly transaction: number | null;
  /** Null: the whole run. */
  readonly interval: ReportedInterval | null;
  readonly figures: ReportedFigures;
}

/** Failures of one kind. */
export interface NewReportedError {
  /** `localId`; null: the tool does not say which transaction. */
  readonly transaction: number | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly count: number;
  /** µs since 1970. */
  readonly firstUs: number | null;
  readonly lastUs: number | null;
}

/** A check and how often it passed. */
export interface NewReportedCheck {
  readonly name: string;
  /** Groups from the outside in, joined by `::`, without leading `::`; empty: none. */
  readonly group: string;
  readonly passed: number;
  readonly failed: number;
}

/** A threshold with the tool's own verdict. */
export interface NewReportedThreshold {
  readonly metric: string;
  readonly expression: string;
  readonly passed: boolean;
}

/** Figures of a metric that is not response time. Names of `figures` as the file has them: `count`, `rate`, `p(95)`. */
export interface NewReportedMetric {
  /** `localId` of a metric that was emitted before. */
  readonly metric: number;
  readonly figures: Readonly<Record<string, number>>;
}

/** All that a report can hold; what a format lacks is left out. */
export interface NewReport {
  readonly aggregates?: readonly NewAggregate[];
  readonly errors?: readonly NewReportedError[];
  readonly checks?: readonly NewReportedCheck[];
  readonly thresholds?: readonly NewReportedThreshold[];
  readonly metrics?: readonly NewReportedMetric[];
}
