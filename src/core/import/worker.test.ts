import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useTemporaryFolder } from '../io/testing/temporary-folder.ts';
import { createLineImporter, lineFile } from './testing/line-importer.ts';
import { MAX_BATCHES_UNDERWAY, type FromReader, type ToReader } from './worker-protocol.ts';

/** The thread's entry runs here, at the other end of a channel instead of in a thread: only its port is replaced. */
const thread = vi.hoisted(() => ({ port: null as MessagePort | null }));
vi.mock('node:worker_threads', async (original) => ({
  ...(await original<typeof import('node:worker_threads')>()),
  get parentPort() {
    return thread.port;
  },
}));
vi.mock('./registry.ts', () => ({ importers: [createLineImporter()] }));

const folder = useTemporaryFolder();
let port: MessagePort;
let messages: FromReader[];

const job = {
  format: null,
  options: { timeZone: 'UTC' },
  firstTextId: 1,
  firstTagSetId: 1,
  firstOutcomeId: 1,
  digest: true,
} as const;

beforeEach(async () => {
  const channel = new MessageChannel();
  thread.port = channel.port1;
  port = channel.port2;
  messages = [];
  port.on('message', (message: FromReader) => messages.push(message));
  vi.resetModules();
  await import('./worker.ts');
});

afterEach(() => port.close());

function tell(message: ToReader): void {
  port.postMessage(message);
}

/** Answers for every batch, as the engine's thread does. */
function storing(): void {
  port.on('message', (message: FromReader) => {
    if (message.t === 'message' && message.message.kind === 'rows') tell({ t: 'stored', buffers: [] });
  });
}

function of<T extends FromReader['t']>(t: T): Extract<FromReader, { t: T }>[] {
  return messages.filter((message): message is Extract<FromReader, { t: T }> => message.t === t);
}

function rowsSent(): number {
  return of('message').reduce(
    (sum, { message }) => sum + (message.kind === 'rows' ? message.batch.rows : 0),
    0,
  );
}

const ended = (): Promise<unknown> => new Promise((resolve) => port.once('close', () => resolve(null)));

describe('the reading thread', () => {
  it('reads a file by its path, and ends', async () => {
    const path = folder.file('a.lines');
    await writeFile(path, lineFile(2500));
    storing();
    tell({ t: 'read', job, name: 'a.lines', path, sizeBytes: 1 });
    await ended();
    expect(rowsSent()).toBe(2500);
    expect(of('done')).toMatchObject([
      {
        result: {
          report: { rows: 2500 },
          sha256: createHash('sha256').update(lineFile(2500)).digest('hex'),
        },
      },
    ]);
    expect(messages.at(-1)?.t).toBe('done');
  });

  it('reads bytes that are handed to it', async () => {
    const bytes = new TextEncoder().encode(lineFile(2500));
    storing();
    let at = 0;
    port.on('message', (message: FromReader) => {
      if (message.t !== 'want') return;
      tell({ t: 'bytes', bytes: bytes.slice(at, at + 999) });
      at += 999;
    });
    tell({ t: 'read', job, name: 'up', path: null, sizeBytes: bytes.length });
    await ended();
    expect(of('done')).toMatchObject([
      { result: { report: { rows: 2500 }, sizeBytes: bytes.length, damage: [] } },
    ]);
    expect(rowsSent()).toBe(2500);
  });

  it('holds batches back while too many are under way', async () => {
    const path = folder.file('a.lines');
    // Three pieces of some hundred batches each.
    const text = lineFile(300_000);
    await writeFile(path, text);
    tell({ t: 'read', job, name: 'a.lines', path, sizeBytes: text.length });
    await expect.poll(() => rowsSent()).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const sent = rowsSent();
    expect(sent).toBeLessThan(200_000);
    expect(of('done')).toEqual([]);
    for (let batch = 0; batch < sent / 1000 - MAX_BATCHES_UNDERWAY - 1; batch++)
      tell({ t: 'stored', buffers: [] });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(rowsSent()).toBe(sent);
    storing();
    tell({ t: 'stored', buffers: [] });
    await ended();
    expect(rowsSent()).toBe(300_000);
  });

  it('says what went wrong, and ends', async () => {
    tell({ t: 'read', job, name: 'gone', path: folder.file('gone'), sizeBytes: null });
    await ended();
    expect(of('failed')).toMatchObject([{ error: { code: 'file-missing' } }]);
  });

  it('passes on why bytes do not come', async () => {
    port.on('message', (message: FromReader) => {
      if (message.t === 'want')
        tell({ t: 'bytes-failed', error: { code: 'file-unreadable', message: 'Broke off.' } });
    });
    tell({ t: 'read', job, name: 'up', path: null, sizeBytes: null });
    await ended();
    expect(of('failed')).toMatchObject([{ error: { code: 'file-unreadable', message: 'Broke off.' } }]);
  });

  it('ends on an abort, also while it waits for bytes', async () => {
    port.on('message', (message: FromReader) => {
      if (message.t === 'want') tell({ t: 'abort' });
    });
    tell({ t: 'read', job, name: 'up', path: null, sizeBytes: null });
    await ended();
    expect(of('failed')).toHaveLength(1);
  });

  it('digests a file', async () => {
    const path = folder.file('a');
    await writeFile(path, Buffer.alloc(5_000_000, 'x'));
    tell({ t: 'digest', name: 'a', path });
    await ended();
    const sha256 = createHash('sha256').update(Buffer.alloc(5_000_000, 'x')).digest('hex');
    expect(messages).toEqual([{ t: 'digested', sha256 }]);
  });

  it('says why a file cannot be digested', async () => {
    tell({ t: 'digest', name: 'gone', path: folder.file('gone') });
    await ended();
    expect(of('failed')).toMatchObject([{ error: { code: 'file-missing' } }]);
  });
});
