import { dirname, join } from 'node:path';
import { AppError, cancelledError } from '#shared/contract/errors.ts';
import type { Database } from '../db/database.ts';
import { ensureFolder, fileSize, removeFolder, writeTextFile } from '../io/workspace-files.ts';
import { datasetTables, type DatasetTable } from './dataset-tables.ts';
import { SCHEMA_FILE, schemaText, type WrittenTable } from './schema-text.ts';

export interface DatasetProgress {
  /** `samples of run 3`. */
  readonly what: string;
  readonly done: number;
  readonly total: number;
}

export interface ExportedDataset {
  readonly tables: readonly {
    readonly name: string;
    readonly rows: number;
    readonly files: number;
    readonly bytes: number;
  }[];
  readonly runs: number;
  readonly bytes: number;
}

interface Piece {
  readonly table: DatasetTable;
  readonly runId: number | null;
  /** Below the folder of the data set. */
  readonly path: string;
}

/**
 * Writes the workspace as Parquet files into an empty folder: `samples/run=1/part-0.parquet`, `runs/part-0.parquet`, …,
 * and `SCHEMA.md`. Relations without rows have no files. What is there after a failure is for the caller to take away.
 * @throws {AppError} `cancelled`, `disk-full`, `bad-request` for an empty workspace
 */
export async function exportDataset(
  database: Database,
  folder: string,
  context: { readonly version: string; readonly progress: (step: DatasetProgress) => void },
  signal: AbortSignal,
): Promise<ExportedDataset> {
  const runs = await database.rows('SELECT id, name FROM runs ORDER BY id');
  const [sources] = await database.rows('SELECT count(*) AS count FROM sources');
  if (Number(sources?.['count'] ?? 0) === 0)
    throw new AppError('bad-request', 'There is nothing in this workspace to export.', {
      hint: 'Import results into it first: loadstone summary FILE… --workspace PATH.',
    });
  const runIds = runs.map((row) => Number(row['id']));
  const pieces = datasetTables.flatMap((table) => piecesOf(table, runIds));
  const written = new Map<string, { rows: number; files: number; bytes: number }>();
  for (const [done, piece] of pieces.entries()) {
    if (signal.aborted) throw cancelledError('The export');
    context.progress({ what: wordsOf(piece), done, total: pieces.length });
    const { rows, bytes } = await writePiece(database, folder, piece, signal);
    const before = written.get(piece.table.name) ?? { rows: 0, files: 0, bytes: 0 };
    written.set(piece.table.name, {
      rows: before.rows + rows,
      files: before.files + (rows > 0 ? 1 : 0),
      bytes: before.bytes + bytes,
    });
  }
  const tables: WrittenTable[] = [];
  for (const table of datasetTables) {
    const figures = written.get(table.name) ?? { rows: 0, files: 0, bytes: 0 };
    tables.push({ table, ...figures, columns: await columnsOf(database, table) });
  }
  const text = schemaText({
    version: context.version,
    runs: runs.map((row) => ({ id: Number(row['id']), name: String(row['name']) })),
    tables,
  });
  await writeTextFile(join(folder, SCHEMA_FILE), text);
  return {
    tables: tables
      .filter(({ rows }) => rows > 0)
      .map(({ table, rows, files, bytes }) => ({ name: table.name, rows, files, bytes })),
    runs: runs.length,
    bytes: tables.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

function piecesOf(table: DatasetTable, runIds: readonly number[]): Piece[] {
  const file = 'part-0.parquet';
  return table.byRun
    ? runIds.map((runId) => ({ table, runId, path: join(table.name, `run=${runId}`, file) }))
    : [{ table, runId: null, path: join(table.name, file) }];
}

function wordsOf({ table, runId }: Piece): string {
  const name = table.name.replaceAll('_', ' ');
  return runId === null ? name : `${name} of run ${runId}`;
}

async function writePiece(
  database: Database,
  folder: string,
  { table, runId, path }: Piece,
  signal: AbortSignal,
): Promise<{ readonly rows: number; readonly bytes: number }> {
  const file = join(folder, path);
  await ensureFolder(dirname(file));
  const rows = await database.saveReadOnly(table.select(runId ?? 0), file, 'parquet', signal);
  if (rows > 0) return { rows, bytes: (await fileSize(file)) ?? 0 };
  await removeFolder(dirname(file));
  return { rows, bytes: 0 };
}

/** As the files have them. */
async function columnsOf(
  database: Database,
  table: DatasetTable,
): Promise<readonly { readonly name: string; readonly type: string }[]> {
  const rows = await database.rows(`DESCRIBE ${table.select(0)}`);
  return rows.map((row) => ({ name: String(row['column_name']), type: String(row['column_type']) }));
}
