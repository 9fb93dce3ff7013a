import { basename } from 'node:path';
import { openFileSource, type ByteSource } from '#core/io/byte-source.ts';
import { compressionOf, MAGIC_BYTES, unpack, type ByteFeed } from '#core/io/unpack.ts';
import { HEAP_PROBE_BYTES, type HeapFile, type HeapHead } from './model/reader.ts';

/** A file of a heap snapshot, and how it begins. */
export interface OpenedHeapFile {
  readonly file: HeapFile;
  readonly head: HeapHead;
}

/**
 * Opens a file to look at it.
 * @throws {AppError} `file-missing` or `file-unreadable`
 */
export async function openHeapFile(path: string): Promise<OpenedHeapFile> {
  return inspectHeapFile(basename(path), () => openFileSource(path, basename(path)));
}

/** The same for bytes in memory. */
export function heapFileOf(name: string, bytes: Uint8Array): Promise<OpenedHeapFile> {
  return inspectHeapFile(name, () => Promise.resolve(memorySource(name, bytes)));
}

/** The same for bytes from anywhere; `open` gives them from the start, as often as it is called. */
export async function inspectHeapFile(
  name: string,
  open: () => Promise<ByteSource>,
): Promise<OpenedHeapFile> {
  const source = await open();
  try {
    const magic = new Uint8Array(MAGIC_BYTES);
    const have = await fill(source, magic);
    const compression = compressionOf(magic.subarray(0, have));
    const feed = unpack(source, magic.subarray(0, have), compression);
    const bytes = new Uint8Array(HEAP_PROBE_BYTES + 1);
    const count = await fill(feed, bytes);
    await feed.close();
    const shown = bytes.subarray(0, Math.min(count, HEAP_PROBE_BYTES));
    const file: HeapFile = {
      name,
      packedBytes: source.sizeBytes,
      unpackedBytes: compression === 'none' ? source.sizeBytes : null,
      open: () => openFeed(open),
    };
    return { file, head: heapHeadOf({ bytes: shown, complete: count <= HEAP_PROBE_BYTES, name }) };
  } finally {
    await source.close();
  }
}

/** The unpacked start of a file as readers of snapshots want to see it. */
export function heapHeadOf({ bytes, complete, name }: Omit<HeapHead, 'text'>): HeapHead {
  return { bytes, text: textOf(bytes), complete, name };
}

/** A feed whose end closes the file, too. */
async function openFeed(open: () => Promise<ByteSource>): Promise<ByteFeed> {
  const source = await open();
  const magic = new Uint8Array(MAGIC_BYTES);
  const have = await fill(source, magic);
  const feed = unpack(source, magic.subarray(0, have), compressionOf(magic.subarray(0, have)));
  return {
    read: (target) => feed.read(target),
    get damage() {
      return feed.damage;
    },
    async close() {
      await feed.close();
      await source.close();
    },
  };
}

async function fill(feed: Pick<ByteFeed, 'read'>, target: Uint8Array): Promise<number> {
  let have = 0;
  for (let count = 1; count > 0 && have < target.length; have += count)
    count = await feed.read(target.subarray(have));
  return have;
}

function textOf(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

function memorySource(name: string, bytes: Uint8Array): ByteSource {
  let at = 0;
  return {
    name,
    path: null,
    sizeBytes: bytes.length,
    read(target) {
      const count = Math.min(target.length, bytes.length - at);
      target.set(bytes.subarray(at, at + count));
      at += count;
      return Promise.resolve(count);
    },
    close: () => Promise.resolve(),
  };
}
