import type { ByteFeed } from '../../io/unpack.ts';

/**
 * Text files come as UTF-16 where PowerShell wrote them, or with a byte order mark: readers see UTF-8 without one.
 * Binary files pass as they are.
 */
export async function textFeed(feed: ByteFeed): Promise<ByteFeed> {
  const start = new Uint8Array(3);
  let have = 0;
  while (have < start.length) {
    const count = await feed.read(start.subarray(have));
    if (count === 0) break;
    have += count;
  }
  const [a, b, c] = start;
  if (have >= 2 && ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff))) {
    const decoder = new TextDecoder(a === 0xff ? 'utf-16le' : 'utf-16be');
    return transcoded(feed, start.slice(0, have), decoder);
  }
  const isMark = have === 3 && a === 0xef && b === 0xbb && c === 0xbf;
  return withFirst(feed, isMark ? new Uint8Array(0) : start.slice(0, have));
}

/** The start of a file as text, for a first look; invalid sequences become U+FFFD. */
export function toUtf8Text(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes);
}

function withFirst(feed: ByteFeed, first: Uint8Array): ByteFeed {
  let at = 0;
  return {
    get damage() {
      return feed.damage;
    },
    read(target) {
      if (at === first.length) return feed.read(target);
      const count = Math.min(target.length, first.length - at);
      target.set(first.subarray(at, at + count));
      at += count;
      return Promise.resolve(count);
    },
    close: () => feed.close(),
  };
}

function transcoded(feed: ByteFeed, first: Uint8Array, decoder: InstanceType<typeof TextDecoder>): ByteFeed {
  const encoder = new TextEncoder();
  const piece = new Uint8Array(1 << 16);
  let ready: Uint8Array = encoder.encode(decoder.decode(first, { stream: true }));
  let at = 0;
  let ended = false;
  return {
    get damage() {
      return feed.damage;
    },
    async read(target) {
      while (at === ready.length) {
        if (ended) return 0;
        const count = await feed.read(piece);
        ended = count === 0;
        ready = encoder.encode(decoder.decode(piece.subarray(0, count), { stream: !ended }));
        at = 0;
      }
      const count = Math.min(target.length, ready.length - at);
      target.set(ready.subarray(at, at + count));
      at += count;
      return count;
    },
    close: () => feed.close(),
  };
}
