import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readEngineSettings } from './engine-settings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loadstone-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (text: string): void => writeFileSync(join(folder, 'settings.json'), text);

test('without a file the computer decides', () => {
  expect(readEngineSettings(folder)).toEqual({ settings: {}, problem: null });
});

test('takes memory and threads', () => {
  write('{"memoryLimitBytes": 2000000000, "threads": 4}');
  expect(readEngineSettings(folder)).toEqual({
    settings: { memoryLimitBytes: 2e9, threads: 4 },
    problem: null,
  });
});

test.each([
  ['{"threads": 0}', /settings\.json: threads: /],
  ['{"memoryLimitBytes": "2GB"}', /settings\.json: memoryLimitBytes: /],
  ['{"memoryLimitBytes": 1}', /memoryLimitBytes/],
  ['[]', /settings\.json/],
  ['{', /settings\.json: .*JSON/],
])('%s is not used, and the reason names the place', (text, reason) => {
  write(text);
  const { settings, problem } = readEngineSettings(folder);
  expect(settings).toEqual({});
  expect(problem).toMatch(reason);
});
