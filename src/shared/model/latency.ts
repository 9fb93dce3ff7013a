import type { ColumnTable } from '../contract/columns.ts';
import type { Statistics } from './statistics.ts';

/**
 * Summary of a selection.
 * `transactions` has one row per transaction with samples in the selection and the columns
 * `id`, `label`, `kind`, `samples`, `failures`, `errorRate`, `minMs`, `meanMs`, `maxMs`, `stdDevMs`,
 * `p:<percentile>` per requested percentile, `throughputPerSec`, `receivedBytes`, `sentBytes`, `apdex`,
 * `apdexTMs` (what it is judged by), and, on request, `jmeter:<percentile>`. Units as in {@link Statistics}.
 */
export interface LatencySummary {
  readonly overall: Statistics;
  readonly jmeterOverall: Readonly<Record<string, number | null>> | null;
  readonly transactions: ColumnTable;
  readonly percentiles: readonly number[];
}

/**
 * Figures per time bucket of equal width, exact. Columns: `startMs` (since the start of the run), `samples`,
 * `failures`, `threads` (highest concurrency reported in the bucket, null when the tool does not say) and `p:<percentile>`.
 * Buckets without samples have a row with null percentiles. Where a bucket has too few samples for a percentile (ten
 * must lie beyond it), `multiples[percentile]` neighbouring buckets are taken together and share the value; where even
 * that is too little, it is null. The median is always given. Of a report, a row is an interval as the tool made it, with
 * its length in `durationMs`.
 */
export interface LatencySeries {
  readonly bucketMs: number;
  readonly multiples: Readonly<Record<string, number>>;
  readonly table: ColumnTable;
}

/**
 * Percentile curve of a selection. Columns: `percentile` (0..100, ascending, dense towards 100) and `valueMs`, exact type 7.
 * The last point is the maximum. `samples` tells how far right the curve can be trusted.
 */
export interface LatencyCurve {
  readonly samples: number;
  readonly table: ColumnTable;
}

/** How response times are cut into buckets; see `latency-buckets.ts` for the mapping. */
export interface BucketScheme {
  /** Width of a linear bucket in ms: the clock's tick or a power of ten above it. */
  readonly tickMs: number;
  /** Buckets 0..linear-1 are one tick wide; from there on each is `growth` times wider than the one before. */
  readonly linear: number;
  readonly growth: number;
  readonly count: number;
}

/**
 * Counts of samples by time bin, transaction, outcome and latency bucket; sparse columns
 * `bin`, `transaction` (index into `transactionIds`), `failed` (0/1), `bucket`, `samples`.
 * Index `transactionIds.length` stands for all other counted transactions together. Transactions of a kind that headline
 * figures leave out have `counted[index]` false: they belong in the table, not in totals.
 */
export interface LatencyCube {
  readonly binMs: number;
  readonly binCount: number;
  readonly transactionIds: readonly number[];
  readonly counted: readonly boolean[];
  readonly scheme: BucketScheme;
  readonly cells: ColumnTable;
}

/**
 * Samples per result code and time bucket. Columns: `startMs` and per code its counts, `code:<position in codes>`; the last
 * one, where `others` is true, is all other codes together.
 */
export interface CodeSeries {
  readonly bucketMs: number;
  readonly codes: readonly {
    readonly code: string | null;
    readonly failures: number;
    readonly samples: number;
  }[];
  readonly others: boolean;
  readonly table: ColumnTable;
}

export const responseParts = ['blocked', 'connect', 'tls', 'sending', 'waiting', 'receiving'] as const;
export type ResponsePart = (typeof responseParts)[number];

/** Mean duration of each part of a response per time bucket. Columns: `startMs` and `<part>Ms` for each of `parts`. */
export interface PartSeries {
  readonly bucketMs: number;
  /** Parts that the file has. `receiving` of JMeter is elapsed − latency, `waiting` latency − connect. */
  readonly parts: readonly ResponsePart[];
  readonly table: ColumnTable;
}

export interface ErrorGroup {
  /** Empty: several together, or not known. */
  readonly transaction: string;
  readonly code: string | null;
  readonly message: string | null;
  readonly count: number;
  /** First and last time since the start of the run; null where the file has no instants. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
}

export interface CheckResult {
  readonly name: string;
  readonly group: string;
  readonly passed: number;
  readonly failed: number;
}

export interface ThresholdResult {
  readonly metric: string;
  readonly expression: string;
  /** Null when the expression cannot be evaluated from what the file holds. */
  readonly passed: boolean | null;
  readonly value: number | null;
}

export interface MetricSummary {
  readonly name: string;
  /** `ms`, `bytes`, `ratio`, `1/s` or empty. */
  readonly unit: string;
  readonly kind: 'counter' | 'gauge' | 'rate' | 'trend';
  readonly count: number;
  readonly min: number | null;
  readonly mean: number | null;
  readonly max: number | null;
  /** Sum for counters, share of non-zero for rates, last value for gauges. */
  readonly value: number | null;
  readonly percentiles: Readonly<Record<string, number | null>>;
}
