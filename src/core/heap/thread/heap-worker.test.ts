import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useTemporaryFolder } from '../../io/testing/temporary-folder.ts';
import { writtenSnapshot } from '../v8/testing/written-snapshot.ts';
import type { FromHeapThread, ToHeapThread } from './heap-protocol.ts';
import { heapWorkerUrl, prepareInThread } from './prepare-in-thread.ts';

/** The thread's entry runs here, at the other end of a channel instead of in a thread: only its port is replaced. */
const thread = vi.hoisted(() => ({ port: null as MessagePort | null }));
vi.mock('node:worker_threads', async (original) => ({
  ...(await original<typeof import('node:worker_threads')>()),
  get parentPort() {
    return thread.port;
  },
}));

const folder = useTemporaryFolder();
const NEVER = new AbortController().signal;
const JOB = { name: 'a.heapsnapshot', format: 'v8-heapsnapshot' };

describe('the entry of a thread', () => {
  let port: MessagePort;
  beforeEach(async () => {
    const channel = new MessageChannel();
    thread.port = channel.port1;
    port = channel.port2;
    vi.resetModules();
    await import('./heap-worker.ts');
  });
  afterEach(() => port.close());

  async function answered(path: string): Promise<FromHeapThread[]> {
    const messages: FromHeapThread[] = [];
    await new Promise<void>((resolve) => {
      port.on('message', (message: FromHeapThread) => {
        messages.push(message);
        if (message.t === 'done' || message.t === 'failed') resolve();
      });
      port.postMessage({ job: JOB, path } satisfies ToHeapThread);
    });
    return messages;
  }

  it('prepares a snapshot, and tells of the objects that it has read', async () => {
    const path = folder.file('a.heapsnapshot');
    const content = writtenSnapshot([
      { type: 'synthetic', name: '', edges: [['property', 'x', 1]] },
      { name: 'Order', size: 40 },
    ]);
    await writeFile(path, content);
    const messages = await answered(path);
    expect(messages).toContainEqual({ t: 'progress', bytesRead: Buffer.byteLength(content), rows: 2 });
    const done = messages.at(-1)!;
    if (done.t !== 'done') throw new Error(`Expected it to be done, not ${done.t}`);
    expect(done.snapshot.tables.classes.map(({ key }) => key)).toContain('Order');
    expect(done.snapshot.graph!.parts.columns['retained-bytes']).toEqual(Float64Array.of(48, 40));
    expect(done.snapshot.graph!.figures.nodes).toBe(2);
  });

  it('tells what is wrong with a file', async () => {
    const path = folder.file('a.heapsnapshot');
    await writeFile(path, '{"snapshot":{}');
    expect((await answered(path)).at(-1)).toMatchObject({ t: 'failed', error: { code: 'file-damaged' } });
  });
});

/** A thread that says what a test wants it to. */
async function entryOf(script: string): Promise<URL> {
  const path = folder.file(`thread-${Math.random()}.mjs`);
  await writeFile(path, `import { parentPort as port } from 'node:worker_threads';\n${script}`);
  return pathToFileURL(path);
}

const SILENT = { progress: () => undefined, phase: () => undefined };

describe('the engine beside a thread', () => {
  it('gets progress and what was prepared', async () => {
    const entry = await entryOf(`port.once('message', ({ job }) => {
      port.postMessage({ t: 'progress', bytesRead: 7, rows: 0 });
      port.postMessage({ t: 'phase', phase: { phase: 'Finding dominators', share: 0.5 } });
      port.postMessage({ t: 'done', snapshot: { tables: job.name, graph: null } });
    });`);
    const told: unknown[] = [];
    const hooks = {
      progress: (bytesRead: number) => void told.push(bytesRead),
      phase: ({ phase }: { phase: string }) => void told.push(phase),
    };
    const prepared = await prepareInThread(entry, JOB, '/a', hooks, NEVER);
    expect(prepared).toEqual({ tables: 'a.heapsnapshot', graph: null });
    expect(told).toEqual([7, 'Finding dominators']);
  });

  it('ends it when somebody cancels, at once', async () => {
    const entry = await entryOf(`port.once('message', () => { for (;;); });`);
    const abort = new AbortController();
    const preparing = prepareInThread(entry, JOB, '/a', SILENT, abort.signal);
    setTimeout(() => abort.abort(), 100);
    await expect(preparing).rejects.toMatchObject({ code: 'cancelled' });
    await expect(prepareInThread(entry, JOB, '/a', SILENT, abort.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('hears of its end, and of failures in their own words', async () => {
    const failing = await entryOf(
      `port.once('message', () => port.postMessage({ t: 'failed', error: { code: 'file-damaged', message: 'no' } }));`,
    );
    await expect(prepareInThread(failing, JOB, '/a', SILENT, NEVER)).rejects.toMatchObject({
      code: 'file-damaged',
    });
    const ending = await entryOf(`port.once('message', () => process.exit(0));`);
    await expect(prepareInThread(ending, JOB, '/a', SILENT, NEVER)).rejects.toMatchObject({
      code: 'internal',
    });
    const throwing = await entryOf(`port.once('message', () => { throw new Error('lost'); });`);
    await expect(prepareInThread(throwing, JOB, '/a', SILENT, NEVER)).rejects.toThrow('lost');
  });

  it('finds the entry beside that of the reading threads', () => {
    expect(heapWorkerUrl(new URL('file:///app/out/main/import-worker.js')).href).toBe(
      'file:///app/out/main/heap-worker.js',
    );
  });
});
