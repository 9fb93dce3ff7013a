import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { saveTarget, workspacesDirectory } from './save-targets.ts';

test.each([
  ['Checkout 4.18', 'Checkout 4.18.loadstone'],
  ['nightly.loadstone', 'nightly.loadstone'],
  ['../up', '-up.loadstone'],
  ['a/b\\c:d', 'a-b-c-d.loadstone'],
  ['...', 'workspace.loadstone'],
  [' spaced ', 'spaced.loadstone'],
  ['x'.repeat(500), `${'x'.repeat(120)}.loadstone`],
])('%j is saved as %j in the folder', (name, expected) => {
  const path = saveTarget('/folder', name);
  expect(path).toBe(join('/folder', expected));
  expect(dirname(path)).toBe('/folder');
});

test('a name that is taken gets a number instead of overwriting', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'loadstone-save-'));
  try {
    await writeFile(join(folder, 'run.loadstone'), '');
    expect(saveTarget(folder, 'run')).toBe(join(folder, 'run 2.loadstone'));
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the folder can be set', () => {
  expect(workspacesDirectory({ LOADSTONE_WORKSPACES_DIR: '/x' })).toBe('/x');
  expect(workspacesDirectory({})).toMatch(/Loadstone$/u);
});
