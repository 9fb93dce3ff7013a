import { AppError, cancelledError } from '#shared/contract/errors.ts';
import type { Compression } from '#shared/model/run.ts';
import type { ByteSource } from '../../io/byte-source.ts';
import { compressionOf, MAGIC_BYTES, unpack, type ByteFeed } from '../../io/unpack.ts';
import { textFeed, toUtf8Text } from './text-feed.ts';
import { MAX_PIECE_BYTES, PROFILE_PROBE_BYTES, type ProbeHead } from './profile-reader.ts';

/** Bytes that are read and scanned in one go. Larger pieces gain nothing and delay a cancel. */
const PIECE_BYTES = 4 << 20;

/** A file as unpacked bytes, of which the start has been looked at. */
export interface UnpackedFile {
  readonly compression: Compression;
  readonly head: ProbeHead;
  /**
   * Feeds a reader until the file ends.
   * @param pending whether the reader wants its bytes once more
   * @returns what is wrong with the packed data; null when nothing is
   */
  scan(
    consume: (bytes: Uint8Array, length: number, final: boolean) => number,
    pending: () => boolean,
    progress: (unpackedBytes: number) => void,
    signal: AbortSignal,
  ): Promise<string | null>;
  close(): Promise<void>;
}

/** @throws {AppError} `file-empty`, `file-damaged`, `file-unreadable` */
export async function openUnpacked(source: ByteSource): Promise<UnpackedFile> {
  const magic = new Uint8Array(MAGIC_BYTES);
  let have = 0;
  while (have < MAGIC_BYTES) {
    const count = await source.read(magic.subarray(have));
    if (count === 0) break;
    have += count;
  }
  if (have === 0) {
    throw new AppError('file-empty', `${source.name} is empty.`, {
      hint: 'The profiler may have been stopped before it wrote anything.',
      place: source.path === null ? undefined : { file: source.path },
    });
  }
  const compression = compressionOf(magic.subarray(0, have));
  const packed = unpack(source, magic.slice(0, have), compression);
  const feed = await textFeed(packed);
  const buffer = new Uint8Array(PIECE_BYTES);
  let length = 0;
  let ended = false;
  while (length < PROFILE_PROBE_BYTES && !ended) {
    const count = await feed.read(buffer.subarray(length, PROFILE_PROBE_BYTES));
    length += count;
    ended = count === 0;
  }
  if (length === 0) {
    await feed.close();
    throw new AppError(
      'file-damaged',
      `${source.name} holds nothing: ${feed.damage ?? 'it unpacks to an empty file.'}`,
      { hint: 'Copy or pack the file again.' },
    );
  }
  const bytes = buffer.slice(0, length);
  return {
    compression,
    head: { bytes, text: toUtf8Text(bytes), complete: ended, name: source.name },
    scan: (consume, pending, progress, signal) =>
      scan(feed, { buffer, length, ended }, source.name, { consume, pending }, progress, signal),
    close: () => feed.close(),
  };
}

async function scan(
  feed: ByteFeed,
  begun: { readonly buffer: Uint8Array<ArrayBuffer>; readonly length: number; readonly ended: boolean },
  name: string,
  reader: {
    readonly consume: (bytes: Uint8Array, length: number, final: boolean) => number;
    readonly pending: () => boolean;
  },
  progress: (unpackedBytes: number) => void,
  signal: AbortSignal,
): Promise<string | null> {
  let { buffer, length, ended } = begun;
  let total = length;
  for (;;) {
    while (length < buffer.length && !ended) {
      const count = await feed.read(buffer.subarray(length));
      length += count;
      total += count;
      ended = count === 0;
      if (signal.aborted) throw cancelledError(`Reading ${name}`);
    }
    const done = reader.consume(buffer, length, ended);
    const pending = reader.pending();
    progress(total);
    if (signal.aborted) throw cancelledError(`Reading ${name}`);
    if (ended && !pending) return feed.damage;
    if (done === 0 && length === buffer.length && !pending) buffer = enlarged(buffer, name);
    else buffer.copyWithin(0, done, length);
    length -= done;
    // Otherwise a cancel would not be heard where reading and scanning never wait.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function enlarged(buffer: Uint8Array<ArrayBuffer>, name: string): Uint8Array<ArrayBuffer> {
  if (buffer.length >= 2 * MAX_PIECE_BYTES) {
    throw new AppError('file-damaged', `${name} has a record of more than ${MAX_PIECE_BYTES >> 20} MB.`, {
      hint: 'No profiler writes one; the file is something else, or damaged.',
    });
  }
  const larger = new Uint8Array(buffer.length * 2);
  larger.set(buffer);
  return larger;
}
