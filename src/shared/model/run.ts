/** The words of the product: workspace, source, run, transaction. See docs/tables.md for their relations. */

/**
 * What one row of a result file stands for. The order is the stored code (`transactions.kind`), append only.
 * - request: one request of a sampler.
 * - transaction: JMeter's transaction controller; its time covers requests that have rows of their own.
 * - sub-result: redirect or embedded resource whose parent has a row too.
 * - group: k6 or Gatling group.
 */
export const transactionKinds = ['request', 'transaction', 'sub-result', 'group'] as const;
export type TransactionKind = (typeof transactionKinds)[number];

export type Granularity = 'samples' | 'aggregated';

/** Instants are microseconds since 1970-01-01T00:00:00Z: exact in a double until the year 2255. */
export type EpochMicroseconds = number;

export interface Transaction {
  readonly id: number;
  readonly label: string;
  readonly kind: TransactionKind;
}

export interface Run {
  readonly id: number;
  readonly name: string;
  /** `jmeter`, `k6`, … as in the table of importers. */
  readonly tool: string;
  readonly toolVersion: string | null;
  readonly format: string;
  readonly granularity: Granularity;
  /** Earliest start and latest end of its samples; null when the file has no time stamps. */
  readonly startedAtUs: EpochMicroseconds | null;
  readonly endedAtUs: EpochMicroseconds | null;
  readonly durationMs: number;
  /** Kind of the rows that headline figures count, so that nothing is counted twice. */
  readonly countedKind: TransactionKind;
  /** Counted samples and failures among them. */
  readonly samples: number;
  readonly failures: number;
  readonly transactionCount: number;
  /** Resolution of the clock that timed the samples, in milliseconds (1 for JMeter, 1e-6 for k6). */
  readonly clockTickMs: number;
  readonly sourceIds: readonly number[];
}

export interface Warning {
  readonly code: string;
  readonly message: string;
  readonly count: number;
}

/** What a file holds: results of a load test, CPU or allocation profiles, a heap snapshot. */
export const sourceKinds = ['load', 'profile', 'heap'] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** One opened file, with the log of its import. */
export interface Source {
  readonly id: number;
  readonly kind: SourceKind;
  /** Null: not of a run, but of profiles or a snapshot. */
  readonly runId: number | null;
  readonly name: string;
  /** Where it was read from; null when its bytes were handed over without a path. */
  readonly path: string | null;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly format: string;
  readonly formatLabel: string;
  readonly compression: Compression;
  readonly importedAtUs: EpochMicroseconds;
  readonly importMs: number;
  /** Rows of results, samples of profiles, objects of a snapshot. */
  readonly rows: number;
  readonly rejectedRows: number;
  /** Earliest and latest time stamp written in the file, before any correction. */
  readonly firstInstantUs: EpochMicroseconds | null;
  readonly lastInstantUs: EpochMicroseconds | null;
  /** How far ahead its machine's clock was, as a person said; its instants in the workspace are moved back by this. */
  readonly clockOffsetMs: number;
  readonly warnings: readonly Warning[];
  /** Facts about the file in the words of its format: delimiter, columns, line ends. */
  readonly properties: Readonly<Record<string, string>>;
}

export const compressions = ['none', 'gzip', 'zstd', 'bzip2'] as const;
export type Compression = (typeof compressions)[number];

export interface Reject {
  /** First line of the row, from 1. */
  readonly line: number;
  /** Byte offset of the row in the unpacked file, from 0. */
  readonly byte: number;
  readonly reason: string;
  /** Start of the row, at most 240 characters. */
  readonly raw: string;
}
