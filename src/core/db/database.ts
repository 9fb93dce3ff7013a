import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import { numberAt, textAt, type ColumnTable } from '#shared/contract/columns.ts';
import { AppError, cancelledError } from '#shared/contract/errors.ts';
import type { SavedFormat, StatementResult } from '#shared/model/sql.ts';
import { compactedPath, fileSize, logsOf, removeWorkspace } from '../io/workspace-files.ts';
import { readColumns } from './columns.ts';
import { describeDatabaseError } from './errors.ts';
import { prepareReading } from './reading-statement.ts';
import { saveStatement } from './save-statement.ts';
import { runStatement, type StatementBounds } from './statement-result.ts';

export interface DatabaseOptions {
  readonly memoryLimitBytes: number;
  readonly threads: number;
  /** Folder for what does not fit into memory. */
  readonly tempDirectory: string;
  /** Another folder that {@link Database.saveReadOnly} may write to; null or left out: it writes to the other one alone. */
  readonly exportDirectory?: string | null;
}

export type SqlValue = string | number | bigint | boolean | null;

export interface QueryOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Idle connections that are kept for the next query. */
const MAX_IDLE = 4;

/** An interrupt that comes between two steps of a query is lost, so it is repeated until the query has ended. */
export const INTERRUPT_EVERY_MS = 5;

/**
 * One DuckDB file with one instance: a second instance on the same file would not see what the first writes.
 * Queries run on DuckDB's threads, each on a connection of its own, so that one can be interrupted alone.
 * Results are materialised before they are read: DuckDB's streams end silently where an error comes in their middle,
 * and keep the file open until they are collected as garbage.
 */
export class Database {
  private readonly options: DatabaseOptions;
  private file: OpenFile;
  private readonly idle: DuckDBConnection[] = [];
  /** What runs at present, with the way to end it. */
  private readonly running = new Map<Promise<unknown>, () => void>();
  /** Settled while the file is open; see {@link relocate}. */
  private ready: Promise<void> = Promise.resolve();
  private closing: Promise<void> | null = null;
  /** Why the file could not be opened again. */
  private lost: AppError | null = null;

  private constructor(file: OpenFile, options: DatabaseOptions) {
    this.file = file;
    this.options = options;
  }

  /**
   * Opens a database or makes one. A file that is there but cannot be written to is opened for reading.
   * @throws {AppError} `workspace-locked`, `workspace-damaged`, `read-only`, `disk-full`, `file-missing`
   */
  static async open(path: string, options: DatabaseOptions): Promise<Database> {
    return new Database(await openFile(path, options), options);
  }

  get path(): string {
    return this.file.path;
  }

  get readOnly(): boolean {
    return this.file.readOnly;
  }

  /** Rows as columns. An abort interrupts the query on DuckDB's threads. */
  async query(
    sql: string,
    values: readonly SqlValue[] = [],
    options: QueryOptions = {},
  ): Promise<ColumnTable> {
    return this.withConnection(options.signal, async (connection) =>
      readColumns(await connection.run(sql, values as DuckDBValue[])),
    );
  }

  /** Few rows as objects; whole numbers as `number`, instants as µs since 1970. */
  async rows(
    sql: string,
    values: readonly SqlValue[] = [],
  ): Promise<Record<string, string | number | null>[]> {
    const table = await this.query(sql, values);
    const names = Object.keys(table.columns);
    return Array.from({ length: table.rowCount }, (_, row) =>
      Object.fromEntries<string | number | null>(
        names.map((name): [string, string | number | null] => {
          const column = table.columns[name]!;
          return [name, column.kind === 'text' ? textAt(column, row) : numberAt(column, row)];
        }),
      ),
    );
  }

  async execute(sql: string, values: readonly SqlValue[] = []): Promise<void> {
    await this.withConnection(undefined, async (connection) => {
      await connection.run(sql, values as DuckDBValue[]);
    });
  }

