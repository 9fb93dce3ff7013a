import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { fromWireError, toWireError } from '#shared/contract/errors.ts';
import { ensureExists } from '#shared/assert.ts';
import { openFileSource, type ByteSource } from '../io/byte-source.ts';
import { ArrayPool } from './array-pool.ts';
import type { ReadOutput } from './read-source.ts';
import { storedBuffers } from './stored-batch.ts';
import { MAX_BATCHES_UNDERWAY, type FromReader, type ToReader } from './worker-protocol.ts';

/** Entry of a reading thread: one job, then it ends. */

const port = ensureExists(parentPort, 'the port of a worker thread');

function send(message: FromReader, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

class ThreadOutput implements ReadOutput {
  readonly arrays = new ArrayPool();
  private underway = 0;
  private resume: (() => void) | null = null;

  post(message: Parameters<ReadOutput['post']>[0]): void {
    if (message.kind === 'rows') {
      this.underway += 1;
      send({ t: 'message', message }, storedBuffers(message.batch));
    } else {
      send({ t: 'message', message });
    }
  }

  async drained(): Promise<void> {
    // A turn of the event loop, so that an abort is heard even when nothing has to be waited for.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.underway > MAX_BATCHES_UNDERWAY) {
      await new Promise<void>((resolve) => {
        this.resume = resolve;
      });
    }
  }

  stored(buffers: readonly ArrayBuffer[]): void {
    for (const buffer of buffers) this.arrays.give(buffer);
    this.underway -= 1;
    this.resume?.();
    this.resume = null;
  }
}

/** A source whose bytes are held by the engine's thread. */
class RemoteSource implements ByteSource {
  readonly path = null;
  readonly name: string;
  readonly sizeBytes: number | null;
  private chunk: Uint8Array = new Uint8Array(0);
  private at = 0;
  private settle: { resolve: (bytes: Uint8Array) => void; reject: (error: Error) => void } | null = null;

  constructor(name: string, sizeBytes: number | null) {
    this.name = name;
    this.sizeBytes = sizeBytes;
  }

  async read(target: Uint8Array): Promise<number> {
    if (this.at === this.chunk.length) {
      this.chunk = await new Promise<Uint8Array>((resolve, reject) => {
        this.settle = { resolve, reject };
        send({ t: 'want', bytes: 1 << 20 });
      });
      this.at = 0;
    }
    const count = Math.min(target.length, this.chunk.length - this.at);
    target.set(this.chunk.subarray(this.at, this.at + count));
    this.at += count;
    return count;
  }

  deliver(bytes: Uint8Array): void {
    this.settle?.resolve(bytes);
    this.settle = null;
  }

  fail(error: Error): void {
    this.settle?.reject(error);
    this.settle = null;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const output = new ThreadOutput();
const abort = new AbortController();
let remote: RemoteSource | null = null;

async function read(request: Extract<ToReader, { t: 'read' }>): Promise<void> {
  let source: ByteSource;
  if (request.path === null) {
    remote = new RemoteSource(request.name, request.sizeBytes);
    source = remote;
  } else {
    source = await openFileSource(request.path, request.name, 'blocking');
  }
  try {
    // A thread that only makes a digest does not need the code of all formats.
    const [{ readSource }, { importers }] = await Promise.all([
      import('./read-source.ts'),
      import('./registry.ts'),
    ]);
    send({ t: 'done', result: await readSource(source, importers, request.job, output, abort.signal) });
  } finally {
    await source.close();
  }
}

async function digest(request: Extract<ToReader, { t: 'digest' }>): Promise<void> {
  const source = await openFileSource(request.path, request.name, 'blocking');
  try {
    const hash = createHash('sha256');
    const piece = new Uint8Array(4 << 20);
    for (;;) {
      const count = await source.read(piece);
      if (count === 0) break;
      hash.update(piece.subarray(0, count));
    }
    send({ t: 'digested', sha256: hash.digest('hex') });
  } finally {
    await source.close();
  }
}

port.on('message', (message: ToReader) => {
  switch (message.t) {
    case 'read':
    case 'digest': {
      const job = message.t === 'read' ? read(message) : digest(message);
      job
        .catch((error: unknown) => send({ t: 'failed', error: toWireError(error) }))
        .finally(() => port.close());
      return;
    }
    case 'stored':
      output.stored(message.buffers);
      return;
    case 'bytes':
      remote?.deliver(message.bytes);
      return;
    case 'bytes-failed':
      remote?.fail(fromWireError(message.error));
      return;
    case 'abort':
      abort.abort();
      remote?.fail(new Error('aborted'));
      return;
  }
});
