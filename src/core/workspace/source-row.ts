import type { Compression, EpochMicroseconds, SourceKind, Warning } from '#shared/model/run.ts';
import type { Changes } from '../db/changes.ts';

/** A source as it is recorded: what the catalog tells of it, and what the tables of its samples look like. */
export interface NewSource {
  readonly id: number;
  readonly kind: SourceKind;
  /** Null: not of a run. */
  readonly runId: number | null;
  readonly name: string;
  readonly path: string | null;
  readonly sizeBytes: number;
  /** Hexadecimal, of the packed bytes. */
  readonly sha256: string;
  readonly format: string;
  readonly formatLabel: string;
  readonly compression: Compression;
  readonly importedAtUs: EpochMicroseconds;
  readonly importMs: number;
  readonly rows: number;
  readonly rejectedRows: number;
  readonly firstInstantUs: EpochMicroseconds | null;
  readonly lastInstantUs: EpochMicroseconds | null;
  readonly toolVersion: string | null;
  readonly clockTickMs: number;
  readonly properties: Readonly<Record<string, string>>;
  /** Columns of its table of samples; empty when it has none. */
  readonly sampleColumns: readonly string[];
  readonly hasPoints: boolean;
  readonly hasReport: boolean;
  readonly warnings: readonly Warning[];
}

/** Records a source with its warnings, in the transaction of `changes`. */
export async function insertSource({ run, append }: Changes, source: NewSource): Promise<void> {
  await run(
    `INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, make_timestamp(?::BIGINT), ?, ?, ?,
      make_timestamp(?::BIGINT), make_timestamp(?::BIGINT), ?, ?, ?, ?, ?, 0, ?, ?)`,
    [
      source.id,
      source.runId,
      source.name,
      source.path,
      source.sizeBytes,
      source.sha256,
      source.format,
      source.formatLabel,
      source.compression,
      source.importedAtUs,
      source.importMs,
      source.rows,
      source.rejectedRows,
      source.firstInstantUs,
      source.lastInstantUs,
      source.toolVersion,
      source.clockTickMs,
      JSON.stringify(source.properties),
      JSON.stringify(source.sampleColumns),
      source.hasPoints,
      source.hasReport,
      source.kind,
    ],
  );
  await append(
    'source_warnings',
    source.warnings.map(({ code, message, count }, position) => [source.id, position, code, message, count]),
  );
}