  /** One statement that cannot change anything, with at most `limit` rows. */
  async queryReadOnly(sql: string, limit: number, signal?: AbortSignal): Promise<ColumnTable> {
    return this.reading(signal, async (connection) => {
      const statement = await prepareReading(connection, sql, limit);
      try {
        return await readColumns(await statement.run(), limit);
      } finally {
        statement.destroySync();
      }
    });
  }

  /**
   * One statement that cannot change anything, with every value exact.
   * @throws {AppError} `query-failed`, `bad-request` with the place in the statement
   */
  async runReadOnly(sql: string, bounds: StatementBounds, signal?: AbortSignal): Promise<StatementResult> {
    return this.reading(signal, (connection) => runStatement(connection, sql, bounds));
  }

  /**
   * Writes the rows of a statement that cannot change anything to a file in one of the folders of the options, in pieces:
   * they are never all in memory.
   * @returns how many rows
   */
  async saveReadOnly(sql: string, path: string, format: SavedFormat, signal?: AbortSignal): Promise<number> {
    return this.reading(signal, (connection) => saveStatement(connection, sql, path, format));
  }

  /** The folder for what is written for a moment. */
  get tempDirectory(): string {
    return this.options.tempDirectory;
  }

  /**
   * Runs `act` with all but `taken` threads. Appending is done by the calling thread and DuckDB's threads together, which
   * spin while they wait for each other: where other threads of ours keep the cores busy, that slows all of them down.
   */
  async withoutThreads<T>(taken: number, act: () => Promise<T>): Promise<T> {
    const { threads } = this.options;
    await this.execute(`SET threads = ${Math.max(1, threads - taken)}`);
    try {
      return await act();
    } finally {
      await this.execute(`SET threads = ${threads}`).catch(ignore);
    }
  }

  /** A connection for a transaction; the caller closes it, before this database is closed. */
  async connect(): Promise<DuckDBConnection> {
    await this.ready;
    this.ensureOpen();
    return this.file.instance.connect();
  }

  /**
   * Lets go of the file while `act` moves or replaces it, then goes on in the file that `act` names; when `act` fails,
   * in the old one. Queries that are running are ended; those that come meanwhile wait.
   */
  relocate(act: () => Promise<string>): Promise<void> {
    const moving = this.ready.then(async () => {
      if (this.closing !== null) throw closedError(this.path);
      await this.release();
      let { path } = this.file;
      try {
        path = await act();
      } finally {
        await this.reopen(path);
      }
    });
    this.ready = moving.catch(ignore);
    return moving;
  }

  /** Ends what is running and lets go of the file: when this resolves, another process can open it. */
  async close(): Promise<void> {
    this.closing ??= this.ready.then(() => this.release());
    await this.closing;
  }

  private async reopen(path: string): Promise<void> {
    try {
      this.file = await openFile(path, this.options);
      this.lost = null;
    } catch (error) {
      this.lost = describeDatabaseError(error, path);
      throw error;
    }
  }

  private async release(): Promise<void> {
    while (this.running.size > 0) {
      for (const interrupt of this.running.values()) interrupt();
      await Promise.allSettled(this.running.keys());
    }
    for (const connection of this.idle.splice(0)) connection.closeSync();
    if (this.lost === null) this.file.instance.closeSync();
  }

  private ensureOpen(): void {
    if (this.closing !== null) throw closedError(this.path);
    if (this.lost !== null) throw this.lost;
  }

  /** The type of a statement does not tell everything (functions can write); the transaction does. */
  private reading<T>(
    signal: AbortSignal | undefined,
    use: (connection: DuckDBConnection) => Promise<T>,
  ): Promise<T> {
    return this.withConnection(signal, async (connection) => {
      await connection.run('BEGIN TRANSACTION READ ONLY');
      try {
        return await use(connection);
      } finally {
        await connection.run('ROLLBACK').catch(ignore);
        // What a function of the statement may have switched on, and no transaction takes back.
        await connection.run('SET enable_logging = false').catch(ignore);
      }
    });
  }

