import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expandFolders, MAX_FILES } from './expand-folders.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'loadstone-folders-'));
  await mkdir(join(root, 'night/injector 2/.git'), { recursive: true });
  await mkdir(join(root, 'empty'));
  for (const name of [
    'night/10.jtl',
    'night/2.jtl',
    'night/.hidden',
    'night/injector 2/a.jtl',
    'night/injector 2/.git/x',
  ]) {
    await writeFile(join(root, name), '');
  }
});
afterAll(() => rm(root, { recursive: true, force: true }));

test('walks folders in the order a person reads them, without hidden files', async () => {
  const { files, truncated } = await expandFolders([join(root, 'night')]);
  expect(files).toEqual(
    ['2.jtl', '10.jtl', join('injector 2', 'a.jtl')].map((name) => join(root, 'night', name)),
  );
  expect(truncated).toBe(false);
});

test('keeps files, also those that are not there: the import says so by name', async () => {
  const paths = [join(root, 'gone.jtl'), join(root, 'night/2.jtl')];
  expect((await expandFolders(paths)).files).toEqual(paths);
});

test('an empty folder gives nothing', async () => {
  expect((await expandFolders([join(root, 'empty')])).files).toEqual([]);
});

test('stops at what one import takes', async () => {
  const { files, truncated } = await expandFolders(
    Array.from({ length: MAX_FILES + 1 }, (_, i) => `/x/${i}`),
  );
  expect([files.length, truncated]).toEqual([MAX_FILES, true]);
});
