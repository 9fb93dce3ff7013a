import type { WireError } from '../contract/errors.ts';
import type { Compression, SourceKind } from './run.ts';

/** One format that could be in a file, with the evidence that was found. */
export interface FormatCandidate {
  readonly format: string;
  readonly label: string;
  readonly tool: string;
  /** 0 (not this) to 1 (certain). */
  readonly score: number;
  readonly reasons: readonly string[];
}

export interface Detection {
  /** The best candidate; null when nothing is plausible. */
  readonly best: FormatCandidate | null;
  readonly candidates: readonly FormatCandidate[];
  readonly compression: Compression;
  /** In the words of the tool, when the first bytes tell: `3.13.5`. */
  readonly toolVersion: string | null;
  /** Why nothing fits, or what else is odd, in one sentence. */
  readonly note: string | null;
}

export const importPhases = ['waiting', 'reading', 'finishing', 'done', 'failed', 'cancelled'] as const;
export type ImportPhase = (typeof importPhases)[number];

/** Progress of one file of the import queue. Sizes in bytes as stored on disk (packed). */
export interface ImportFileState {
  readonly fileId: string;
  readonly name: string;
  readonly phase: ImportPhase;
  readonly detection: Detection | null;
  readonly bytesRead: number;
  readonly bytesTotal: number | null;
  readonly rows: number;
  readonly rejectedRows: number;
  readonly elapsedMs: number;
  /** Rows per second since reading began. */
  readonly rowsPerSec: number;
  readonly remainingMs: number | null;
  /** What came of it; null and empty until it is done. */
  readonly sourceId: number | null;
  /** Of results of a load test. */
  readonly runId: number | null;
  /** Of a profile; a file may hold several. */
  readonly profileIds: readonly number[];
  /** Of a heap snapshot. */
  readonly snapshotId: number | null;
  readonly error: WireError | null;
}

export interface ImportState {
  /** In the order in which they were dropped. */
  readonly files: readonly ImportFileState[];
  readonly active: boolean;
}

/** A line of the table of importers, as README, start screen and command line show it. */
export interface FormatInfo {
  readonly id: string;
  readonly label: string;
  readonly tool: string;
  readonly toolLabel: string;
  /** What the files are, in a few words: "JTL as CSV". */
  readonly describes: string;
  readonly group: SourceKind;
}