  private async withConnection<T>(
    signal: AbortSignal | undefined,
    use: (connection: DuckDBConnection) => Promise<T>,
  ): Promise<T> {
    await this.ready;
    if (signal?.aborted === true) throw cancelledError('The query');
    this.ensureOpen();
    const stopping = new AbortController();
    const stop = (): void => stopping.abort();
    signal?.addEventListener('abort', stop, { once: true });
    const run = this.run(stopping.signal, use);
    this.running.set(run, stop);
    try {
      return await run;
    } finally {
      this.running.delete(run);
      signal?.removeEventListener('abort', stop);
    }
  }

  private async run<T>(signal: AbortSignal, use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = this.idle.pop() ?? (await this.file.instance.connect());
    let timer: NodeJS.Timeout | undefined;
    const interrupt = (): void => {
      connection.interrupt();
      timer = setInterval(() => connection.interrupt(), INTERRUPT_EVERY_MS);
    };
    if (signal.aborted) interrupt();
    else signal.addEventListener('abort', interrupt, { once: true });
    try {
      const result = await use(connection);
      if (signal.aborted) throw cancelledError('The query');
      if (this.idle.length < MAX_IDLE) this.idle.push(connection);
      else connection.closeSync();
      return result;
    } catch (error) {
      // Whatever state it is in, the next query shall not meet it.
      connection.closeSync();
      throw signal.aborted ? cancelledError('The query') : describeDatabaseError(error, this.path);
    } finally {
      signal.removeEventListener('abort', interrupt);
      clearInterval(timer);
    }
  }
}

interface OpenFile {
  readonly path: string;
  readonly readOnly: boolean;
  readonly instance: DuckDBInstance;
}

async function openFile(path: string, options: DatabaseOptions): Promise<OpenFile> {
  const existed = (await fileSize(path)) !== null;
  try {
    return await openInstance(path, options, false);
  } catch (error) {
    const described = describeDatabaseError(error, path);
    // What could not be made is not left behind: it would count as a damaged workspace.
    if (!existed && described.code !== 'workspace-locked') await removeWorkspace(path).catch(ignore);
    if (described.code !== 'read-only' || !existed) throw described;
    // A workspace on a read-only disk or of another user can still be looked at.
    return await openInstance(path, options, true).catch((second: unknown): never => {
      throw describeDatabaseError(second, path);
    });
  }
}

async function openInstance(path: string, options: DatabaseOptions, readOnly: boolean): Promise<OpenFile> {
  const instance = await DuckDBInstance.create(path, {
    threads: String(options.threads),
    memory_limit: `${Math.floor(options.memoryLimitBytes / 1e6)}MB`,
    temp_directory: options.tempDirectory,
    // Nothing leaves the machine: DuckDB would otherwise ask its server for missing extensions.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    access_mode: readOnly ? 'READ_ONLY' : 'READ_WRITE',
  });
  try {
    await confine(instance, path, options);
  } catch (error) {
    instance.closeSync();
    throw error;
  }
  return { path, readOnly, instance };
}

/**
 * SQL typed by a person may read and write no other file, and that cannot be undone while the file is open. What changes
 * other settings is refused before it runs, see `reading-statement.ts`.
 */
async function confine(
  instance: DuckDBInstance,
  path: string,
  { tempDirectory, exportDirectory = null }: DatabaseOptions,
): Promise<void> {
  const folders = exportDirectory === null ? [tempDirectory] : [tempDirectory, exportDirectory];
  const files = [path, compactedPath(path)].flatMap((file) => [file, ...logsOf(file)]);
  const connection = await instance.connect();
  try {
    // In one go: each trip to DuckDB's thread is a part of every start.
    await connection.run(
      `SET allowed_paths = [${files.map(quoted).join(', ')}];` +
        `SET allowed_directories = [${folders.map(quoted).join(', ')}];` +
        'SET enable_external_access = false',
    );
  } finally {
    connection.closeSync();
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function closedError(path: string): AppError {
  return new AppError('query-failed', 'This workspace has been closed.', { place: { file: path } });
}

function ignore(): void {
  // Reported elsewhere.
}
