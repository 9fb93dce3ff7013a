import { parentPort } from 'node:worker_threads';
import { ensureExists } from '#shared/assert.ts';
import { toWireError } from '#shared/contract/errors.ts';
import { openFileSource } from '../../io/byte-source.ts';
import { readDigestedProfiles } from './digested-profiles.ts';
import { sentProfiles, type FromProfileThread, type ToProfileThread } from './profile-protocol.ts';

/** Entry of a thread that reads the profiles of one file. It is ended when somebody cancels. */

const port = ensureExists(parentPort, 'the port of a worker thread');

/** How often progress is told; every read of a piece would be more than the engine's thread can use. */
const TELL_EVERY_MS = 50;

function send(message: FromProfileThread, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

async function read({ name, path, format }: ToProfileThread): Promise<void> {
  let told = 0;
  const progress = (bytesRead: number): void => {
    const now = performance.now();
    if (now - told < TELL_EVERY_MS) return;
    told = now;
    send({ t: 'progress', bytesRead });
  };
  const source = await openFileSource(path, name);
  try {
    const found = await readDigestedProfiles(source, format, progress, new AbortController().signal);
    const { sent, buffers } = sentProfiles(found);
    send({ t: 'done', read: sent }, buffers);
  } finally {
    await source.close();
  }
}

port.on('message', (message: ToProfileThread) => {
  read(message)
    .catch((error: unknown) => send({ t: 'failed', error: toWireError(error) }))
    .finally(() => port.close());
});
