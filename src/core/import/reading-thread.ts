import { Worker } from 'node:worker_threads';
import { AppError, cancelledError, fromWireError, toWireError } from '#shared/contract/errors.ts';
import type { ByteSource } from '../io/byte-source.ts';
import type { ReadJob, ReadMessage, ReadResult } from './read-source.ts';
import { storedBuffers } from './stored-batch.ts';
import type { FromReader, ToReader } from './worker-protocol.ts';

/**
 * Reads a source in a thread of its own, so that scanning goes on while rows are stored and the engine stays
 * responsive. `onMessage` is called in order; the next batches are held back until it has returned.
 */
export async function readInThread(
  workerUrl: URL,
  source: ByteSource,
  job: ReadJob,
  onMessage: (message: ReadMessage) => Promise<void>,
  signal: AbortSignal,
): Promise<ReadResult> {
  const cancelled = (): AppError => cancelledError(`The import of ${source.name}`);
  if (signal.aborted) throw cancelled();
  const worker = new Worker(workerUrl);
  const tell = (message: ToReader, transfer: ArrayBuffer[] = []): void => {
    worker.postMessage(message, transfer);
  };
  /** Messages that are being taken, one after the other. */
  let queue = Promise.resolve();
  let settled = false;
  let abort: () => void = () => undefined;
  try {
    return await new Promise<ReadResult>((resolve, reject) => {
      const fail = (error: unknown): void => {
        settled = true;
        reject(error instanceof Error ? error : new Error(String(error)));
      };
      const handle = async (message: FromReader): Promise<void> => {
        if (settled) return;
        switch (message.t) {
          case 'message':
            await onMessage(message.message);
            if (message.message.kind === 'rows') {
              const buffers = storedBuffers(message.message.batch);
              tell({ t: 'stored', buffers }, buffers);
            }
            return;
          case 'want':
            await supply(source, message.bytes, tell);
            return;
          case 'done':
            settled = true;
            resolve(message.result);
            return;
          case 'failed':
            fail(fromWireError(message.error));
            return;
          case 'digested':
            return;
        }
      };
      worker.on('message', (message: FromReader) => {
        // Bytes must flow while a batch is being stored, else both sides would wait for each other.
        if (message.t === 'want') void handle(message).catch(fail);
        else queue = queue.then(() => handle(message)).catch(fail);
      });
      worker.on('error', fail);
      worker.on('exit', () => {
        void queue.then(() =>
          fail(new AppError('internal', `The reading thread of ${source.name} ended early.`)),
        );
      });
      abort = (): void => fail(cancelled());
      signal.addEventListener('abort', abort, { once: true });
      tell({ t: 'read', job, name: source.name, path: source.path, sizeBytes: source.sizeBytes });
    });
  } finally {
    signal.removeEventListener('abort', abort);
    await worker.terminate();
    // The caller may undo what was stored: nothing may be on its way any more.
    await queue;
  }
}

async function supply(
  source: ByteSource,
  wanted: number,
  tell: (message: ToReader, transfer?: ArrayBuffer[]) => void,
): Promise<void> {
  try {
    const bytes = new Uint8Array(wanted);
    let count = 0;
    // Network chunks are small; every message between the threads costs the same.
    while (count < wanted) {
      const more = await source.read(bytes.subarray(count));
      if (more === 0) break;
      count += more;
    }
    tell({ t: 'bytes', bytes: bytes.subarray(0, count) }, [bytes.buffer]);
  } catch (error) {
    tell({ t: 'bytes-failed', error: toWireError(error) });
  }
}

/** SHA-256 of a file, hexadecimal, made in a thread of its own. */
export async function digestInThread(
  workerUrl: URL,
  path: string,
  name: string,
  signal: AbortSignal,
): Promise<string> {
  const cancelled = (): AppError => cancelledError(`The import of ${name}`);
  if (signal.aborted) throw cancelled();
  const worker = new Worker(workerUrl);
  let abort: () => void = () => undefined;
  try {
    return await new Promise<string>((resolve, reject) => {
      worker.on('message', (message: FromReader) => {
        if (message.t === 'digested') resolve(message.sha256);
        else if (message.t === 'failed') reject(fromWireError(message.error));
      });
      worker.on('error', reject);
      worker.on('exit', () => reject(new AppError('internal', `The digest of ${name} was not finished.`)));
      abort = (): void => reject(cancelled());
      signal.addEventListener('abort', abort, { once: true });
      worker.postMessage({ t: 'digest', name, path } satisfies ToReader);
    });
  } finally {
    signal.removeEventListener('abort', abort);
    await worker.terminate();
  }
}
