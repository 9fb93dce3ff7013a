import { dirname } from 'node:path';
import { DuckDBInstance, StatementType, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import { numberAt, textAt, type ColumnTable } from '#shared/contract/columns.ts';
import { AppError, cancelledError } from '#shared/contract/errors.ts';
import { readColumns } from './columns.ts';
import { describeDatabaseError } from './errors.ts';

export interface DatabaseOptions {
  readonly memoryLimitBytes: number;
  readonly threads: number;
  /** Folder for what does not fit into memory. */
  readonly tempDirectory: string;
  readonly readOnly?: boolean;
}

export type SqlValue = string | number | bigint | boolean | null;

export interface QueryOptions {
  readonly signal?: AbortSignal | undefined;
  readonly limit?: number;
}

const readingStatements: ReadonlySet<StatementType> = new Set([StatementType.SELECT, StatementType.EXPLAIN]);

/** Idle connections that are kept for the next query. */
const MAX_IDLE = 4;

/**
 * One DuckDB file with one instance: a second instance on the same file would not see what the first writes.
 * Queries run on DuckDB's threads, each on a connection of its own, so that one can be interrupted alone.
 */
export class Database {
  readonly path: string;
  readonly readOnly: boolean;
  private readonly instance: DuckDBInstance;
  private readonly idle: DuckDBConnection[] = [];
  private closed = false;

  private constructor(path: string, readOnly: boolean, instance: DuckDBInstance) {
    this.path = path;
    this.readOnly = readOnly;
    this.instance = instance;
  }

  /**
   * @throws {AppError} `workspace-locked`, `workspace-damaged`, `read-only`, `disk-full`
   */
  static async open(path: string, options: DatabaseOptions): Promise<Database> {
    const readOnly = options.readOnly ?? false;
    try {
      const instance = await DuckDBInstance.create(path, {
        threads: String(options.threads),
        memory_limit: `${Math.floor(options.memoryLimitBytes / 1e6)}MB`,
        temp_directory: options.tempDirectory,
        // Nothing leaves the machine: DuckDB would otherwise ask its server for missing extensions.
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
        access_mode: readOnly ? 'READ_ONLY' : 'READ_WRITE',
      });
      const database = new Database(path, readOnly, instance);
      await database.confine(options.tempDirectory);
      return database;
    } catch (error) {
      throw describeDatabaseError(error, path);
    }
  }

  /** Rows as columns. An abort interrupts the query on DuckDB's threads. */
  async query(
    sql: string,
    values: readonly SqlValue[] = [],
    options: QueryOptions = {},
  ): Promise<ColumnTable> {
    return this.withConnection(options.signal, async (connection) =>
      readColumns(await connection.stream(sql, values as DuckDBValue[]), options.limit),
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
    return this.withConnection(signal, async (connection) => {
      const statements = await connection.extractStatements(sql);
      if (statements.count !== 1)
        throw new AppError('bad-request', 'Exactly one SQL statement can be run at a time.');
      const statement = await statements.prepare(0);
      if (!readingStatements.has(statement.statementType)) {
        throw new AppError(
          'bad-request',
          'Only statements that read can be run here: SELECT, WITH, DESCRIBE, EXPLAIN.',
        );
      }
      // The type of a statement does not tell everything (functions can write); the transaction does.
      await connection.run('BEGIN TRANSACTION READ ONLY');
      try {
        return await readColumns(await statement.stream(), limit);
      } finally {
        await connection.run('ROLLBACK');
      }
    });
  }

  /** A connection for a transaction; the caller closes it. */
  async connect(): Promise<DuckDBConnection> {
    return this.instance.connect();
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const connection of this.idle.splice(0)) connection.closeSync();
    this.instance.closeSync();
  }

  /** SQL typed by a person may read and write nothing outside the workspace's own folder, nor change settings. */
  private async confine(tempDirectory: string): Promise<void> {
    const folders = [dirname(this.path), tempDirectory].map((folder) => `'${folder.replaceAll("'", "''")}'`);
    await this.execute(`SET allowed_directories = [${folders.join(', ')}]`);
    await this.execute('SET enable_external_access = false');
    await this.execute('SET lock_configuration = true');
  }

  private async withConnection<T>(
    signal: AbortSignal | undefined,
    use: (connection: DuckDBConnection) => Promise<T>,
  ): Promise<T> {
    if (signal?.aborted === true) throw cancelledError('The query');
    const connection = this.idle.pop() ?? (await this.instance.connect());
    const interrupt = (): void => connection.interrupt();
    signal?.addEventListener('abort', interrupt, { once: true });
    try {
      return await use(connection);
    } catch (error) {
      throw describeDatabaseError(error, this.path);
    } finally {
      signal?.removeEventListener('abort', interrupt);
      if (this.closed || this.idle.length >= MAX_IDLE) connection.closeSync();
      else this.idle.push(connection);
    }
  }
}
