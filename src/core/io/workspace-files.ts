import { copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { AppError } from '#shared/contract/errors.ts';

/** File operations on whole workspaces. A database must be closed while its file is moved: Windows locks open files. */

export const WORKSPACE_EXTENSION = '.loadstone';

/** DuckDB's write-ahead log; present only after a crash or while the database is open. */
function logOf(path: string): string {
  return `${path}.wal`;
}

export async function fileSize(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch {
    return null;
  }
}

export async function ensureFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw writeError(error, path);
  }
}

/** Puts a copy at `to`, replacing what is there only once the copy is complete. */
export async function copyWorkspace(from: string, to: string): Promise<void> {
  const partial = join(dirname(to), `.${basename(to)}.partial`);
  try {
    await mkdir(dirname(to), { recursive: true });
    await copyFile(from, partial);
    await rm(logOf(to), { force: true });
    await rename(partial, to);
  } catch (error) {
    await rm(partial, { force: true });
    throw writeError(error, to);
  }
}

export async function moveWorkspace(from: string, to: string): Promise<void> {
  try {
    await rm(logOf(to), { force: true });
    await rename(from, to);
  } catch {
    // Another disk: rename cannot cross it.
    await copyWorkspace(from, to);
    await removeWorkspace(from);
  }
}

export async function removeWorkspace(path: string): Promise<void> {
  await rm(path, { force: true });
  await rm(logOf(path), { force: true });
}

export async function removeFolder(path: string): Promise<void> {
  await rm(path, { force: true, recursive: true });
}

export function workspaceName(path: string): string {
  return basename(path, extname(path));
}

/** Null when the file is not there or cannot be read. */
export async function readTextFile(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
}

/** Writes the whole file or leaves the old one. */
export async function writeTextFile(path: string, text: string): Promise<void> {
  const partial = `${path}.partial`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(partial, text);
    await rename(partial, path);
  } catch (error) {
    throw writeError(error, path);
  }
}

function writeError(error: unknown, path: string): AppError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const place = { file: path };
  if (code === 'ENOSPC') {
    return new AppError('disk-full', `There is no room for ${basename(path)} on its disk.`, {
      hint: 'Free some space or choose another disk.',
      place,
      cause: error,
    });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new AppError('read-only', `${basename(path)} cannot be written there: no permission.`, {
      hint: 'Choose a folder of your own.',
      place,
      cause: error,
    });
  }
  return new AppError(
    'read-only',
    `${basename(path)} could not be written: ${error instanceof Error ? error.message : String(error)}.`,
    {
      place,
      cause: error,
    },
  );
}
