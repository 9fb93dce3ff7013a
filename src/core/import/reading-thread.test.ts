import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { streamSource } from '../io/byte-source.ts';
import { failing, sourceOf, stalling } from '../io/testing/chunks.ts';
import { useTemporaryFolder } from '../io/testing/temporary-folder.ts';
import type { ReadJob, ReadMessage } from './read-source.ts';
import { digestInThread, readInThread } from './reading-thread.ts';

const folder = useTemporaryFolder();
const NEVER = new AbortController().signal;

const JOB: ReadJob = {
  format: 'lines',
  options: { timeZone: 'UTC' },
  firstTextId: 1,
  firstTagSetId: 2,
  firstOutcomeId: 3,
  digest: true,
};

/** A thread that says what a test wants it to; `on` gets each message of the engine's thread. */
async function threadOf(script: string): Promise<URL> {
  const path = folder.file(`thread-${Math.random()}.mjs`);
  const head = `
    import { parentPort as port } from 'node:worker_threads';
    const rows = (first) => ({ t: 'message', message: { kind: 'rows', batch: { table: 'samples', rows: 1,
      columns: { a: { type: 'i32', values: Int32Array.of(first), valid: null } } } } });
    const note = (bytesRead) => ({ t: 'message', message: { kind: 'progress', bytesRead, rows: 0, rejectedRows: 0 } });
    const done = (more = {}) => ({ t: 'done', result: { sizeBytes: 1, ...more } });
  `;
  await writeFile(path, head + script);
  return pathToFileURL(path);
}

const ignore = (): Promise<void> => Promise.resolve();

function firstOf(message: ReadMessage): number {
  if (message.kind === 'rows') return message.batch.columns['a']!.values[0]!;
  return message.kind === 'progress' ? message.bytesRead : NaN;
}

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`Expected an AppError, got ${String(error)}`);
}

