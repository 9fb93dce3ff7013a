/** How much load a system takes: throughput against concurrency (methods E4 and E5). */

export interface CapacityLevel {
  /** Median concurrency of its buckets. */
  readonly users: number;
  /** Completed samples per second, median. */
  readonly throughputPerSec: number;
  readonly p95Ms: number | null;
  readonly errorRate: number;
  /** Buckets that the level was measured in. */
  readonly buckets: number;
}

export interface LoadPoint {
  readonly users: number;
  readonly throughputPerSec: number;
  readonly p95Ms: number | null;
}

export interface BreakingPoint {
  readonly users: number;
  readonly atMs: number;
  readonly reason: 'errors' | 'throughput';
  readonly errorRate: number;
  readonly throughputPerSec: number;
}

export interface ScalabilityEstimate {
  readonly gamma: number;
  readonly alpha: number;
  readonly beta: number;
  readonly alphaError: number | null;
  readonly betaError: number | null;
  readonly gammaError: number | null;
  /** Null: throughput levels out, and has no peak. */
  readonly peakUsers: number | null;
  /** Null: nothing limits it as far as the fit tells. */
  readonly peakPerSec: number | null;
  /** 95 % interval of the peak from resampled residuals. */
  readonly low: number | null;
  readonly high: number | null;
  /** A user of a larger load got more done than one of the smallest: caches, batches. The law does not hold then. */
  readonly superlinear: boolean;
}

export interface Capacity {
  readonly runId: number;
  /** What concurrency is: users with their pauses, or requests under way. */
  readonly concurrency: 'threads' | 'in-flight' | null;
  readonly bucketMs: number;
  /** By users, ascending. */
  readonly levels: readonly CapacityLevel[];
  /** From here on 10 % more users give less than `gain` more throughput, and responses take longer; null: not reached. */
  readonly saturation: LoadPoint | null;
  /** Where response times (by throughput) and throughput (by users) bend. */
  readonly latencyKnee: LoadPoint | null;
  readonly throughputKnee: LoadPoint | null;
  readonly breaking: BreakingPoint | null;
  readonly scalability: ScalabilityEstimate | null;
  /** Highest throughput that a level had with at most 1 % of failures. */
  readonly shownPerSec: number | null;
  /** Least of peak, knee and saturation; null where nothing limited the run. `low` is the lower end of its interval. */
  readonly sustainablePerSec: number | null;
  readonly sustainableLow: number | null;
  /** Why something is not told: sentences. */
  readonly notes: readonly string[];
}
