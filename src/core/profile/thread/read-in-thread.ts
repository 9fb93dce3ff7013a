import { Worker } from 'node:worker_threads';
import { AppError, cancelledError, fromWireError } from '#shared/contract/errors.ts';
import type { DigestedProfiles } from './digested-profiles.ts';
import { receivedProfiles, type FromProfileThread, type ToProfileThread } from './profile-protocol.ts';

/**
 * Entry of the thread beside that of the reading threads: all entries are built into one folder.
 * @param workerUrl entry of the reading threads
 */
export function profileWorkerUrl(workerUrl: URL): URL {
  return new URL(workerUrl.href.replace(/import-worker(?=\.\w+$)/u, 'profile-worker'));
}

/**
 * Reads the profiles of a file in a thread of its own; their columns are handed over, not copied.
 * @param progress hears of the packed bytes read so far
 * @throws {AppError} as `readDigestedProfiles`
 */
export async function readProfilesInThread(
  entry: URL,
  job: ToProfileThread,
  progress: (bytesRead: number) => void,
  signal: AbortSignal,
): Promise<DigestedProfiles> {
  const cancelled = (): AppError => cancelledError(`The import of ${job.name}`);
  if (signal.aborted) throw cancelled();
  const worker = new Worker(entry);
  let abort: () => void = () => undefined;
  try {
    return await new Promise<DigestedProfiles>((resolve, reject) => {
      worker.on('message', (message: FromProfileThread) => {
        if (message.t === 'progress') progress(message.bytesRead);
        else if (message.t === 'done') resolve(receivedProfiles(message.read));
        else reject(fromWireError(message.error));
      });
      worker.on('error', (error) => reject(tooLarge(error, job.name)));
      worker.on('exit', () =>
        reject(new AppError('internal', `The thread that read ${job.name} ended early.`)),
      );
      abort = (): void => reject(cancelled());
      signal.addEventListener('abort', abort, { once: true });
      worker.postMessage(job);
    });
  } finally {
    signal.removeEventListener('abort', abort);
    await worker.terminate();
  }
}

/** A thread that runs out of memory says so in words of its own. */
function tooLarge(error: unknown, name: string): Error {
  const isMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (!isMemory) return error instanceof Error ? error : new Error(String(error));
  return new AppError('file-unreadable', `${name} takes more memory than this computer can give.`, {
    hint: 'Close other programs, or record a shorter profile.',
    cause: error,
  });
}
