import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useTemporaryFolder } from '../io/testing/temporary-folder.ts';
import { RecentWorkspaces } from './recent-workspaces.ts';

const folder = useTemporaryFolder();

function entry(path: string, more: Partial<Parameters<RecentWorkspaces['remember']>[0]> = {}) {
  return { path, openedAtUs: 1, contents: '1 run', untitled: false, ...more };
}

async function paths(recent: RecentWorkspaces): Promise<string[]> {
  return (await recent.list()).map(({ path }) => path);
}

describe('recent workspaces', () => {
  it('are none at first', async () => {
    const recent = new RecentWorkspaces(folder.path);
    expect(await recent.list()).toEqual([]);
    expect(await recent.isKnown('/x')).toBe(false);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('are listed with what is known of them', async () => {
    const file = folder.file('night run.loadstone');
    await writeFile(file, 'four');
    const recent = new RecentWorkspaces(folder.path);
    await recent.remember(entry('/gone/old.loadstone', { openedAtUs: 5 }));
    await recent.remember(entry(file, { openedAtUs: 7, contents: '3 runs' }));
    await recent.remember(entry(folder.file('untitled-1.loadstone'), { untitled: true }));
    expect(await recent.list()).toEqual([
      {
        path: folder.file('untitled-1.loadstone'),
        name: 'Untitled',
        untitled: true,
        folder: 'not saved yet',
        openedAtUs: 1,
        sizeBytes: null,
        contents: '1 run',
      },
      {
        path: file,
        name: 'night run',
        untitled: false,
        folder: folder.path,
        openedAtUs: 7,
        sizeBytes: 4,
        contents: '3 runs',
      },
      {
        path: '/gone/old.loadstone',
        name: 'old',
        untitled: false,
        folder: '/gone',
        openedAtUs: 5,
        sizeBytes: null,
        contents: '1 run',
      },
    ]);
  });

  it('have the latest first, and each once', async () => {
    const recent = new RecentWorkspaces(folder.path);
    for (const path of ['/a', '/b', '/c', '/a']) await recent.remember(entry(path));
    expect(await paths(recent)).toEqual(['/a', '/c', '/b']);
  });

  it('are no more than thirty', async () => {
    const recent = new RecentWorkspaces(folder.path);
    for (let i = 0; i < 35; i++) await recent.remember(entry(`/${i}`));
    expect(await paths(recent)).toEqual(Array.from({ length: 30 }, (_, i) => `/${34 - i}`));
  });

  it('keep all that were never saved, under what is in them', async () => {
    const recent = new RecentWorkspaces(folder.path);
    await recent.remember(entry('/unsaved', { untitled: true, title: 'night run' }));
    for (let i = 0; i < 35; i++) await recent.remember(entry(`/${i}`));
    expect((await recent.list()).at(-1)).toMatchObject({
      path: '/unsaved',
      name: 'night run',
      untitled: true,
    });
  });

  it('can be forgotten', async () => {
    const recent = new RecentWorkspaces(folder.path);
    for (const path of ['/a', '/b']) await recent.remember(entry(path));
    await recent.forget('/a');
    await recent.forget('/never/there');
    expect(await paths(recent)).toEqual(['/b']);
    expect(await recent.isKnown('/a')).toBe(false);
    expect(await recent.isKnown('/b')).toBe(true);
  });

  it('know which were never saved', async () => {
    const recent = new RecentWorkspaces(folder.path);
    await recent.remember(entry('/a', { untitled: true }));
    await recent.remember(entry('/b'));
    expect(await recent.isUntitled('/a')).toBe(true);
    expect(await recent.isUntitled('/b')).toBe(false);
    expect(await recent.isUntitled('/c')).toBe(false);
    await recent.remember(entry('/a'));
    expect(await recent.isUntitled('/a')).toBe(false);
  });

  it('are kept for the next time', async () => {
    await new RecentWorkspaces(folder.path).remember(entry('/a'));
    expect(await paths(new RecentWorkspaces(folder.path))).toEqual(['/a']);
  });

  it('lose nothing when several things happen at once', async () => {
    const recent = new RecentWorkspaces(folder.path);
    const names = Array.from({ length: 20 }, (_, i) => `/${i}`);
    await Promise.all(names.map((path) => recent.remember(entry(path))));
    expect((await paths(recent)).sort()).toEqual([...names].sort());
    await Promise.all(names.slice(0, 10).map((path) => recent.forget(path)));
    expect((await paths(recent)).sort()).toEqual(names.slice(10).sort());
    expect(await readdir(folder.path)).toEqual(['recent-workspaces.json']);
  });

  it.each([
    ['is damaged', '{"version":1,"workspaces":[{"pa'],
    ['is empty', ''],
    ['is of another version', '{"version":2,"workspaces":[]}'],
    ['holds something else', '[1,2,3]'],
    ['holds entries of another shape', '{"version":1,"workspaces":[{"path":7}]}'],
  ])('start anew when their list %s', async (_what, text) => {
    await writeFile(folder.file('recent-workspaces.json'), text);
    const recent = new RecentWorkspaces(folder.path);
    expect(await recent.list()).toEqual([]);
    await recent.remember(entry('/a'));
    expect(await paths(recent)).toEqual(['/a']);
  });

  it('go on after their list could not be written', async () => {
    const config = folder.file('config');
    await writeFile(config, 'no folder');
    const recent = new RecentWorkspaces(config);
    await expect(recent.remember(entry('/a'))).rejects.toThrow();
    await rm(config);
    await mkdir(config);
    await recent.remember(entry('/b'));
    expect(JSON.parse(await readFile(join(config, 'recent-workspaces.json'), 'utf8'))).toMatchObject({
      version: 1,
      workspaces: [{ path: '/b' }],
    });
  });
});
