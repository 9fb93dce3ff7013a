import { chmod, mkdir, open, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { describeFileError, openFileSource, streamSource } from './byte-source.ts';
import { chunksOf, failing, readAll, stalling } from './testing/chunks.ts';
import { useTemporaryFolder } from './testing/temporary-folder.ts';

const folder = useTemporaryFolder();

const BYTES = Buffer.from(Array.from({ length: 10_000 }, (_, i) => (i * 31) & 0xff));

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`Expected an AppError, got ${String(error)}`);
}

describe('a file', () => {
  it.each([1, 7, 4096, 10_000, 1 << 20])('gives all its bytes, %i at a time', async (piece) => {
    const path = folder.file('a.jtl');
    await writeFile(path, BYTES);
    for (const reading of ['beside', 'blocking'] as const) {
      const source = await openFileSource(path, 'a.jtl', reading);
      expect(source).toMatchObject({ name: 'a.jtl', path, sizeBytes: BYTES.length });
      expect(await readAll(source, piece)).toEqual(BYTES);
      expect(await source.read(new Uint8Array(10))).toBe(0);
      await source.close();
    }
  });

  it('may be empty', async () => {
    await writeFile(folder.file('empty'), '');
    const source = await openFileSource(folder.file('empty'), 'empty');
    expect(source.sizeBytes).toBe(0);
    expect(await source.read(new Uint8Array(10))).toBe(0);
    await source.close();
  });

  it('may be reached through a link', async () => {
    await writeFile(folder.file('target'), BYTES);
    await symlink(folder.file('target'), folder.file('link'));
    const source = await openFileSource(folder.file('link'), 'link');
    expect(source.sizeBytes).toBe(BYTES.length);
    expect(await readAll(source)).toEqual(BYTES);
    await source.close();
  });

  it('that is not there is said to be missing', async () => {
    const path = folder.file('gone.jtl');
    expect(await failureOf(openFileSource(path, 'gone.jtl'))).toMatchObject({
      code: 'file-missing',
      place: { file: path },
    });
    expect((await failureOf(openFileSource(folder.file('x/y/z'), 'z'))).code).toBe('file-missing');
  });

  it('that is a folder is said to be one', async () => {
    await mkdir(folder.file('results'));
    const failure = await failureOf(openFileSource(folder.file('results'), 'results'));
    expect(failure.code).toBe('file-unreadable');
    expect(failure.message).toContain('is a folder');
  });

  it.skipIf(process.platform === 'win32')('that never ends is not opened', async () => {
    const failure = await failureOf(openFileSource('/dev/zero', 'zero'));
    expect(failure.code).toBe('file-unreadable');
    expect(failure.message).toContain('not a regular file');
  });

  it('without permission is said to be so', async (context) => {
    if (process.platform === 'win32' || process.getuid?.() === 0)
      return context.skip('root may read everything');
    const path = folder.file('secret');
    await writeFile(path, 'x');
    await chmod(path, 0);
    const failure = await failureOf(openFileSource(path, 'secret'));
    expect(failure.code).toBe('file-unreadable');
    expect(failure.message).toContain('permission');
  });

  it.skipIf(process.platform === 'win32')('that is deleted while it is read is read to its end', async () => {
    const path = folder.file('a.jtl');
    await writeFile(path, BYTES);
    const source = await openFileSource(path, 'a.jtl');
    const first = new Uint8Array(100);
    expect(await source.read(first)).toBe(100);
    await rm(path);
    expect(Buffer.concat([first, await readAll(source)])).toEqual(BYTES);
    await source.close();
  });

  it('that shrinks while it is read ends where it is cut', async () => {
    const path = folder.file('a.jtl');
    await writeFile(path, BYTES);
    const source = await openFileSource(path, 'a.jtl');
    await source.read(new Uint8Array(100));
    await truncate(path, 500);
    expect(await readAll(source)).toHaveLength(400);
    expect(source.sizeBytes).toBe(BYTES.length);
    await source.close();
  });

  it('that grows while it is read is read to its new end', async () => {
    const path = folder.file('a.jtl');
    await writeFile(path, BYTES);
    const source = await openFileSource(path, 'a.jtl');
    await source.read(new Uint8Array(100));
    const handle = await open(path, 'a');
    await handle.write('more');
    await handle.close();
    expect(await readAll(source)).toHaveLength(BYTES.length - 100 + 4);
    await source.close();
  });

  it('that fails while it is read says so in words', async () => {
    await writeFile(folder.file('a.jtl'), BYTES);
    const source = await openFileSource(folder.file('a.jtl'), 'a.jtl');
    await source.close();
    expect(await failureOf(source.read(new Uint8Array(10)))).toMatchObject({ code: 'file-unreadable' });
  });
});

