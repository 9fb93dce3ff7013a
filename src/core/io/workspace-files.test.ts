import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { mountSmallDisk, NO_SMALL_DISK } from './testing/small-disk.ts';
import { useTemporaryFolder } from './testing/temporary-folder.ts';
import {
  canonicalPath,
  copyWorkspace,
  ensureFolder,
  fileSize,
  moveWorkspace,
  readTextFile,
  removeFolder,
  removeWorkspace,
  workspaceName,
  writeTextFile,
} from './workspace-files.ts';

const folder = useTemporaryFolder();

async function files(): Promise<Record<string, string>> {
  const names = (await readdir(folder.path)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(folder.file(name), 'utf8')] as const)),
  );
}

async function make(content: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(content)) await writeFile(folder.file(name), text);
}

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`Expected an AppError, got ${String(error)}`);
}

describe('copying a workspace', () => {
  it('puts a copy beside it', async () => {
    await make({ a: 'new' });
    await copyWorkspace(folder.file('a'), folder.file('b'));
    expect(await files()).toEqual({ a: 'new', b: 'new' });
  });

  it('replaces what is there, with its logs', async () => {
    await make({ a: 'new', b: 'old', 'b.wal': 'old', 'b.wal.checkpoint': 'old', 'b.wal.recovery': 'old' });
    await copyWorkspace(folder.file('a'), folder.file('b'));
    expect(await files()).toEqual({ a: 'new', b: 'new' });
  });

  it('takes along what stands only in its log', async () => {
    await make({ a: 'new', 'a.wal': 'log', b: 'old', 'b.wal': 'old' });
    await copyWorkspace(folder.file('a'), folder.file('b'));
    expect(await files()).toEqual({ a: 'new', 'a.wal': 'log', b: 'new', 'b.wal': 'log' });
  });

  it('makes the folder that it goes to', async () => {
    await make({ a: 'new' });
    await copyWorkspace(folder.file('a'), join(folder.path, 'x', 'y', 'b'));
    expect(await readFile(join(folder.path, 'x', 'y', 'b'), 'utf8')).toBe('new');
  });

  it('leaves everything as it was when it fails', async () => {
    await make({ a: 'new', b: 'old', 'b.wal': 'old', file: 'no folder' });
    expect((await failureOf(copyWorkspace(folder.file('gone'), folder.file('b')))).message).toContain('b');
    expect((await failureOf(copyWorkspace(folder.file('a'), join(folder.path, 'file', 'b')))).code).toBe(
      'read-only',
    );
    expect(await files()).toEqual({ a: 'new', b: 'old', 'b.wal': 'old', file: 'no folder' });
  });

  it('takes names as long as a database can have', async () => {
    await make({ a: 'new' });
    const name = `${'x'.repeat(225)}.loadstone`;
    await copyWorkspace(folder.file('a'), folder.file(name));
    expect(await readFile(folder.file(name), 'utf8')).toBe('new');
  });
});

