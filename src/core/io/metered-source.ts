import { createHash } from 'node:crypto';
import { cancelledError } from '#shared/contract/errors.ts';
import type { ByteSource } from './byte-source.ts';

/** Counts and digests the packed bytes that pass through. An abort is heard even while a source keeps us waiting. */
export class MeteredSource implements ByteSource {
  readonly name: string;
  readonly path: string | null;
  readonly sizeBytes: number | null;
  bytesRead = 0;
  private readonly source: ByteSource;
  private readonly hash: ReturnType<typeof createHash> | null;
  private readonly signal: AbortSignal;

  constructor(source: ByteSource, digest: boolean, signal: AbortSignal) {
    this.source = source;
    this.signal = signal;
    this.name = source.name;
    this.path = source.path;
    this.sizeBytes = source.sizeBytes;
    this.hash = digest ? createHash('sha256') : null;
  }

  async read(target: Uint8Array): Promise<number> {
    const count = await this.unlessAborted(this.source.read(target));
    this.bytesRead += count;
    this.hash?.update(target.subarray(0, count));
    return count;
  }

  /** Reads what a reader left over, so that the digest is that of the whole. */
  async readRest(): Promise<void> {
    const scratch = new Uint8Array(1 << 20);
    while ((await this.read(scratch)) > 0);
  }

  /** Hexadecimal; null without digest. Can be asked once. */
  sha256(): string | null {
    return this.hash?.digest('hex') ?? null;
  }

  close(): Promise<void> {
    return this.source.close();
  }

  private unlessAborted(reading: Promise<number>): Promise<number> {
    const { signal, name } = this;
    return new Promise((resolve, reject) => {
      const abort = (): void => reject(cancelledError(`The import of ${name}`));
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
      reading.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    });
  }
}
