import type { ByteFeed } from '../../io/unpack.ts';
import type { ProbeHead } from './profile-reader.ts';
import { textFeed, toUtf8Text } from './text-feed.ts';

/** The unpacked start of a file as formats of profiles want to see it: text as UTF-8 without a byte order mark. */
export async function profileHeadOf(head: Omit<ProbeHead, 'text'>): Promise<ProbeHead> {
  const feed = await textFeed(memoryFeed(head.bytes));
  // UTF-16 of two bytes a character may become three of UTF-8.
  const room = new Uint8Array(head.bytes.length * 2);
  let length = 0;
  for (;;) {
    const count = await feed.read(room.subarray(length));
    if (count === 0) break;
    length += count;
  }
  const bytes = room.subarray(0, length);
  return { bytes, text: toUtf8Text(bytes), complete: head.complete, name: head.name };
}

function memoryFeed(bytes: Uint8Array): ByteFeed {
  let at = 0;
  return {
    damage: null,
    read(target) {
      const count = Math.min(target.length, bytes.length - at);
      target.set(bytes.subarray(at, at + count));
      at += count;
      return Promise.resolve(count);
    },
    close: () => Promise.resolve(),
  };
}
