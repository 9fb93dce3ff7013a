import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '#shared/contract/errors.ts';
import type { SavedFormat, SavedResult } from '#shared/model/sql.ts';
import type { Database } from '../db/database.ts';
import { ensureFolder, fileSize, readFileBytes, removeFolder } from '../io/workspace-files.ts';

/** What one answer of the engine can carry to a window, which holds it in memory. */
const MAX_ANSWER_BYTES = 256_000_000;
const LOOK_EVERY_MS = 50;

export const mediaTypes: Readonly<Record<SavedFormat, string>> = {
  csv: 'text/csv',
  json: 'application/json',
  parquet: 'application/vnd.apache.parquet',
};

/**
 * All rows of a statement that reads, as a file. It is written to a folder for it alone, which is gone afterwards.
 * @throws {AppError} `bad-request` for a result that is too large; `cancelled`
 */
export async function savedAnswer(
  database: Database,
  sql: string,
  format: SavedFormat,
  signal: AbortSignal,
  maxBytes = MAX_ANSWER_BYTES,
): Promise<SavedResult> {
  const folder = join(database.tempDirectory, `saved-${randomUUID()}`);
  const path = join(folder, `result.${format}`);
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  signal.addEventListener('abort', stop, { once: true });
  const size = { isTooLarge: false };
  const look = setInterval(() => {
    void fileSize(path).then((bytes) => {
      if ((bytes ?? 0) <= maxBytes) return;
      size.isTooLarge = true;
      stopping.abort();
    });
  }, LOOK_EVERY_MS);
  try {
    await ensureFolder(folder);
    const rows = await database.saveReadOnly(sql, path, format, stopping.signal);
    if (((await fileSize(path)) ?? 0) > maxBytes) throw tooLarge(maxBytes);
    return { rows, mediaType: mediaTypes[format], bytes: await readFileBytes(path) };
  } catch (error) {
    throw size.isTooLarge && !signal.aborted ? tooLarge(maxBytes) : error;
  } finally {
    clearInterval(look);
    signal.removeEventListener('abort', stop);
    await removeFolder(folder);
  }
}

function tooLarge(bytes: number): AppError {
  return new AppError('bad-request', `The result is larger than ${Math.round(bytes / 1e6)} MB.`, {
    hint: 'Narrow the statement, save as Parquet, or write it with "loadstone sql WORKSPACE … --out FILE".',
  });
}