describe('failures of the file system', () => {
  it.each([
    ['ENOENT', 'file-missing', 'is not there any more'],
    ['EACCES', 'file-unreadable', 'no permission'],
    ['EPERM', 'file-unreadable', 'no permission'],
    ['EISDIR', 'file-unreadable', 'is a folder'],
    ['EIO', 'file-unreadable', 'i/o error'],
  ])('%s is told as %s', (code, expected, words) => {
    const cause = Object.assign(new Error('i/o error'), { code });
    const error = describeFileError(cause, 'a.jtl', '/x/a.jtl');
    expect(error).toMatchObject({ code: expected, place: { file: '/x/a.jtl' }, cause });
    expect(error.message).toContain(words);
    expect(error.message).toContain('a.jtl');
    expect(error.hint).toBeDefined();
  });

  it('that are told already stay as they are', () => {
    const own = new AppError('cancelled', 'x');
    expect(describeFileError(own, 'a', '/a')).toBe(own);
  });
});

describe('a stream', () => {
  it.each([
    [1, 1],
    [3, 7],
    [7, 3],
    [10_000, 64],
    [64, 1 << 20],
  ])('in chunks of %i gives all its bytes, %i at a time', async (size, piece) => {
    const source = streamSource('up', null, chunksOf(BYTES, size));
    expect(await readAll(source, piece)).toEqual(BYTES);
    expect(await source.read(new Uint8Array(1))).toBe(0);
    await source.close();
  });

  it('may have empty chunks', async () => {
    const chunks = Readable.from([Buffer.alloc(0), Buffer.from('ab'), Buffer.alloc(0), Buffer.from('c')]);
    expect((await readAll(streamSource('up', 3, chunks))).toString()).toBe('abc');
  });

  it('never writes beyond what it says', async () => {
    const source = streamSource('up', null, chunksOf(Buffer.from('abc')));
    const target = new Uint8Array(8).fill(9);
    expect(await source.read(target)).toBe(3);
    expect([...target]).toEqual([97, 98, 99, 9, 9, 9, 9, 9]);
  });

  it('that breaks off is a failure, not an end', async () => {
    const source = streamSource('up.jtl', 100, failing('abc', new Error('aborted')));
    expect(await source.read(new Uint8Array(10))).toBe(3);
    const failure = await failureOf(source.read(new Uint8Array(10)));
    expect(failure.code).toBe('file-unreadable');
    expect(failure.message).toContain('up.jtl');
    await source.close();
  });

  it('that was withdrawn says why', async () => {
    const source = streamSource('up', null, failing('', new AppError('cancelled', 'Not any more.')));
    expect(await failureOf(readAll(source))).toMatchObject({ code: 'cancelled', message: 'Not any more.' });
  });

  it('is told when nobody reads on', async () => {
    let closed = false;
    async function* chunks() {
      try {
        await Promise.resolve();
        yield BYTES;
        yield BYTES;
      } finally {
        closed = true;
      }
    }
    const source = streamSource('up', null, chunks());
    await source.read(new Uint8Array(10));
    await source.close();
    expect(closed).toBe(true);
  });

  it('can be closed before it was read', async () => {
    await streamSource('up', null, chunksOf(BYTES)).close();
  });

  it('that gives nothing any more can be closed all the same', async () => {
    const source = streamSource('up', null, stalling('abc'));
    await source.read(new Uint8Array(10));
    void source.read(new Uint8Array(10));
    const closed = source.close().then(() => 'closed');
    expect(await Promise.race([closed, sleep(1000, 'still open')])).toBe('closed');
  });
});
