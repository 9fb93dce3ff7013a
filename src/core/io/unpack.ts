import { Decompress as ZstdDecompress } from 'fzstd';
import unbzip2 from 'unbzip2-stream';
import type { Compression } from '#shared/model/run.ts';
import type { ByteSource } from './byte-source.ts';
import { gunzipPieces } from './gunzip.ts';
import { damagedData, endsEarly } from './packed-damage.ts';

/** Bytes that tell every packing apart. */
export const MAGIC_BYTES = 4;

/** Recognises packed data by its first bytes; the name of the file plays no part. */
export function compressionOf(head: Uint8Array): Compression {
  const [a, b, c, d] = head;
  if (a === 0x1f && b === 0x8b) return 'gzip';
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return 'zstd';
  // A frame to be skipped: `pzstd` begins its files with one.
  if (a !== undefined && (a & 0xf0) === 0x50 && b === 0x2a && c === 0x4d && d === 0x18) return 'zstd';
  if (a === 0x42 && b === 0x5a && c === 0x68 && d !== undefined && d >= 0x31 && d <= 0x39) return 'bzip2';
  return 'none';
}

/** Unpacked bytes, piece by piece. */
export interface ByteFeed {
  /** Fills `target` from its start. @returns bytes written; 0 at the end */
  read(target: Uint8Array): Promise<number>;
  /** Set when packed data ended early or was damaged: what came before it was delivered. */
  readonly damage: string | null;
  /** Stops unpacking; the source itself stays open. */
  close(): Promise<void>;
}

/** Packed bytes that are unpacked in one go: more would delay a cancel. */
const PACKED_CHUNK = 64 << 10;

/**
 * Unpacks while reading. A file cut short delivers all that can be unpacked and then says so in `damage`.
 * @param head the bytes that were read already to look at them
 */
export function unpack(source: ByteSource, head: Uint8Array, compression: Compression): ByteFeed {
  switch (compression) {
    case 'none':
      return plainFeed(source, head);
    case 'gzip':
      return pieceFeed(gunzipPieces(packedChunks(source, head)));
    case 'zstd':
      return pieceFeed(pushPieces(packedChunks(source, head), zstdStep(), 'zstd'));
    case 'bzip2':
      return pieceFeed(pushPieces(packedChunks(source, head), bzip2Step(), 'bzip2'));
  }
}

function plainFeed(source: ByteSource, head: Uint8Array): ByteFeed {
  let at = 0;
  return {
    damage: null,
    async read(target) {
      if (at < head.length) {
        const count = Math.min(target.length, head.length - at);
        target.set(head.subarray(at, at + count));
        at += count;
        return count;
      }
      return source.read(target);
    },
    close: () => Promise.resolve(),
  };
}

async function* packedChunks(source: ByteSource, head: Uint8Array): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  for (;;) {
    const chunk = new Uint8Array(PACKED_CHUNK);
    const count = await source.read(chunk);
    if (count === 0) return;
    yield chunk.subarray(0, count);
  }
}

/** Pieces of unpacked bytes; returns (not throws) a description when the packed data is damaged. */
type Pieces = AsyncGenerator<Uint8Array, string | null>;

function pieceFeed(pieces: Pieces): ByteFeed {
  let current: Uint8Array = new Uint8Array(0);
  let at = 0;
  let damage: string | null = null;
  let ended = false;
  return {
    get damage() {
      return damage;
    },
    async read(target) {
      while (at === current.length) {
        if (ended) return 0;
        const step = await pieces.next();
        if (step.done === true) {
          ended = true;
          damage = step.value;
          return 0;
        }
        current = step.value;
        at = 0;
      }
      const count = Math.min(target.length, current.length - at);
      target.set(current.subarray(at, at + count));
      at += count;
      return count;
    },
    async close() {
      await pieces.return(null);
    },
  };
}

interface PushStep {
  /** Hands in packed bytes; unpacked pieces come out in `out`. Throws when the data is damaged. */
  push(chunk: Uint8Array, final: boolean, out: Uint8Array[]): void;
  /** Whether an error of {@link push} means that bytes are missing at the end. */
  isCut(error: unknown, final: boolean): boolean;
}

async function* pushPieces(packed: AsyncGenerator<Uint8Array>, step: PushStep, kind: string): Pieces {
  const out: Uint8Array[] = [];
  try {
    for (;;) {
      const next = await packed.next();
      const final = next.done === true;
      let damage: string | null = null;
      try {
        step.push(final ? new Uint8Array(0) : next.value, final, out);
      } catch (error) {
        damage = step.isCut(error, final) ? endsEarly(kind) : damagedData(kind);
      }
      yield* out.splice(0);
      if (final || damage !== null) return damage;
    }
  } finally {
    await packed.return(undefined);
  }
}

function zstdStep(): PushStep {
  let pieces: Uint8Array[] = [];
  const stream = new ZstdDecompress((piece) => pieces.push(piece));
  return {
    push(chunk, final, out) {
      pieces = out;
      stream.push(chunk, final);
    },
    isCut: (error) => error instanceof Error && error.message === 'unexpected EOF',
  };
}

function bzip2Step(): PushStep {
  let pieces: Uint8Array[] = [];
  let failure: Error | null = null;
  const stream = unbzip2();
  stream.on('data', (piece: Uint8Array) => pieces.push(piece));
  stream.on('error', (error: Error) => {
    failure = error;
  });
  return {
    push(chunk, final, out) {
      pieces = out;
      if (final) stream.end();
      else stream.write(chunk);
      if (failure !== null) throw failure;
    },
    // At the end of the bytes it stumbles over its own buffers.
    isCut: (error, final) =>
      final &&
      error instanceof Error &&
      (error instanceof TypeError || error.message.includes('prematurely')),
  };
}
