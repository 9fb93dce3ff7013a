import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { testSettings } from '../db/testing/test-database.ts';
import { lineFile } from '../import/testing/line-importer.ts';
import { FileRegistry } from '../io/file-registry.ts';
import { chunksOf, failing } from '../io/testing/chunks.ts';
import { useTemporaryFolder } from '../io/testing/temporary-folder.ts';
import { listRuns } from './catalog.ts';
import { WorkspaceSession, type SessionOptions } from './session.ts';
import { importInto } from './testing/imports.ts';

const folder = useTemporaryFolder();
let clock = 0;

async function start(
  path: string | null = null,
  options: Partial<SessionOptions> = {},
): Promise<WorkspaceSession> {
  const session = await WorkspaceSession.start(path, {
    configDirectory: folder.file('config'),
    database: testSettings(folder.path),
    nowUs: () => ++clock,
    remember: true,
    ...options,
  });
  onTestFinished(() => session.close().catch(() => undefined));
  return session;
}

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`Expected an AppError, got ${String(error)}`);
}

function unsaved(): Promise<string[]> {
  return readdir(join(folder.path, 'config', 'unsaved'));
}

async function unsavedWorkspaces(): Promise<string[]> {
  return (await unsaved()).filter((name) => name.endsWith('.loadstone'));
}

/** A saved workspace with one run of `rows` samples. */
async function saved(name: string, rows: number): Promise<string> {
  const path = folder.file(`${name}.loadstone`);
  const session = await start(path);
  await importInto(session.workspace, lineFile(rows), { name: `${name}.lines` });
  await session.rememberCurrent();
  await session.close();
  return path;
}

function byPath(path: string) {
  return new FileRegistry().registerPath(path);
}

async function runsOf(session: WorkspaceSession): Promise<[string, number][]> {
  return (await listRuns(session.workspace.database)).map(({ name, samples }) => [name, samples]);
}

describe('a session', () => {
  it('begins with an empty workspace that nobody has saved', async () => {
    const session = await start();
    expect(await session.workspace.info()).toMatchObject({
      name: 'Untitled',
      path: null,
      runCount: 0,
      revision: 1,
    });
    expect(await unsavedWorkspaces()).toHaveLength(1);
    expect(await session.listRecent()).toEqual([]);
  });

  it('begins with the workspace it is given, and makes it when it is not there', async () => {
    const path = folder.file('new.loadstone');
    const session = await start(path);
    expect(await session.workspace.info()).toMatchObject({ name: 'new', path });
    await session.close();
    expect(existsSync(path)).toBe(true);
    expect(await unsaved()).toEqual([]);
  });

  it('knows its workspace by its full path', async () => {
    const path = await saved('a', 10);
    const before = process.cwd();
    process.chdir(folder.path);
    try {
      const session = await start('a.loadstone');
      expect((await session.workspace.info()).path).toBe(path);
    } finally {
      process.chdir(before);
    }
  });

  it('says what is wrong with the workspace it is given', async () => {
    await writeFile(folder.file('bad.loadstone'), 'hello');
    expect((await failureOf(start(folder.file('bad.loadstone')))).code).toBe('workspace-damaged');
  });
});

