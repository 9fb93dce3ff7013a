import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openFileSource } from '../../io/byte-source.ts';
import { useTemporaryFolder } from '../../io/testing/temporary-folder.ts';
import { functionTotals } from '../function-totals.ts';
import { functionTable } from '../functions.ts';
import type { NewProfile } from '../model/profile.ts';
import { profileTotals } from '../totals.ts';
import { readDigestedProfiles } from './digested-profiles.ts';
import { receivedProfiles, sentProfiles, type FromProfileThread } from './profile-protocol.ts';
import { profileWorkerUrl, readProfilesInThread } from './read-in-thread.ts';

/** The thread's entry runs here, at the other end of a channel instead of in a thread: only its port is replaced. */
const thread = vi.hoisted(() => ({ port: null as MessagePort | null }));
vi.mock('node:worker_threads', async (original) => ({
  ...(await original<typeof import('node:worker_threads')>()),
  get parentPort() {
    return thread.port;
  },
}));

const FIXTURE = join(import.meta.dirname, '../../../../fixtures/profiles/orders-base.cpuprofile.gz');
const folder = useTemporaryFolder();
const NEVER = new AbortController().signal;

function figures(profile: NewProfile): unknown {
  const functions = functionTable(profile.frames);
  const { self, total } = functionTotals(profile.stacks, functions, profileTotals(profile));
  return [...functions.frame].map((frame, own) => [
    profile.frames.texts.at(profile.frames.name[frame]!),
    self[own],
    total[own],
  ]);
}

async function readHere() {
  const source = await openFileSource(FIXTURE, 'orders');
  try {
    return await readDigestedProfiles(source, 'v8-cpuprofile', () => undefined, NEVER);
  } finally {
    await source.close();
  }
}

describe('profiles that cross a thread', () => {
  it('are the same on the other side', async () => {
    const read = await readHere();
    const before = figures(read.profiles[0]!);
    const { sent, buffers } = sentProfiles(read);
    const received = receivedProfiles(structuredClone(sent, { transfer: buffers }));
    expect(figures(received.profiles[0]!)).toEqual(before);
    expect(received.sha256).toBe(createHash('sha256').update(readFileSync(FIXTURE)).digest('hex'));
    expect(received).toMatchObject({ compression: 'gzip', format: { id: 'v8-cpuprofile' } });
    // Handed over, not copied.
    expect(read.profiles[0]!.samples.stack.length).toBe(0);
  });
});

describe('the entry of a thread', () => {
  let port: MessagePort;
  beforeEach(async () => {
    const channel = new MessageChannel();
    thread.port = channel.port1;
    port = channel.port2;
    vi.resetModules();
    await import('./profile-worker.ts');
  });
  afterEach(() => port.close());

  async function answered(path: string): Promise<FromProfileThread> {
    return new Promise((resolve) => {
      port.on('message', (message: FromProfileThread) => {
        if (message.t !== 'progress') resolve(message);
      });
      port.postMessage({ name: 'a', path, format: 'v8-cpuprofile' });
    });
  }

  it('reads the profiles of a file', async () => {
    const done = await answered(FIXTURE);
    if (done.t !== 'done') throw new Error(`Expected it to be done, not ${done.t}`);
    expect(figures(receivedProfiles(done.read).profiles[0]!)).toEqual(
      figures((await readHere()).profiles[0]!),
    );
  });

  it('tells what is wrong with a file', async () => {
    await writeFile(folder.file('a'), '{"nodes":[');
    expect(await answered(folder.file('a'))).toMatchObject({ t: 'failed', error: { code: 'file-damaged' } });
  });
});

describe('the engine beside a thread', () => {
  /** A thread that says what a test wants it to. */
  async function entryOf(script: string): Promise<URL> {
    const path = folder.file('thread.mjs');
    await writeFile(path, `import { parentPort as port } from 'node:worker_threads';\n${script}`);
    return pathToFileURL(path);
  }
  const JOB = { name: 'a', path: '/a', format: 'f' };

  it('hears of progress, and of what went wrong', async () => {
    const entry = await entryOf(`port.once('message', () => {
      port.postMessage({ t: 'progress', bytesRead: 7 });
      port.postMessage({ t: 'failed', error: { code: 'file-damaged', message: 'no' } });
    });`);
    const heard: number[] = [];
    const reading = readProfilesInThread(entry, JOB, (bytes) => heard.push(bytes), NEVER);
    await expect(reading).rejects.toMatchObject({ code: 'file-damaged' });
    expect(heard).toEqual([7]);
  });

  it('says when the thread ends early, and ends it when it is cancelled', async () => {
    const ending = await entryOf(`port.once('message', () => process.exit(1));`);
    await expect(readProfilesInThread(ending, JOB, () => undefined, NEVER)).rejects.toMatchObject({
      code: 'internal',
    });
    const silent = await entryOf(`port.on('message', () => undefined);`);
    const abort = new AbortController();
    const reading = readProfilesInThread(silent, JOB, () => undefined, abort.signal);
    abort.abort();
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('finds the entry beside that of the reading threads', () => {
    for (const ending of ['js', 'mjs'])
      expect(profileWorkerUrl(new URL(`file:///import-worker/import-worker.${ending}`)).href).toBe(
        `file:///import-worker/profile-worker.${ending}`,
      );
  });
});
