import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isBuildStale } from './build.mjs';
import { sourceContent, sourceTimes } from './source-stamp.mjs';

let root: string;
const write = (path: string, content: string) => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), content);
};
/** What a successful build leaves. */
const pretendBuild = () => {
  mkdirSync(join(root, 'out/main'), { recursive: true });
  write('out/.build-stamp.json', JSON.stringify({ times: sourceTimes(root), content: sourceContent(root) }));
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'loadstone-build-'));
  write('src/core/engine.ts', 'export const a = 1;');
  write('src/core/engine.test.ts', 'test');
  write('package.json', '{}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('stale without a build, fresh after one', () => {
  expect(isBuildStale(root)).toBe(true);
  pretendBuild();
  expect(isBuildStale(root)).toBe(false);
});

test.each<[string, () => void, boolean]>([
  ['a changed source', () => write('src/core/engine.ts', 'export const a = 2;'), true],
  ['a new source', () => write('src/core/other.ts', ''), true],
  ['a removed source', () => rmSync(join(root, 'src/core/engine.ts')), true],
  ['a changed lockfile', () => write('package-lock.json', '{}'), true],
  ['a removed build', () => rmSync(join(root, 'out'), { recursive: true }), true],
  ['a half-written stamp', () => write('out/.build-stamp.json', '{"times"'), true],
  ['a changed test', () => write('src/core/engine.test.ts', 'another test'), false],
  ['a touched source', () => utimesSync(join(root, 'src/core/engine.ts'), 1, 1), false],
])('%s: stale %s', (_name, change, stale) => {
  pretendBuild();
  change();
  expect(isBuildStale(root)).toBe(stale);
});

test('a look at touched sources is remembered', () => {
  pretendBuild();
  utimesSync(join(root, 'src/core/engine.ts'), 1, 1);
  const before = sourceTimes(root);
  isBuildStale(root);
  write('out/ignored.txt', '');
  expect(sourceTimes(root)).toBe(before);
  expect(isBuildStale(root)).toBe(false);
});
