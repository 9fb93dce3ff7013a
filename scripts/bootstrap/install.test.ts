import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { firstWords, installedMatchesLock, isInstallStale } from './install.mjs';

const wanted = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/zod': { version: '4.6.7' },
    'node_modules/only-mac': { version: '1.0.0', optional: true },
  },
};

describe('installedMatchesLock', () => {
  test.each<[string, Record<string, { version: string }>, boolean]>([
    [
      'all there',
      { 'node_modules/zod': { version: '4.6.7' }, 'node_modules/only-mac': { version: '1.0.0' } },
      true,
    ],
    ['without the package of another platform', { 'node_modules/zod': { version: '4.6.7' } }, true],
    ['another version', { 'node_modules/zod': { version: '4.6.6' } }, false],
    ['missing', {}, false],
    [
      'left over',
      { 'node_modules/zod': { version: '4.6.7' }, 'node_modules/old': { version: '1.0.0' } },
      false,
    ],
  ])('%s', (_name, packages, matches) => {
    expect(installedMatchesLock(wanted, { packages })).toBe(matches);
  });
});

describe('isInstallStale', () => {
  let root: string;
  const write = (path: string, content: object) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), JSON.stringify(content));
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'loadstone-install-'));
    write('package-lock.json', wanted);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test('on a fresh clone', () => {
    expect(isInstallStale(root)).toBe(true);
  });

  test('not after somebody ran `npm ci`, and again when the lockfile changes', () => {
    write('node_modules/.package-lock.json', { packages: { 'node_modules/zod': { version: '4.6.7' } } });
    expect(isInstallStale(root)).toBe(false);
    // The stamp of the first look answers the second one without npm's notes.
    rmSync(join(root, 'node_modules/.package-lock.json'));
    expect(isInstallStale(root)).toBe(false);
    write('package-lock.json', { packages: { 'node_modules/zod': { version: '4.7.0' } } });
    expect(isInstallStale(root)).toBe(true);
  });
});

test('firstWords leaves out the manual that npm prints after an error', () => {
  const manual = Array.from({ length: 90 }, (_, n) => `npm error option ${n}`);
  const stderr = [
    'npm error code EUSAGE',
    'npm error',
    'npm error Missing: a@1',
    'npm error',
    ...manual,
  ].join('\n');
  expect(firstWords(stderr).split('\n').slice(0, 2)).toEqual([
    'npm error code EUSAGE',
    'npm error Missing: a@1',
  ]);
  expect(firstWords(stderr).split('\n')).toHaveLength(12);
});
