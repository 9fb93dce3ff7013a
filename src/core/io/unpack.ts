import { createGunzip } from 'node:zlib';
import { Decompress as ZstdDecompress } from 'fzstd';
import unbzip2 from 'unbzip2-stream';
import { AppError } from '#shared/contract/errors.ts';
import type { Compression } from '#shared/model/run.ts';
import type { ByteSource } from './byte-source.ts';

/** Bytes that tell every packing apart. */
export const MAGIC_BYTES = 4;

/** Recognises packed data by its first bytes; the name of the file plays no part. */
export function compressionOf(head: Uint8Array): Compression {
  const [a, b, c, d] = head;
  if (a === 0x1f && b === 0x8b) return 'gzip';
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return 'zstd';
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
  return {
    get damage() {
      return damage;
    },
    async read(target) {
      while (at === current.length) {
        const step = await pieces.next();
        if (step.done === true) {
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

/** What zlib has unpacked in one step is lost when the step fails, so the steps are small at first. */
const FIRST_STEP = 1 << 10;
/** Checksum and length, which may be wrong while all bytes before them are good. */
const GZIP_TRAILER = 8;

async function* gunzipPieces(packed: AsyncGenerator<Uint8Array>): Pieces {
  const gunzip = createGunzip({ chunkSize: 256 << 10 });
  const out: Uint8Array[] = [];
  let failure: Error | null = null;
  let ended = false;
  let resume: () => void = () => undefined;
  const finish = (): void => {
    ended = true;
    resume();
  };
  gunzip.on('data', (piece: Uint8Array) => out.push(piece));
  gunzip.on('error', (error: Error) => {
    failure = error;
  });
  // With bytes behind the last member the stream ends by itself, and a write is never answered.
  gunzip.on('end', finish);
  gunzip.on('close', finish);
  const waitFor = (act: (done: () => void) => void): Promise<void> =>
    new Promise<void>((resolve) => {
      resume = resolve;
      act(resolve);
    });
  try {
    for await (const step of gunzipSteps(packed)) {
      if (!ended) await waitFor((done) => gunzip.write(step, done));
      yield* out.splice(0);
      if (failure !== null) return describeDamage('gzip', failure);
      if (ended) return null;
    }
    if (!ended) await waitFor(() => gunzip.end());
    yield* out.splice(0);
    return failure === null ? null : describeDamage('gzip', failure);
  } finally {
    gunzip.destroy();
    await packed.return(undefined);
  }
}

/** Cuts packed bytes into steps; the last one is what may be the trailer. */
async function* gunzipSteps(packed: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let kept = new Uint8Array(0);
  let done = 0;
  for await (const chunk of packed) {
    const bytes = new Uint8Array(kept.length + chunk.length);
    bytes.set(kept);
    bytes.set(chunk, kept.length);
    const end = Math.max(0, bytes.length - GZIP_TRAILER);
    for (let at = 0; at < end; ) {
      const size = Math.min(end - at, Math.max(FIRST_STEP, done >> 4));
      yield bytes.subarray(at, at + size);
      at += size;
      done += size;
    }
    kept = bytes.slice(end);
  }
  if (kept.length > 0) yield kept;
}

interface PushStep {
  /** Hands in packed bytes; unpacked pieces come out in `out`. Throws when the data is damaged. */
  push(chunk: Uint8Array, final: boolean, out: Uint8Array[]): void;
}

async function* pushPieces(packed: AsyncGenerator<Uint8Array>, step: PushStep, kind: string): Pieces {
  const out: Uint8Array[] = [];
  let failure: unknown = null;
  try {
    for await (const chunk of packed) {
      try {
        step.push(chunk, false, out);
      } catch (error) {
        failure = error;
      }
      yield* out.splice(0);
      if (failure !== null) return describeDamage(kind, failure);
    }
    try {
      step.push(new Uint8Array(0), true, out);
    } catch (error) {
      failure = error;
    }
    yield* out.splice(0);
    return failure === null ? null : describeDamage(kind, failure);
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
  };
}

function describeDamage(kind: string, error: unknown): string {
  if (error instanceof AppError) throw error;
  const message = error instanceof Error ? error.message : String(error);
  const cut = /unexpected end|unexpected eof|end of file|invalid zstd data/iu.test(message);
  return cut
    ? `The ${kind} data ends early: the file was cut off. Everything before that was read.`
    : `The ${kind} data is damaged (${message}). Everything before the damage was read.`;
}
