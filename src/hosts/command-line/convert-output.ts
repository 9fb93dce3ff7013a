import { randomUUID } from 'node:crypto';
import { open, mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { cancelledError } from '#shared/contract/errors.ts';
import { writeError } from '#core/io/workspace-files.ts';

/** Texts that are collected before they are written. */
const WRITE_CHARACTERS = 1 << 20;

/** Writes pieces of text as they come; the old file stays when that fails. @throws {AppError} */
export async function writePieces(
  path: string,
  pieces: Iterable<string>,
  signal: AbortSignal,
): Promise<void> {
  const partial = `${path}.${randomUUID()}.partial`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(partial, 'w');
    try {
      let waiting = '';
      for (const piece of pieces) {
        waiting += piece;
        if (waiting.length < WRITE_CHARACTERS) continue;
        if (signal.aborted) throw cancelledError('The conversion');
        await file.writeFile(waiting);
        waiting = '';
      }
      await file.writeFile(waiting);
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw signal.aborted ? cancelledError('The conversion') : writeError(error, path);
  }
}
