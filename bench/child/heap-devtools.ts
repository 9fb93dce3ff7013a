import { closeSync, openSync, readSync } from 'node:fs';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { HeapPeerAnswer } from './heap-memlab.ts';

/** What is used of `heap_snapshot_worker` of chrome-devtools-frontend. */
interface DevtoolsModule {
  readonly HeapSnapshotLoader: { readonly HeapSnapshotLoader: new (dispatcher: object) => Loader };
}

interface Loader {
  readonly parsingComplete: Promise<void>;
  write(text: string): void;
  close(): void;
  buildSnapshot(secondWorker: MessagePort): Promise<Snapshot>;
}

interface Snapshot {
  readonly nodeCount: number;
  rootNode(): { retainedSize(): number };
}

/** DevTools gives a part of the work to a second worker; so does this. */
const SECOND_WORKER = `
  const { parentPort, workerData } = require('node:worker_threads');
  parentPort.once('message', ({ port }) => {
    import(workerData).then(({ HeapSnapshot }) => new HeapSnapshot.SecondaryInitManager(port));
  });
`;

const PIECE_BYTES = 10 << 20;

/** DevTools' own loader and analysis, from the file to retained sizes. @param input `module`: its bundled worker */
export async function run(input: {
  readonly module: string;
  readonly file: string;
}): Promise<HeapPeerAnswer> {
  const { HeapSnapshotLoader } = (await import(input.module)) as DevtoolsModule;
  const loader = new HeapSnapshotLoader.HeapSnapshotLoader({ sendEvent: () => undefined });
  await feed(loader, input.file);
  const { port1, port2 } = new MessageChannel();
  const second = new Worker(SECOND_WORKER, { eval: true, workerData: input.module });
  second.postMessage({ port: port2 }, [port2]);
  const snapshot = await loader.buildSnapshot(port1);
  const answer = { nodes: snapshot.nodeCount, rootRetainedBytes: snapshot.rootNode().retainedSize() };
  port1.close();
  await second.terminate();
  return answer;
}

/** In pieces of text, as the page of DevTools sends them. */
async function feed(loader: Loader, path: string): Promise<void> {
  const file = openSync(path, 'r');
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  const decoder = new TextDecoder();
  for (let count = readSync(file, piece); count > 0; count = readSync(file, piece)) {
    loader.write(decoder.decode(piece.subarray(0, count), { stream: true }));
    await new Promise((resolve) => setImmediate(resolve));
  }
  closeSync(file);
  loader.close();
  await loader.parsingComplete;
}
