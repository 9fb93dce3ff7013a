import { Worker } from 'node:worker_threads';
import { AppError, cancelledError, fromWireError } from '#shared/contract/errors.ts';
import type { PreparedSnapshot, PrepareHooks, PrepareJob } from '../prepare-snapshot.ts';
import type { FromHeapThread, ToHeapThread } from './heap-protocol.ts';

/**
 * Entry of the thread beside that of the reading threads: all entries are built into one folder.
 * @param workerUrl entry of the reading threads
 */
export function heapWorkerUrl(workerUrl: URL): URL {
  return new URL('./heap-worker.js', workerUrl);
}

/**
 * Prepares a snapshot in a thread of its own; its columns are handed over, not copied.
 * @throws {AppError} as `prepareSnapshot`
 */
export async function prepareInThread(
  entry: URL,
  job: PrepareJob,
  path: string,
  hooks: PrepareHooks,
  signal: AbortSignal,
): Promise<PreparedSnapshot> {
  const cancelled = (): AppError => cancelledError(`The import of ${job.name}`);
  if (signal.aborted) throw cancelled();
  const worker = new Worker(entry);
  let abort: () => void = () => undefined;
  try {
    return await new Promise<PreparedSnapshot>((resolve, reject) => {
      worker.on('message', (message: FromHeapThread) => {
        switch (message.t) {
          case 'progress':
            hooks.progress(message.bytesRead, message.rows);
            return;
          case 'phase':
            hooks.phase(message.phase);
            return;
          case 'done':
            resolve(message.snapshot);
            return;
          case 'failed':
            reject(fromWireError(message.error));
            return;
        }
      });
      worker.on('error', (error) => reject(tooLarge(error, job.name)));
      worker.on('exit', () =>
        reject(new AppError('internal', `The thread that read ${job.name} ended early.`)),
      );
      abort = (): void => reject(cancelled());
      signal.addEventListener('abort', abort, { once: true });
      worker.postMessage({ job, path } satisfies ToHeapThread);
    });
  } finally {
    signal.removeEventListener('abort', abort);
    await ended(worker);
  }
}

/** A thread stops at once; giving back gigabytes takes longer, and nobody has to wait for that. */
const WAIT_FOR_END_MS = 100;

async function ended(worker: Worker): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, WAIT_FOR_END_MS);
  });
  await Promise.race([worker.terminate(), enough]);
  clearTimeout(timer);
}

/** A thread that runs out of memory says so in words of its own. */
function tooLarge(error: unknown, name: string): Error {
  const isMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (!isMemory) return error instanceof Error ? error : new Error(String(error));
  return new AppError('file-unreadable', `${name} takes more memory than this computer can give.`, {
    hint: 'Close other programs, or open it on a computer with more memory: a snapshot needs about twice its unpacked size.',
    cause: error,
  });
}
