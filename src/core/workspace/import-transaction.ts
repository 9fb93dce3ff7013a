import { AppError } from '#shared/contract/errors.ts';
import type { Database } from '../db/database.ts';
import { describeDatabaseError } from '../db/errors.ts';

type Connection = Awaited<ReturnType<Database['connect']>>;

/**
 * All of what `act` stores, or nothing: commits when it resolves, and otherwise rolls back and gives back the room.
 * @param release lets go of appenders before a rollback
 * @throws {AppError} `disk-full`, `read-only`, and what `act` throws
 */
export async function importTransaction<T>(
  database: Database,
  act: (connection: Connection) => Promise<T>,
  release: () => void,
): Promise<T> {
  const connection = await database.connect();
  let open = false;
  try {
    await connection.run('BEGIN');
    open = true;
    const result = await act(connection);
    await connection.run('COMMIT');
    open = false;
    await checkpoint(database);
    return result;
  } catch (error) {
    throw describeDatabaseError(error, database.path);
  } finally {
    if (open) await rollBack(release, () => connection.run('ROLLBACK'));
    connection.closeSync();
    if (open) await giveBackRoom(database);
  }
}

/** Moves the write-ahead log into the file. Put off by queries that are running: closing does it then. */
async function checkpoint(database: Database): Promise<void> {
  try {
    await database.execute('CHECKPOINT');
  } catch {
    // Nothing is lost: the log holds what was committed.
  }
}

/**
 * Rows that were undone leave their room in the file, perhaps gigabytes; a checkpoint gives it back, and makes one only
 * when something has changed.
 */
async function giveBackRoom(database: Database): Promise<void> {
  try {
    await database.execute('COMMENT ON TABLE runs IS NULL');
  } catch {
    return;
  }
  await checkpoint(database);
}

async function rollBack(release: () => void, roll: () => Promise<unknown>): Promise<void> {
  try {
    release();
  } catch {
    // An appender that failed once fails again on closing; the rollback discards its rows.
  }
  try {
    await roll();
  } catch {
    // After a fatal error DuckDB has no transaction any more; the file is as it was at the last commit.
  }
}

/**
 * @param path null when the bytes came without one
 * @throws {AppError} `file-duplicate` when a source with these bytes is in the workspace
 */
export async function refuseDuplicate(
  database: Database,
  file: { readonly name: string; readonly path: string | null },
  sha256: string,
): Promise<void> {
  const [known] = await database.rows(
    `SELECT s.name, r.name AS run FROM sources s LEFT JOIN runs r ON r.id = s.run_id WHERE s.sha256 = ? LIMIT 1`,
    [sha256],
  );
  if (known === undefined) return;
  const where = known['run'] === null ? '' : ` of the run ${known['run']}`;
  throw new AppError('file-duplicate', `${file.name} is already here, as ${known['name']}${where}.`, {
    hint: 'Its bytes are the same. Import it again only if the test really gave two equal files.',
    place: file.path === null ? undefined : { file: file.path },
  });
}