describe('a workspace that nobody saved', () => {
  it('goes away with the session when it is empty', async () => {
    const session = await start();
    await session.close();
    expect(await unsaved()).toEqual([]);
    expect(await (await start()).listRecent()).toEqual([]);
  });

  it('is kept with what is in it, and found again', async () => {
    const session = await start();
    await importInto(session.workspace, lineFile(10));
    await session.rememberCurrent();
    const { path } = session.workspace;
    await session.close();
    const next = await start();
    expect(await next.listRecent()).toMatchObject([
      { path, name: 'night', untitled: true, folder: 'not saved yet', contents: '1 run' },
    ]);
    expect(await next.openRecent(path)).toMatchObject({ name: 'Untitled', path: null, runCount: 1 });
    expect(next.workspace.isTemporary).toBe(true);
    expect(await next.listRecent()).toEqual([]);
  });

  it('is not kept by a session that remembers nothing', async () => {
    const session = await start(null, { remember: false });
    await importInto(session.workspace, lineFile(10));
    await session.rememberCurrent();
    await session.close();
    expect(await unsaved()).toEqual([]);
    expect(await (await start()).listRecent()).toEqual([]);
  });

  it('is deleted when it is forgotten', async () => {
    const session = await start();
    await importInto(session.workspace, lineFile(10));
    await session.rememberCurrent();
    const { path } = session.workspace;
    await session.create();
    expect(await session.forget(path)).toEqual([]);
    expect(existsSync(path)).toBe(false);
  });

  it('stays while it is open, even when it is forgotten', async () => {
    const session = await start();
    await importInto(session.workspace, lineFile(10));
    await session.rememberCurrent();
    await session.forget(session.workspace.path);
    expect(await runsOf(session)).toEqual([['night', 10]]);
    expect(existsSync(session.workspace.path)).toBe(true);
  });

  it('leaves the list when it is saved', async () => {
    const session = await start();
    await importInto(session.workspace, lineFile(10));
    await session.rememberCurrent();
    const { path } = session.workspace;
    expect(await session.saveAs(folder.file('mine.loadstone'))).toMatchObject({ name: 'mine', runCount: 1 });
    expect(existsSync(path)).toBe(false);
    await session.create();
    expect((await session.listRecent()).map(({ name }) => name)).toEqual(['mine']);
    expect(await unsavedWorkspaces()).toHaveLength(1);
  });
});

describe('changing the workspace', () => {
  it('closes the one before', async () => {
    const [a, b] = [await saved('a', 10), await saved('b', 20)];
    const session = await start(a);
    expect(await session.open(byPath(b))).toMatchObject({ path: b, runCount: 1, revision: 2 });
    expect(await runsOf(session)).toEqual([['b', 20]]);
    // Nobody holds the first one any more.
    await rm(a);
    await copyFile(b, a);
    expect(await session.open(byPath(a))).toMatchObject({ path: a, revision: 3 });
    expect(await runsOf(session)).toEqual([['b', 20]]);
  });

  it('to itself changes nothing, by whatever path', async () => {
    const a = await saved('a', 10);
    await symlink(a, folder.file('link.loadstone'));
    await symlink(folder.path, folder.file('folder'));
    const session = await start(a);
    const { workspace } = session;
    for (const path of [a, folder.file('link.loadstone'), join(folder.path, 'folder', 'a.loadstone')]) {
      expect(await session.open(byPath(path))).toMatchObject({ path: a, revision: 1 });
      expect(session.workspace).toBe(workspace);
    }
  });

  it('goes on with the one before when the next cannot be opened', async () => {
    const a = await saved('a', 10);
    await writeFile(folder.file('bad.loadstone'), 'hello');
    const session = await start(a);
    for (const [path, code] of [
      [folder.file('bad.loadstone'), 'workspace-damaged'],
      [folder.file('gone.loadstone'), 'file-missing'],
      [folder.path, 'workspace-damaged'],
    ] as const) {
      expect((await failureOf(session.open(byPath(path)))).code).toBe(code);
      expect(await runsOf(session)).toEqual([['a', 10]]);
    }
    expect(existsSync(folder.file('gone.loadstone'))).toBe(false);
    expect((await session.workspace.info()).revision).toBe(1);
  });

  it('to a new one leaves nothing of an empty one', async () => {
    const session = await start();
    await session.create();
    await session.create();
    expect(await unsavedWorkspaces()).toHaveLength(1);
    await importInto(session.workspace, lineFile(10));
    await session.rememberCurrent();
    await session.create();
    expect(await unsavedWorkspaces()).toHaveLength(2);
  });

  it('works also when the one before is broken', async () => {
    const session = await start();
    await importInto(session.workspace, lineFile(10));
    await session.workspace.database
      .relocate(() => Promise.resolve(folder.file('config')))
      .catch(() => undefined);
    expect(await session.create()).toMatchObject({ runCount: 0 });
    // It holds something, for all that is known.
    expect(await unsavedWorkspaces()).toHaveLength(2);
  });
});

