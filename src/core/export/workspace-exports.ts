import type { SavedFormat } from '#shared/model/sql.ts';
import type { Database } from '../db/database.ts';
import { exportDataset, type DatasetProgress, type ExportedDataset } from './dataset.ts';
import { fileRows, type FileRows } from './file-rows.ts';

/**
 * Writing what a workspace holds into the folder that was named when the engine was made. For hosts on this machine alone:
 * the contract has no paths.
 */
export class WorkspaceExports {
  private readonly database: () => Database;
  private readonly version: string;

  constructor(database: () => Database, version: string) {
    this.database = database;
    this.version = version;
  }

  /** @see exportDataset */
  async dataset(
    folder: string,
    progress: (step: DatasetProgress) => void,
    signal: AbortSignal,
  ): Promise<ExportedDataset> {
    return exportDataset(this.database(), folder, { version: this.version, progress }, signal);
  }

  /**
   * The content of the workspace as one table.
   * @see fileRows
   */
  async rows(
    path: string,
    format: SavedFormat,
    weight: string | null,
    signal: AbortSignal,
  ): Promise<Omit<FileRows, 'select'> & { readonly rows: number }> {
    const { select, ...what } = await fileRows(this.database(), weight);
    return { ...what, rows: await this.database().saveReadOnly(select, path, format, signal) };
  }

  /** All rows of a statement that reads. @returns how many */
  async statement(sql: string, path: string, format: SavedFormat, signal: AbortSignal): Promise<number> {
    return this.database().saveReadOnly(sql, path, format, signal);
  }
}
