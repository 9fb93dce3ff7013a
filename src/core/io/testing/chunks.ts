import { streamSource, type ByteSource } from '../byte-source.ts';

/** Bytes in chunks of `size`, as a stream hands them over. */
export async function* chunksOf(bytes: Uint8Array, size = bytes.length): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    await Promise.resolve();
    yield bytes.subarray(at, at + size);
  }
}

export function sourceOf(
  bytes: Uint8Array | string,
  { size, name = 'test' }: { size?: number; name?: string } = {},
): ByteSource {
  const data = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
  return streamSource(name, data.length, chunksOf(data, size));
}

/** A stream that gives these bytes and then nothing, neither more nor an end. */
export async function* stalling(bytes: Uint8Array | string): AsyncGenerator<Uint8Array> {
  yield typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
  await new Promise<never>(() => undefined);
}

/** A stream that gives these bytes and then fails. */
export async function* failing(bytes: Uint8Array | string, error: Error): AsyncGenerator<Uint8Array> {
  yield typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
  await Promise.resolve();
  throw error;
}

/** Everything that is left in a source or feed, read in pieces of `piece` bytes. */
export async function readAll(
  from: { read(target: Uint8Array): Promise<number> },
  piece = 1 << 16,
): Promise<Buffer> {
  const parts: Buffer[] = [];
  const target = new Uint8Array(piece);
  for (;;) {
    const count = await from.read(target);
    if (count === 0) return Buffer.concat(parts);
    parts.push(Buffer.from(target.subarray(0, count)));
  }
}
