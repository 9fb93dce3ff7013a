import { copyFile, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { AppError } from '#shared/contract/errors.ts';

/** File operations on whole workspaces. A database must be closed while its file is moved: Windows locks open files. */

export const WORKSPACE_EXTENSION = '.loadstone';

/** DuckDB's write-ahead logs of a file: there after a crash, or while the database is open. */
export function logsOf(path: string): string[] {
  return LOG_ENDINGS.map((ending) => `${path}${ending}`);
}

const LOG_ENDINGS = ['.wal', '.wal.checkpoint', '.wal.recovery'];

/** The file into which a compacted workspace is written before it takes the place of the old one. */
export function compactedPath(path: string): string {
  return `${path}.compact`;
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

/** The one true path of a file, through links; the path itself when there is no such file. */
export async function canonicalPath(path: string): Promise<string> {
  return realpath(path).catch(() => resolve(path));
}

/** Puts a copy at `to`, replacing what is there only once the copy is complete. */
export async function copyWorkspace(from: string, to: string): Promise<void> {
  const partial = join(dirname(to), `.${crypto.randomUUID()}.partial`);
  try {
    await mkdir(dirname(to), { recursive: true });
    await copyFile(from, partial);
    await rename(partial, to);
    await takeLogs(from, to, copyFile);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw writeError(error, to);
  }
}

export async function moveWorkspace(from: string, to: string): Promise<void> {
  try {
    await mkdir(dirname(to), { recursive: true });
    await rename(from, to);
  } catch {
    // Another disk: rename cannot cross it.
    await copyWorkspace(from, to);
    await removeWorkspace(from);
    return;
  }
  await takeLogs(from, to, rename);
}

/** What a database could not yet put into its file goes with it; the logs of the file that was replaced do not stay. */
async function takeLogs(
  from: string,
  to: string,
  take: (from: string, to: string) => Promise<void>,
): Promise<void> {
  const targets = logsOf(to);
  for (const [index, log] of logsOf(from).entries()) {
    const target = targets[index]!;
    if ((await fileSize(log)) === null) await rm(target, { force: true });
    else await take(log, target);
  }
}

export async function removeWorkspace(path: string): Promise<void> {
  for (const file of [path, ...logsOf(path)]) await rm(file, { force: true });
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

/** A file that Loadstone has just written itself; the caller knows that it is small. */
export async function readFileBytes(path: string): Promise<Uint8Array> {
  const { buffer, byteOffset, byteLength } = await readFile(path);
  // A plain array: Node's own kind turns itself into text on the way to a window.
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Writes the whole file or leaves the old one. */
export async function writeTextFile(path: string, text: string | Uint8Array): Promise<void> {
  const partial = `${path}.${crypto.randomUUID()}.partial`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(partial, text);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw writeError(error, path);
  }
}

export function writeError(error: unknown, path: string): AppError {
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
