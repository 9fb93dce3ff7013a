import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PageFiles } from './page-files.ts';

let folder: string;
let files: PageFiles;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadstone-page-'));
  await mkdir(join(folder, 'renderer/assets'), { recursive: true });
  await writeFile(join(folder, 'renderer/index.html'), '<!doctype html>');
  await writeFile(join(folder, 'renderer/assets/app.js'), 'export {};');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  files = await PageFiles.of(join(folder, 'renderer'), 'loadstone://app/');
  await writeFile(join(folder, 'renderer/later.js'), 'not listed');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const get = (url: string) => files.respond({ url, method: 'GET' });

test('serves the page and its files with their types and the policy', async () => {
  const page = await get('loadstone://app/');
  expect(page.status).toBe(200);
  expect(await page.text()).toBe('<!doctype html>');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toContain(`default-src 'none'`);
  const script = await get('loadstone://app/assets/app.js?v=1');
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(script.headers.get('x-content-type-options')).toBe('nosniff');
});

test.each([
  'loadstone://app/../secret.txt',
  'loadstone://app/..%2fsecret.txt',
  'loadstone://app/%2e%2e/secret.txt',
  'loadstone://app/assets',
  'loadstone://app/assets/',
  'loadstone://app/later.js',
  'loadstone://other/index.html',
])('%s is not there', async (url) => {
  const response = await get(url);
  expect(response.status).toBe(404);
  expect(await response.text()).toBe('');
});

test('only reads', async () => {
  expect((await files.respond({ url: 'loadstone://app/', method: 'POST' })).status).toBe(404);
});

test('knows when the page was not built', async () => {
  expect(files.isComplete).toBe(true);
  const missing = await PageFiles.of(join(folder, 'nowhere'), 'loadstone://app/');
  expect(missing.isComplete).toBe(false);
  expect((await missing.respond({ url: 'loadstone://app/', method: 'GET' })).status).toBe(404);
});
