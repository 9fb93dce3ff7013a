import type { ByteFeed } from '#core/io/unpack.ts';

const PIECE_BYTES = 1 << 16;
/** Longer lines are cut. */
const MAX_LINE_CHARS = 1 << 16;

/**
 * Lines of a text file without their ends. Windows writes what a console prints as UTF-16.
 * @param head how the file begins: tells its encoding
 */
export async function* textLines(feed: ByteFeed, head: Uint8Array): AsyncGenerator<string> {
  const decoder = new TextDecoder(head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : 'utf-8');
  const piece = new Uint8Array(PIECE_BYTES);
  let rest = '';
  for (let count = 1; count > 0;) {
    count = await feed.read(piece);
    const lines = (rest + decoder.decode(piece.subarray(0, count), { stream: count > 0 })).split(/\r?\n/u);
    rest = lines.pop()!.slice(0, MAX_LINE_CHARS);
    yield* lines;
  }
  if (rest !== '') yield rest;
}
