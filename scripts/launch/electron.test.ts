import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { electronVersion, findElectron } from './electron.mjs';

let root: string;
const write = (path: string, content: string) => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), content);
};
const find = (env: NodeJS.ProcessEnv = {}) => findElectron({ root, env });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'loadstone-electron-'));
  write('node_modules/electron/package.json', '{"version":"45.4.1"}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** What the package's own installer leaves. */
const install = (version: string) => {
  write('node_modules/electron/path.txt', 'electron');
  write('node_modules/electron/dist/version', `v${version}`);
  write('node_modules/electron/dist/electron', '');
};

test('nothing after `npm ci`, the binary after its download', () => {
  expect(electronVersion(root)).toBe('45.4.1');
  expect(find()).toBeUndefined();
  install('45.4.1');
  expect(find()).toBe(join(root, 'node_modules/electron/dist/electron'));
});

test('the binary of another version is none', () => {
  install('44.0.0');
  expect(find()).toBeUndefined();
});

test('a binary whose unpacking was cut short is none', () => {
  install('45.4.1');
  rmSync(join(root, 'node_modules/electron/path.txt'));
  expect(find()).toBeUndefined();
});

test('ELECTRON_OVERRIDE_DIST_PATH wins, if there is a binary', () => {
  install('45.4.1');
  expect(find({ ELECTRON_OVERRIDE_DIST_PATH: join(root, 'mine') })).toBeUndefined();
  write('mine/electron', '');
  expect(find({ ELECTRON_OVERRIDE_DIST_PATH: join(root, 'mine') })).toBe(join(root, 'mine/electron'));
  expect(find({ ELECTRON_OVERRIDE_DIST_PATH: '' })).toBe(join(root, 'node_modules/electron/dist/electron'));
});
