import type { ByteSource } from './byte-source.ts';

/**
 * A source of which the start was read to look at it: gives these bytes once more, then goes on. Bytes of an upload come
 * only once, so looking must not use them up.
 */
export function replayedSource(source: ByteSource): {
  /** For looking at the start. */
  readonly first: ByteSource;
  /** From the start; begins when looking has ended. */
  readonly again: ByteSource;
} {
  const seen: Uint8Array[] = [];
  let at = 0;
  const facts = { name: source.name, path: source.path, sizeBytes: source.sizeBytes };
  return {
    first: {
      ...facts,
      async read(target) {
        const count = await source.read(target);
        if (count > 0) seen.push(target.slice(0, count));
        return count;
      },
      close: () => Promise.resolve(),
    },
    again: {
      ...facts,
      read(target) {
        const piece = seen[0];
        if (piece === undefined) return source.read(target);
        const count = Math.min(target.length, piece.length - at);
        target.set(piece.subarray(at, at + count));
        at += count;
        if (at === piece.length) {
          seen.shift();
          at = 0;
        }
        return Promise.resolve(count);
      },
      close: () => source.close(),
    },
  };
}
