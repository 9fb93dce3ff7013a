import type { SourceKind } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import type { ByteSource } from '../io/byte-source.ts';

/** Files that are no results of a load test, but belong to one: profiles and heap snapshots. */

/** What came of a file. Its kind says which of the ids are set. */
export interface ImportedSource {
  readonly sourceId: number;
  readonly runId: number | null;
  readonly profileIds: readonly number[];
  readonly snapshotId: number | null;
}

export interface AttachmentEnvironment {
  readonly database: Database;
  /** Null: no worker threads. */
  readonly workerUrl: URL | null;
  /** Now, µs since 1970. */
  readonly nowUs: () => number;
}

export interface AttachmentRequest {
  readonly name: string;
  /** Null when the bytes came without one. */
  readonly path: string | null;
  /** Packed; null while unknown. */
  readonly sizeBytes: number | null;
  /** The packed bytes from their start; may be called again after the source before was closed. */
  readonly open: () => Promise<ByteSource>;
  /** Id of a format of this kind. */
  readonly format: string;
  /** Why it was taken for this format; empty when a person chose it. */
  readonly reasons: readonly string[];
  /** Import although a file with the same bytes is there. */
  readonly allowDuplicate: boolean;
}

export interface AttachmentHooks {
  /**
   * @param bytesRead packed bytes
   * @param rows samples or objects so far
   */
  progress(bytesRead: number, rows: number): void;
  /** All bytes are read; what is left is computing and committing. */
  finishing(): void;
}

/**
 * Imports one file of a kind, in one transaction: it is there whole or not at all (see `import-transaction.ts`; the
 * source's row is written by `source-row.ts`).
 * @throws {AppError} `file-*`, `disk-full`, `read-only`, `cancelled`
 */
export type AttachmentImport = (
  environment: AttachmentEnvironment,
  request: AttachmentRequest,
  hooks: AttachmentHooks,
  signal: AbortSignal,
) => Promise<ImportedSource>;

/** Code that imports a kind; loaded when the first file of that kind comes (docs/decisions/0012). */
export async function attachmentImport(kind: Exclude<SourceKind, 'load'>): Promise<AttachmentImport> {
  switch (kind) {
    case 'profile':
      return (await import('./profiles-import.ts')).importProfiles;
    case 'heap':
      return (await import('./snapshots-import.ts')).importSnapshot;
  }
}
