import { AppError, cancelledError } from '#shared/contract/errors.ts';
import type { HeapFile } from './model/reader.ts';

const PIECE_BYTES = 1 << 20;

/**
 * All bytes of a file of a format that is small by nature and cannot be read in pieces.
 * @returns `damage`: why packed data ended early; what came before it is in `bytes`
 * @throws {AppError} `file-damaged` for more than `maxBytes`, `cancelled`
 */
export async function wholeFile(
  file: HeapFile,
  signal: AbortSignal,
  maxBytes: number,
): Promise<{ readonly bytes: Uint8Array; readonly damage: string | null }> {
  const feed = await file.open();
  try {
    const pieces: Uint8Array[] = [];
    let length = 0;
    for (;;) {
      const piece = new Uint8Array(PIECE_BYTES);
      const count = await feed.read(piece);
      if (signal.aborted) throw cancelledError('Reading the snapshot');
      if (count === 0) break;
      length += count;
      if (length > maxBytes) {
        throw new AppError('file-damaged', `${file.name} is too large for what it claims to be.`, {
          hint: `Files of this kind have at most ${(maxBytes / 2 ** 20).toLocaleString('en')} MiB. Check that it is the right one.`,
        });
      }
      pieces.push(piece.slice(0, count));
    }
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return { bytes, damage: feed.damage };
  } finally {
    await feed.close();
  }
}
