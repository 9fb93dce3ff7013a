import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { rm } from 'node:fs/promises';
import type { ByteSource } from './byte-source.ts';

/** Writes all bytes of a source to a new file; on failure the file is taken away again. */
export async function writeSpool(source: ByteSource, path: string): Promise<void> {
  const out = createWriteStream(path, { flags: 'wx' });
  try {
    for (;;) {
      const piece = new Uint8Array(1 << 20);
      const count = await source.read(piece);
      if (count === 0) break;
      if (!out.write(piece.subarray(0, count))) await once(out, 'drain');
    }
    out.end();
    await finished(out);
  } catch (error) {
    out.destroy();
    await rm(path, { force: true });
    throw error;
  }
}
