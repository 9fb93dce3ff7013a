import type { ColumnMapping } from '#shared/model/column-mapping.ts';
import type { FormatInfo } from '#shared/model/import-state.ts';
import type { Reject, TransactionKind, Warning } from '#shared/model/run.ts';
import type { NewReport } from './aggregates.ts';
import type { ArrayPool } from './array-pool.ts';
import type { Batch } from './batch.ts';
import type { IdAllocator, NewTexts } from './byte-dictionary.ts';

/** How much of a file, unpacked, is looked at to find out what it is. */
export const PROBE_BYTES = 64 << 10;

/** The start of a file, unpacked. */
export interface ProbeHead {
  readonly bytes: Uint8Array;
  /** `bytes` as UTF-8; invalid sequences become U+FFFD. */
  readonly text: string;
  /** The head is the whole file. */
  readonly complete: boolean;
  /** File name without folder. A hint for words in messages, never proof. */
  readonly name: string;
}

export interface ProbeResult {
  /** 0: not this format. 1: certain. Above 0.5: the content has the marks of the format. */
  readonly score: number;
  /** What was seen, for the person who asks why: "header names timeStamp, elapsed, label; 17 columns". */
  readonly reasons: readonly string[];
  readonly toolVersion?: string;
}

export const NOT_THIS_FORMAT: ProbeResult = { score: 0, reasons: [] };

/**
 * One file format. Importers turn bytes into batches; they know neither the file system nor the database.
 * To add one, see CONTRIBUTING.md.
 */
export interface Importer extends FormatInfo {
  probe(head: ProbeHead): ProbeResult;
  /** Takes a file that no importer is sure of, because of what a person said of others like it. */
  accepts?(head: ProbeHead, options: ImportOptions): boolean;
  /**
   * For tools that spread one run over several files: what their names have in common (`results/run7` of
   * `run7_stats.csv`). Sources with the same name here, of the same tool, become one run; null: a run of its own.
   */
  runNameOf?(fileName: string): string | null;
  open(context: ReaderContext): RecordReader;
}

export interface ImportOptions {
  /** IANA zone of time stamps that carry none. */
  readonly timeZone: string;
  /** What the columns of a plain table mean, as a person said for this file. */
  readonly mapping?: ColumnMapping | undefined;
  /** What was said of other files, by `headerKey`. */
  readonly knownMappings?: Readonly<Record<string, ColumnMapping>> | undefined;
}

export interface ReaderContext {
  readonly head: ProbeHead;
  readonly options: ImportOptions;
  readonly emit: ImportEmitter;
  /** Numbers for texts (labels, codes, messages, …) and for tag sets; unique in the workspace. */
  readonly textIds: IdAllocator;
  readonly tagSetIds: IdAllocator;
  /** Arrays of earlier batches; for builders of batches. */
  readonly arrays: ArrayPool;
}

/** A transaction seen for the first time. `localId` counts 0, 1, 2 … per source and stands in `transaction_id`. */
export interface NewTransaction {
  readonly localId: number;
  readonly name: string;
  readonly kind: TransactionKind;
  /** HTTP method where the tool records it apart from the name; two methods of one name are two transactions. */
  readonly method: string | null;
}

export const metricKinds = ['counter', 'gauge', 'rate', 'trend'] as const;
export type MetricKind = (typeof metricKinds)[number];

/** `localId` counts per source and stands in `metric_id`. */
export interface NewMetric {
  readonly localId: number;
  readonly name: string;
  readonly kind: MetricKind;
  /** `time` is milliseconds, `data` is bytes. */
  readonly contains: 'default' | 'time' | 'data';
  readonly thresholds: readonly string[];
}

export interface NewTagSet {
  readonly id: number;
  readonly tags: readonly (readonly [key: string, value: string])[];
}

/**
 * Where an importer puts what it finds. A transaction or metric must be emitted before the first batch that uses it;
 * texts and tag sets may follow at any time before the end.
 */
export interface ImportEmitter {
  batch(batch: Batch): void;
  texts(texts: NewTexts): void;
  tagSets(sets: readonly NewTagSet[]): void;
  transactions(transactions: readonly NewTransaction[]): void;
  metrics(metrics: readonly NewMetric[]): void;
  /**
   * Figures that the tool computed. A source with a report makes an aggregated run; one source has either samples or a
   * report. May be called several times; transactions and metrics before the report that uses them.
   */
  report(report: NewReport): void;
}

/**
 * Reads a file piece by piece. Never throws for bad rows: they are counted, remembered and skipped. Throws an
 * `AppError` (`file-damaged`) only when nothing sensible can follow.
 */
export interface RecordReader {
  /**
   * Reads the complete records in `bytes[0..length)`.
   * @param final no bytes will follow: an unfinished record at the end is rejected or, if it stands, kept
   * @returns how many bytes are done with; the rest comes again at the start of the next call with more behind it.
   *   A reader must get on with at most {@link MAX_RECORD_BYTES} of one record and otherwise give that record up.
   */
  consume(bytes: Uint8Array, length: number, final: boolean): number;
  /** Good rows so far. */
  readonly rows: number;
  readonly rejectedRows: number;
  /** Sends what is left in the builders and says how it went. */
  finish(): ReaderReport;
}

/** A longer row is given up: no tool writes one, and it would have to be held in memory. */
export const MAX_RECORD_BYTES = 8 << 20;

/** Longest text that is kept of one cell; the rest is cut and counted in a warning. */
export const MAX_TEXT_BYTES = 64 << 10;

export interface ReaderReport {
  readonly rows: number;
  readonly rejectedRows: number;
  /** The first rejected rows, at most {@link MAX_KEPT_REJECTS}. */
  readonly rejects: readonly Reject[];
  /** Earliest and latest time stamp written in the file, µs since 1970. */
  readonly firstInstantUs: number | null;
  readonly lastInstantUs: number | null;
  /** Resolution of its clock in ms. */
  readonly clockTickMs: number;
  readonly toolVersion: string | null;
  readonly warnings: readonly Warning[];
  readonly properties: Readonly<Record<string, string>>;
  /** Names of the columns of a plain table. */
  readonly header?: readonly string[];
}

export const MAX_KEPT_REJECTS = 1000;