describe('moving a workspace', () => {
  it('puts it elsewhere, with its log, in the place of another', async () => {
    await make({ a: 'new', 'a.wal': 'log', b: 'old', 'b.wal': 'old', 'b.wal.recovery': 'old' });
    await moveWorkspace(folder.file('a'), folder.file('b'));
    expect(await files()).toEqual({ b: 'new', 'b.wal': 'log' });
  });

  it('leaves no log of the other', async () => {
    await make({ a: 'new', b: 'old', 'b.wal': 'old' });
    await moveWorkspace(folder.file('a'), folder.file('b'));
    expect(await files()).toEqual({ b: 'new' });
  });

  it('makes the folder that it goes to', async () => {
    await make({ a: 'new' });
    await moveWorkspace(folder.file('a'), join(folder.path, 'x', 'b'));
    expect(await readFile(join(folder.path, 'x', 'b'), 'utf8')).toBe('new');
    expect(await fileSize(folder.file('a'))).toBeNull();
  });

  it('leaves everything as it was when it fails', async () => {
    await make({ a: 'new', 'a.wal': 'log', file: 'no folder' });
    await failureOf(moveWorkspace(folder.file('a'), join(folder.path, 'file', 'b')));
    await mkdir(folder.file('b'));
    await failureOf(moveWorkspace(folder.file('a'), folder.file('b')));
    expect((await readdir(folder.path)).sort()).toEqual(['a', 'a.wal', 'b', 'file']);
    expect(await readdir(folder.file('b'))).toEqual([]);
  });

  it('goes to another disk, or stays where it is when that is full', async (context) => {
    const disk = await mountSmallDisk(folder.file('disk'), 1);
    if (disk === null) return context.skip(NO_SMALL_DISK);
    try {
      await make({ a: 'new', 'a.wal': 'log', large: 'x'.repeat(2 << 20) });
      await moveWorkspace(folder.file('a'), join(disk.path, 'a'));
      expect(await readFile(join(disk.path, 'a'), 'utf8')).toBe('new');
      expect(await readFile(join(disk.path, 'a.wal'), 'utf8')).toBe('log');
      expect(await fileSize(folder.file('a'))).toBeNull();
      expect(await fileSize(folder.file('a.wal'))).toBeNull();
      await writeFile(join(disk.path, 'large'), 'old');
      const failure = await failureOf(moveWorkspace(folder.file('large'), join(disk.path, 'large')));
      expect(failure.code).toBe('disk-full');
      expect(await readFile(join(disk.path, 'large'), 'utf8')).toBe('old');
      expect(await fileSize(folder.file('large'))).toBe(2 << 20);
      expect((await readdir(disk.path)).sort()).toEqual(['a', 'a.wal', 'large']);
      await disk.makeReadOnly();
      expect((await failureOf(moveWorkspace(folder.file('large'), join(disk.path, 'b')))).code).toBe(
        'read-only',
      );
      expect((await failureOf(ensureFolder(join(disk.path, 'new')))).code).toBe('read-only');
      expect(await fileSize(folder.file('large'))).toBe(2 << 20);
    } finally {
      await disk.remove();
    }
  });
});

describe('removing', () => {
  it('takes a workspace away with its logs, and nothing else', async () => {
    await make({
      a: '',
      'a.wal': '',
      'a.wal.checkpoint': '',
      'a.wal.recovery': '',
      ab: 'kept',
      'a.walrus': 'kept',
    });
    await removeWorkspace(folder.file('a'));
    await removeWorkspace(folder.file('a'));
    expect(await files()).toEqual({ ab: 'kept', 'a.walrus': 'kept' });
  });

  it('takes a folder away with all that is in it', async () => {
    await mkdir(join(folder.path, 'x', 'y'), { recursive: true });
    await removeFolder(folder.file('x'));
    await removeFolder(folder.file('x'));
    expect(await readdir(folder.path)).toEqual([]);
  });
});

describe('text files', () => {
  it('are written whole, also into a folder that is not there', async () => {
    const path = join(folder.path, 'x', 'list.json');
    expect(await readTextFile(path)).toBeNull();
    await writeTextFile(path, 'ä');
    await writeTextFile(path, 'b');
    expect(await readTextFile(path)).toBe('b');
    expect(await readdir(folder.file('x'))).toEqual(['list.json']);
  });

  it('can be written by several at once', async () => {
    const texts = Array.from({ length: 20 }, (_, i) => `text ${i} ${'x'.repeat(i * 1000)}`);
    await Promise.all(texts.map((text) => writeTextFile(folder.file('list'), text)));
    expect(texts).toContain(await readTextFile(folder.file('list')));
    expect(await readdir(folder.path)).toEqual(['list']);
  });

  it('stay as they were when writing fails', async () => {
    await mkdir(folder.file('folder'));
    await failureOf(writeTextFile(folder.file('folder'), 'x'));
    expect(await readdir(folder.path)).toEqual(['folder']);
    expect(await readTextFile(folder.file('folder'))).toBeNull();
  });
});

describe('names and paths', () => {
  it.each([
    ['/x/night run.loadstone', 'night run'],
    ['/x/a.b.loadstone', 'a.b'],
    ['/x/plain', 'plain'],
    ['/x/.loadstone', '.loadstone'],
  ])('%s is the workspace "%s"', (path, name) => {
    expect(workspaceName(path)).toBe(name);
  });

  it('of one file are one, through links', async () => {
    await make({ a: '' });
    await symlink(folder.file('a'), folder.file('b'));
    expect(await canonicalPath(folder.file('b'))).toBe(await canonicalPath(folder.file('a')));
    expect(await canonicalPath(join(folder.path, 'x', '..', 'gone'))).toBe(folder.file('gone'));
  });
});