describe('a workspace whose bytes are handed over', () => {
  function upload(chunks: AsyncIterable<Uint8Array>) {
    const files = new FileRegistry();
    files.onWanted((fileId) => files.supply(fileId, chunks));
    return files.registerUpload('a.loadstone', 1);
  }

  it('is kept with those that nobody saved', async () => {
    const bytes = await readFile(await saved('a', 10));
    const session = await start();
    expect(await session.open(upload(chunksOf(bytes, 70_000)))).toMatchObject({
      name: 'Untitled',
      runCount: 1,
    });
    expect(await runsOf(session)).toEqual([['a', 10]]);
    expect(session.workspace.path.startsWith(folder.file('config'))).toBe(true);
  });

  it.each([
    ['is none', () => chunksOf(Buffer.from('hello')), 'workspace-damaged'],
    ['breaks off', () => failing(Buffer.alloc(100_000), new Error('cut')), 'file-unreadable'],
  ])('leaves nothing behind when it %s', async (_what, chunks, code) => {
    const session = await start();
    const before = await unsaved();
    expect((await failureOf(session.open(upload(chunks())))).code).toBe(code);
    expect(await unsaved()).toEqual(before);
    expect((await session.workspace.info()).runCount).toBe(0);
  });
});

describe('the list of recent workspaces', () => {
  it('has what was open before, but not what is open', async () => {
    const [a, b] = [await saved('a', 10), await saved('b', 20)];
    const session = await start(a);
    expect(await session.listRecent()).toMatchObject([{ path: b, name: 'b', contents: '1 run' }]);
    await session.openRecent(b);
    expect((await session.listRecent()).map(({ path }) => path)).toEqual([a]);
  });

  it('tells what is in them', async () => {
    const session = await start(folder.file('a.loadstone'));
    await session.open(byPath(await saved('b', 5)));
    expect((await session.listRecent())[0]).toMatchObject({ contents: 'empty' });
    await importInto(session.workspace, lineFile(7, 3), { name: 'more.lines' });
    await session.rememberCurrent();
    await session.create();
    expect((await session.listRecent())[0]).toMatchObject({ name: 'b', contents: '2 runs' });
  });

  it('is the only way to open a path by its name', async () => {
    const a = await saved('a', 10);
    const session = await start();
    await session.forget(a);
    expect((await failureOf(session.openRecent(a))).code).toBe('not-found');
    expect((await failureOf(session.openRecent('/etc/passwd'))).code).toBe('not-found');
  });

  it('shows what is gone, and says so when it is opened', async () => {
    const a = await saved('a', 10);
    await rm(a);
    const session = await start();
    expect(await session.listRecent()).toMatchObject([{ path: a, sizeBytes: null }]);
    expect(await failureOf(session.openRecent(a))).toMatchObject({
      code: 'file-missing',
      place: { file: a },
    });
    expect(existsSync(a)).toBe(false);
    expect(await session.forget(a)).toEqual([]);
  });

  it('forgets a saved one without deleting it', async () => {
    const a = await saved('a', 10);
    const session = await start();
    expect(await session.forget(a)).toEqual([]);
    expect(existsSync(a)).toBe(true);
  });

  it('does not stop anything when it cannot be written', async () => {
    const a = await saved('a', 10);
    const session = await start();
    await rm(folder.file('config/recent-workspaces.json'));
    await mkdir(folder.file('config/recent-workspaces.json'));
    await chmod(folder.file('config/recent-workspaces.json'), 0o500);
    expect(await session.open(byPath(a))).toMatchObject({ path: a });
    expect(await session.saveAs(folder.file('b.loadstone'))).toMatchObject({ name: 'b' });
    expect(await session.create()).toMatchObject({ runCount: 0 });
  });
});

describe('saving', () => {
  it('gives the file its ending', async () => {
    const session = await start();
    expect((await session.saveAs(folder.file('a'))).path).toBe(folder.file('a.loadstone'));
    expect((await session.saveAs(folder.file('b.loadstone'))).path).toBe(folder.file('b.loadstone'));
    expect(existsSync(folder.file('a.loadstone'))).toBe(true);
  });

  it('lists both, the one before and the new one', async () => {
    const session = await start(await saved('a', 10));
    await session.saveAs(folder.file('b'));
    await session.create();
    expect((await session.listRecent()).map(({ name }) => name)).toEqual(['b', 'a']);
  });

  it('that fails changes nothing', async () => {
    const session = await start();
    await importInto(session.workspace, lineFile(10));
    await writeFile(folder.file('file'), '');
    await failureOf(session.saveAs(folder.file('file/x')));
    expect(await session.workspace.info()).toMatchObject({ path: null, runCount: 1 });
    expect(await session.listRecent()).toEqual([]);
  });
});
