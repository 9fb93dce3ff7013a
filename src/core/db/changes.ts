import { numberAt, type NumberColumn } from '#shared/contract/columns.ts';
import { cancelledError } from '#shared/contract/errors.ts';
import { readColumns } from './columns.ts';
import { INTERRUPT_EVERY_MS, type Database } from './database.ts';
import { describeDatabaseError } from './errors.ts';
import { SourceWriter, type SmallValue } from './source-writer.ts';

type Connection = Awaited<ReturnType<Database['connect']>>;

/** What can be done within one transaction; it sees what it has done so far. */
export interface Changes {
  readonly run: (sql: string, values?: readonly SmallValue[]) => Promise<void>;
  /** The one whole number that a query gives. */
  readonly count: (sql: string) => Promise<number>;
  /** Rows with values in the order of the table's columns. */
  readonly append: (table: string, rows: readonly (readonly SmallValue[])[]) => Promise<void>;
}

/** Changes in the transaction that the caller began on `connection`. */
export function changesOn(connection: Connection): Changes {
  const writer = new SourceWriter(connection, 0);
  return {
    async run(sql, values = []) {
      await connection.run(sql, [...values]);
    },
    async count(sql) {
      const [column] = Object.values((await readColumns(await connection.run(sql))).columns);
      return numberAt(column as NumberColumn, 0) ?? 0;
    },
    append: (table, rows) => writer.appendValues(table, rows),
  };
}

/**
 * All of what `act` does, or nothing of it. An abort interrupts what is running and undoes the rest.
 * @throws {AppError} `cancelled`, `read-only`, `disk-full`, and what `act` throws
 */
export async function inTransaction(
  database: Database,
  act: (changes: Changes) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const connection = await database.connect();
  let timer: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    connection.interrupt();
    timer = setInterval(() => connection.interrupt(), INTERRUPT_EVERY_MS);
  };
  const cancelled = (): boolean => signal?.aborted === true;
  try {
    if (cancelled()) throw cancelledError('The change');
    signal?.addEventListener('abort', interrupt, { once: true });
    await connection.run('BEGIN');
    await act(changesOn(connection));
    if (cancelled()) throw cancelledError('The change');
    signal?.removeEventListener('abort', interrupt);
    await connection.run('COMMIT');
  } catch (error) {
    signal?.removeEventListener('abort', interrupt);
    clearInterval(timer);
    await connection.run('ROLLBACK').catch(() => undefined);
    throw cancelled() ? cancelledError('The change') : describeDatabaseError(error, database.path);
  } finally {
    connection.closeSync();
  }
}
