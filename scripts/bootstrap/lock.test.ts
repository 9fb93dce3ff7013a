import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tryLock } from './lock.mjs';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loadstone-lock-'));
  path = join(folder, 'deep/a.lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('is held by one at a time', () => {
  const release = tryLock(path);
  expect(release).toBeDefined();
  expect(tryLock(path)).toBeUndefined();
  release?.();
  expect(existsSync(path)).toBe(false);
  expect(tryLock(path)).toBeDefined();
});

test('is free again when its owner is dead', () => {
  tryLock(path);
  writeFileSync(path, '4194999'); // above the highest process number that Linux gives
  expect(tryLock(path)).toBeDefined();
});

test('is free again when it is older than any install takes', () => {
  tryLock(path);
  const anHourAgo = new Date(Date.now() - 3_600_000);
  utimesSync(path, anHourAgo, anHourAgo);
  expect(tryLock(path)).toBeDefined();
});

test('is held for days by a process that lives, where that is asked for', () => {
  tryLock(path);
  const anHourAgo = new Date(Date.now() - 3_600_000);
  utimesSync(path, anHourAgo, anHourAgo);
  expect(tryLock(path, Infinity)).toBeUndefined();
});