describe('reading in a thread', () => {
  it('hands the job over and gives the result back', async () => {
    const url = await threadOf(
      `port.once('message', (message) => { port.postMessage(done({ asked: message })); port.close(); });`,
    );
    const source = { ...sourceOf('abc', { name: 'a.jtl' }), path: '/x/a.jtl' };
    const result = await readInThread(url, source, JOB, ignore, NEVER);
    expect(result).toMatchObject({
      asked: { t: 'read', job: JOB, name: 'a.jtl', path: '/x/a.jtl', sizeBytes: 3 },
    });
  });

  it('takes messages in order, one after the other, and answers for each batch', async () => {
    const url = await threadOf(`
      let stored = 0;
      port.on('message', (message) => {
        if (message.t === 'read') {
          for (let i = 0; i < 10; i++) { port.postMessage(rows(i)); port.postMessage(note(100 + i)); }
        } else if (message.t === 'stored' && ++stored === 10) { port.postMessage(done()); port.close(); }
      });`);
    const taken: number[] = [];
    let inside = 0;
    await readInThread(
      url,
      sourceOf(''),
      JOB,
      async (message) => {
        inside += 1;
        expect(inside).toBe(1);
        await sleep(firstOf(message) % 3);
        taken.push(firstOf(message));
        inside -= 1;
      },
      NEVER,
    );
    expect(taken).toEqual(Array.from({ length: 10 }, (_, i) => [i, 100 + i]).flat());
  });

  it('hands bytes over as they are wanted, also while a batch is being stored', async () => {
    const url = await threadOf(`
      const parts = [];
      port.on('message', (message) => {
        if (message.t === 'read') { port.postMessage(rows(1)); port.postMessage({ t: 'want', bytes: 4 }); }
        if (message.t !== 'bytes') return;
        parts.push(...message.bytes);
        if (message.bytes.length > 0) port.postMessage({ t: 'want', bytes: 4 });
        else { port.postMessage(done({ text: String.fromCharCode(...parts) })); port.close(); }
      });`);
    let stored: () => void = () => undefined;
    const source = sourceOf('hello world', { size: 3 });
    const read = source.read.bind(source);
    source.read = async (target) => {
      const count = await read(target);
      // The batch is stored only when all bytes are gone.
      if (count === 0) stored();
      return count;
    };
    const storing = () =>
      new Promise<void>((resolve) => {
        stored = resolve;
      });
    expect(await readInThread(url, source, JOB, storing, NEVER)).toMatchObject({ text: 'hello world' });
  });

  it('tells the thread that its bytes do not come', async () => {
    const url = await threadOf(`
      port.on('message', (message) => {
        if (message.t === 'read') port.postMessage({ t: 'want', bytes: 4 });
        if (message.t === 'bytes') port.postMessage({ t: 'want', bytes: 4 });
        if (message.t === 'bytes-failed') { port.postMessage({ t: 'failed', error: message.error }); port.close(); }
      });`);
    const source = streamSource('a.jtl', null, failing('ab', new AppError('file-missing', 'Unplugged.')));
    expect(await failureOf(readInThread(url, source, JOB, ignore, NEVER))).toMatchObject({
      code: 'file-missing',
      message: 'Unplugged.',
    });
  });

  it('fails as the thread says', async () => {
    const url = await threadOf(`
      port.postMessage({ t: 'failed', error: { code: 'file-empty', message: 'Nothing.', hint: 'h', place: { line: 3 } } });`);
    expect(await failureOf(readInThread(url, sourceOf(''), JOB, ignore, NEVER))).toMatchObject({
      code: 'file-empty',
      hint: 'h',
      place: { line: 3 },
    });
  });

  it.each([
    ['throws', `port.once('message', () => { throw new TypeError('boom'); });`, /boom/u],
    ['cannot be started', `import 'no-such-module';`, /no-such-module/u],
    ['ends without a word', `port.once('message', () => port.close());`, /ended early/u],
    ['is taken down', `port.once('message', () => process.exit(7));`, /ended early/u],
  ])('fails when the thread %s', async (_what, script, words) => {
    await expect(readInThread(await threadOf(script), sourceOf(''), JOB, ignore, NEVER)).rejects.toThrow(
      words,
    );
  });

  it('fails when what it found cannot be taken, and takes nothing more', async () => {
    const url = await threadOf(
      `port.once('message', () => { for (let i = 0; i < 5; i++) port.postMessage(rows(i)); });`,
    );
    const taken: number[] = [];
    const reading = readInThread(
      url,
      sourceOf(''),
      JOB,
      (message) => {
        taken.push(firstOf(message));
        return taken.length === 2 ? Promise.reject(new AppError('disk-full', 'No room.')) : Promise.resolve();
      },
      NEVER,
    );
    expect((await failureOf(reading)).code).toBe('disk-full');
    await sleep(20);
    expect(taken).toEqual([0, 1]);
  });

  it('is cancelled at once, but not before what is being stored has been', async () => {
    const url = await threadOf(`
      port.once('message', () => { for (let i = 0; i < 5; i++) port.postMessage(rows(i)); setInterval(() => {}, 1000); });`);
    const abort = new AbortController();
    const taken: string[] = [];
    const reading = readInThread(
      url,
      sourceOf('', { name: 'a.jtl' }),
      JOB,
      async (message) => {
        taken.push(`begins ${firstOf(message)}`);
        abort.abort();
        await sleep(40);
        taken.push(`ends ${firstOf(message)}`);
      },
      abort.signal,
    );
    const failure = await failureOf(reading);
    expect(failure).toMatchObject({ code: 'cancelled', message: 'The import of a.jtl was cancelled.' });
    expect(taken).toEqual(['begins 0', 'ends 0']);
  });

  it('is cancelled also while it waits for bytes', async () => {
    const url = await threadOf(`
      port.on('message', () => port.postMessage({ t: 'want', bytes: 4 }));`);
    const abort = new AbortController();
    const reading = failureOf(
      readInThread(url, streamSource('a', null, stalling('')), JOB, ignore, abort.signal),
    );
    await sleep(100);
    const begun = performance.now();
    abort.abort();
    expect((await reading).code).toBe('cancelled');
    expect(performance.now() - begun).toBeLessThan(500);
  });

  it('that was cancelled before starts no thread', async () => {
    const url = await threadOf(`
      import { writeFileSync } from 'node:fs';
      writeFileSync(new URL('./started', import.meta.url), '');`);
    const failure = await failureOf(readInThread(url, sourceOf(''), JOB, ignore, AbortSignal.abort()));
    expect(failure.code).toBe('cancelled');
    expect(existsSync(folder.file('started'))).toBe(false);
  });
});

describe('digesting in a thread', () => {
  it('gives what the thread found', async () => {
    const url = await threadOf(`
      port.once('message', ({ t, name, path }) => { port.postMessage({ t: 'digested', sha256: [t, name, path].join() }); port.close(); });`);
    expect(await digestInThread(url, '/x/a', 'a', NEVER)).toBe('digest,a,/x/a');
  });

  it.each([
    [
      'says so',
      `port.postMessage({ t: 'failed', error: { code: 'file-missing', message: 'Gone.' } });`,
      /Gone/u,
    ],
    ['throws', `port.once('message', () => { throw new Error('boom'); });`, /boom/u],
    ['ends without a word', `port.once('message', () => port.close());`, /not finished/u],
  ])('fails when the thread %s', async (_what, script, words) => {
    await expect(digestInThread(await threadOf(script), '/x/a', 'a', NEVER)).rejects.toThrow(words);
  });

  it('can be cancelled, before and while it runs', async () => {
    const url = await threadOf(`setInterval(() => {}, 1000);`);
    expect((await failureOf(digestInThread(url, '/x/a', 'a', AbortSignal.abort()))).code).toBe('cancelled');
    const abort = new AbortController();
    const digesting = failureOf(digestInThread(url, '/x/a', 'a', abort.signal));
    await sleep(20);
    abort.abort();
    expect((await digesting).code).toBe('cancelled');
  });
});
