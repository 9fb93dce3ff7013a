import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { grantFiles } from './granted-files.ts';

test('describes files to the page by the ids of the engine', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'loadstone-granted-'));
  const there = join(folder, 'there.jtl');
  const gone = join(folder, 'gone.jtl');
  await writeFile(there, '12345');
  const engine = { grant: (paths: readonly string[]) => Promise.resolve(paths.map((_, i) => `id-${i}`)) };
  expect(await grantFiles(engine, [there, gone])).toEqual([
    { fileId: 'id-0', name: 'there.jtl', size: 5, path: there },
    { fileId: 'id-1', name: 'gone.jtl', size: 0, path: gone },
  ]);
  await rm(folder, { recursive: true });
});

test('nothing chosen asks the engine nothing', async () => {
  const engine = { grant: () => Promise.reject(new Error('asked')) };
  expect(await grantFiles(engine, [])).toEqual([]);
});
