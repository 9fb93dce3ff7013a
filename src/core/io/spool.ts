import { open, rm } from 'node:fs/promises';
import type { ByteSource } from './byte-source.ts';
import { writeError } from './workspace-files.ts';

/**
 * Writes all bytes of a source to a new file; on failure the file is taken away again.
 * @throws {AppError} `disk-full`, `read-only`, or what the source throws
 */
export async function writeSpool(source: ByteSource, path: string): Promise<void> {
  const out = await open(path, 'wx').catch((error: unknown) => {
    throw writeError(error, path);
  });
  try {
    const piece = new Uint8Array(1 << 20);
    for (;;) {
      const count = await source.read(piece);
      if (count === 0) break;
      await out.writeFile(piece.subarray(0, count)).catch((error: unknown) => {
        throw writeError(error, path);
      });
    }
    await out.close();
  } catch (error) {
    await out.close().catch(() => undefined);
    await rm(path, { force: true });
    throw error;
  }
}

/** Takes a spooled file away; one that is gone already is no failure. */
export async function removeSpool(path: string): Promise<void> {
  await rm(path, { force: true });
}
