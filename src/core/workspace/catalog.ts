import {
  transactionKinds,
  type Compression,
  type Granularity,
  type Reject,
  type Run,
  type Source,
  type SourceKind,
  type Transaction,
} from '#shared/model/run.ts';
import { MANY_LABELS, MANY_LABELS_WARNING } from '#shared/model/label-rules.ts';
import { ensureExists } from '#shared/assert.ts';
import type { Database } from '../db/database.ts';

/** What stands in the tables of a workspace about runs and sources, as the model's objects. */

type Row = Readonly<Record<string, string | number | null>>;

export async function listRuns(database: Database): Promise<Run[]> {
  const [runs, sources] = await Promise.all([
    database.rows(`SELECT * FROM runs ORDER BY id`),
    database.rows(`SELECT id, run_id FROM sources ORDER BY id`),
  ]);
  return runs.map((row) => toRun(row, sources));
}

export async function listSources(database: Database): Promise<Source[]> {
  const [sources, warnings] = await Promise.all([
    database.rows(`SELECT * FROM sources ORDER BY id`),
    // What the import said of the labels is true no longer when rules have put them together since.
    database.rows(
      `SELECT w.* FROM source_warnings w JOIN sources s ON s.id = w.source_id LEFT JOIN runs r ON r.id = s.run_id
       WHERE w.code <> '${MANY_LABELS_WARNING}' OR r.transaction_count > ${MANY_LABELS} ORDER BY source_id, position`,
    ),
  ]);
  return sources.map((row) =>
    toSource(
      row,
      warnings.filter((warning) => warning['source_id'] === row['id']),
    ),
  );
}

export async function listRejects(
  database: Database,
  sourceId: number,
  offset: number,
  limit: number,
): Promise<Reject[]> {
  const rows = await database.rows(
    `SELECT line, byte, reason, raw FROM rejects WHERE source_id = ? ORDER BY position LIMIT ? OFFSET ?`,
    [sourceId, limit, offset],
  );
  return rows.map((row) => ({
    line: number(row, 'line'),
    byte: number(row, 'byte'),
    reason: text(row, 'reason'),
    raw: text(row, 'raw'),
  }));
}

export async function listTransactions(database: Database, runId: number): Promise<Transaction[]> {
  const rows = await database.rows(
    `SELECT id, label, kind FROM transactions WHERE run_id = ? AND shown_as IS NULL ORDER BY id`,
    [runId],
  );
  return rows.map((row) => ({ id: number(row, 'id'), label: text(row, 'label'), kind: kindOf(row) }));
}

export function kindOf(row: Row, column = 'kind'): Run['countedKind'] {
  return ensureExists(
    transactionKinds.find((kind) => kind === row[column]),
    'a known kind of transaction',
  );
}

function toRun(row: Row, sources: readonly Row[]): Run {
  const startedAtUs = numberOrNull(row, 'started_at');
  const endedAtUs = numberOrNull(row, 'ended_at');
  return {
    id: number(row, 'id'),
    name: text(row, 'name'),
    tool: text(row, 'tool'),
    toolVersion: textOrNull(row, 'tool_version'),
    format: text(row, 'format'),
    granularity: text(row, 'granularity') as Granularity,
    startedAtUs,
    endedAtUs,
    durationMs: startedAtUs === null || endedAtUs === null ? 0 : (endedAtUs - startedAtUs) / 1000,
    countedKind: kindOf(row, 'counted_kind'),
    samples: number(row, 'samples'),
    failures: number(row, 'failures'),
    transactionCount: number(row, 'transaction_count'),
    clockTickMs: number(row, 'clock_tick_ms'),
    sourceIds: sources
      .filter((source) => source['run_id'] === row['id'])
      .map((source) => number(source, 'id')),
  };
}

function toSource(row: Row, warnings: readonly Row[]): Source {
  return {
    id: number(row, 'id'),
    kind: text(row, 'kind') as SourceKind,
    runId: numberOrNull(row, 'run_id'),
    name: text(row, 'name'),
    path: textOrNull(row, 'path'),
    sizeBytes: number(row, 'size_bytes'),
    sha256: text(row, 'sha256'),
    format: text(row, 'format'),
    formatLabel: text(row, 'format_label'),
    compression: text(row, 'compression') as Compression,
    importedAtUs: number(row, 'imported_at'),
    importMs: number(row, 'import_ms'),
    rows: number(row, 'rows'),
    rejectedRows: number(row, 'rejected_rows'),
    firstInstantUs: numberOrNull(row, 'first_instant'),
    lastInstantUs: numberOrNull(row, 'last_instant'),
    warnings: warnings.map((warning) => ({
      code: text(warning, 'code'),
      message: text(warning, 'message'),
      count: number(warning, 'count'),
    })),
    clockOffsetMs: number(row, 'clock_offset_us') / 1000,
    properties: JSON.parse(text(row, 'properties')) as Record<string, string>,
  };
}

function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new Error(`Column ${column} of the workspace holds no text`);
  return value;
}

function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

function number(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new Error(`Column ${column} of the workspace holds no number`);
  return value;
}

function numberOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : number(row, column);
}
