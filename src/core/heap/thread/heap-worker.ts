import { basename } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { ensureExists } from '#shared/assert.ts';
import { toWireError } from '#shared/contract/errors.ts';
import { openFileSource } from '../../io/byte-source.ts';
import { prepareSnapshot } from '../prepare-snapshot.ts';
import { buffersOf } from '../stored/heap-parts.ts';
import type { FromHeapThread, ToHeapThread } from './heap-protocol.ts';

/** Entry of a thread that prepares one snapshot. It is ended when somebody cancels. */

const port = ensureExists(parentPort, 'the port of a worker thread');

/** How often progress is told; every read of a piece would be more than the engine's thread can use. */
const TELL_EVERY_MS = 50;

function send(message: FromHeapThread, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

async function prepare({ job, path }: ToHeapThread): Promise<void> {
  let told = 0;
  let toldPhase = '';
  let toldPhaseAt = 0;
  const open = () => openFileSource(path, basename(path));
  const snapshot = await prepareSnapshot(
    job,
    open,
    {
      progress(bytesRead, rows) {
        const now = performance.now();
        if (now - told < TELL_EVERY_MS && rows === 0) return;
        told = now;
        send({ t: 'progress', bytesRead, rows });
      },
      phase(phase) {
        const now = performance.now();
        if (now - toldPhaseAt < TELL_EVERY_MS && phase.phase === toldPhase) return;
        toldPhase = phase.phase;
        toldPhaseAt = now;
        send({ t: 'phase', phase });
      },
    },
    new AbortController().signal,
  );
  send({ t: 'done', snapshot }, snapshot.graph === null ? [] : buffersOf(snapshot.graph.parts));
}

port.on('message', (message: ToHeapThread) => {
  prepare(message)
    .catch((error: unknown) => send({ t: 'failed', error: toWireError(error) }))
    .finally(() => port.close());
});
