import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureExists } from '#shared/assert.ts';
import { speedscopeDirectory } from '../common/speedscope-files.ts';
import { startSpeedscopeHost, type SpeedscopeHost } from './speedscope-host.ts';

const release = ensureExists(speedscopeDirectory(new URL('./', import.meta.url)), 'the package speedscope');
const APP = ['http://127.0.0.1:4000', 'http://localhost:4000'];

let folder: string;
let host: SpeedscopeHost;
let port: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadstone-speedscope-'));
  await writeFile(join(folder, 'bridge.js'), '(function(){})();');
  host = ensureExists(await startSpeedscopeHost({ release, bridge: folder }, () => APP), 'the host');
  port = new URL(host.originFor('127.0.0.1:4000')).port;
});
afterAll(async () => {
  await host.close();
  await rm(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function ask(
  path: string,
  { method = 'GET', name = `localhost:${port}` }: { method?: string; name?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { host: name, cookie: 'loadstone-4000=secret' };
    httpRequest({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    })
      .on('error', reject)
      .end();
  });
}

describe('the origin', () => {
  test('has another name and another port than the window', () => {
    expect(host.originFor('127.0.0.1:4000')).toBe(`http://localhost:${port}`);
    expect(host.originFor('localhost:4000')).toBe(`http://127.0.0.1:${port}`);
    expect(port).not.toBe('4000');
    expect([...host.origins].sort()).toEqual([`http://127.0.0.1:${port}`, `http://localhost:${port}`]);
  });

  test.each(['evil.example', 'localhost', 'localhost:1', '127.0.0.1:4000'])(
    'host %j is refused',
    async (name) => {
      const answer = await ask('/speedscope/index.html', { name });
      expect(answer.status).toBe(403);
      expect(answer.body).not.toContain('<');
    },
  );

  test('gives no cookie', async () => {
    for (const path of ['/speedscope/', '/speedscope/index.html', '/speedscope/bridge.js'])
      expect((await ask(path)).headers['set-cookie']).toBeUndefined();
  });
});

describe('speedscope', () => {
  test('is served as it is, under the policy that it needs, to be embedded by the window alone', async () => {
    const page = await ask('/speedscope/index.html');
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect(page.headers['content-security-policy']).toBe(
      `default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; connect-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors ${APP.join(' ')}`,
    );
    const files = [...page.body.matchAll(/(?:src|href)="([^"]+)"/gu)].map(([, file]) => file!);
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) expect((await ask(`/speedscope/${file}`)).status, file).toBe(200);
    const wasm = await ask('/speedscope/jfrview_bg-BLJXNNQB.wasm');
    expect(wasm.headers['content-type']).toBe('application/wasm');
  });

  test.each([
    '/speedscope/../../LICENSE',
    '/speedscope/%2e%2e/%2e%2e/package.json',
    '/speedscope/..%2f..%2fpackage.json',
    '/speedscope',
    '/',
    '/bridge.js',
    '/index.html',
    '/engine',
    '/files',
  ])('%s is not there', async (path) => {
    const answer = await ask(path);
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('"version"');
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'])('%s is refused', async (method) => {
    expect((await ask('/speedscope/index.html', { method })).status).toBe(405);
  });
});

describe('the bridge page', () => {
  test('knows the window, and has the policy of speedscope, which it becomes', async () => {
    const page = await ask('/speedscope/');
    expect(page.status).toBe(200);
    expect(page.body).toContain(`data-app-origins="${APP.join(' ')}"`);
    expect(page.body).not.toMatch(/<script>|<style|style=/u);
    const { headers } = await ask('/speedscope/index.html');
    expect(page.headers['content-security-policy']).toBe(headers['content-security-policy']);
    const script = await ask('/speedscope/bridge.js');
    expect(script.status).toBe(200);
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
  });
});

test('a part that is missing means no speedscope', async () => {
  const nowhere = join(folder, 'nowhere');
  expect(await startSpeedscopeHost({ release: nowhere, bridge: folder }, () => APP)).toBeNull();
  expect(await startSpeedscopeHost({ release, bridge: nowhere }, () => APP)).toBeNull();
  expect(await startSpeedscopeHost({ release, bridge: release }, () => APP)).toBeNull();
});
