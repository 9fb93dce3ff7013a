import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { FileRegistry } from '#core/io/file-registry.ts';
import type { ServedEngine } from '#shared/rpc/server.ts';
import { startBrowserHost, type BrowserHost } from './host.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Ask {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

let folder: string;
let host: BrowserHost;
let files: FileRegistry;
let base: URL;

/** Handlers are never called in these tests: they are about who gets in, not about what is answered. */
const nothing: ServedEngine = {
  handlers: {} as ServedEngine['handlers'],
  onEvent: () => () => undefined,
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadstone-host-'));
  await mkdir(join(folder, 'renderer', 'assets'), { recursive: true });
  await writeFile(join(folder, 'renderer', 'index.html'), '<!doctype html><title>Loadstone</title>');
  await writeFile(join(folder, 'renderer', 'assets', 'index-1.js'), 'export {};');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  files = new FileRegistry();
  host = await startBrowserHost({
    engine: { ...nothing, files },
    rendererDirectory: join(folder, 'renderer'),
    workspacesDirectory: join(folder, 'workspaces'),
    speedscope: null,
    port: 0,
  });
  base = new URL(host.url);
});

afterEach(async () => {
  await host.close();
  await rm(folder, { recursive: true, force: true });
});

function ask(path: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      { host: '127.0.0.1', port: base.port, path, method, headers: { host: base.host, ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

async function signIn(): Promise<{ cookie: string }> {
  const answer = await ask(`/${base.search}`);
  expect(answer.status).toBe(303);
  return { cookie: answer.headers['set-cookie']![0]!.split(';')[0]! };
}

describe('signing in', () => {
  test('the token becomes a cookie that scripts and other sites cannot use, and leaves the address', async () => {
    const answer = await ask(`/${base.search}`);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/');
    expect(answer.headers['set-cookie']![0]).toMatch(
      /^loadstone-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/u,
    );
  });

  test('the token works once', async () => {
    await signIn();
    const again = await ask(`/${base.search}`);
    expect(again.status).toBe(401);
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  test('a wrong token or none gets nothing', async () => {
    expect((await ask('/?token=wrong')).status).toBe(401);
    expect((await ask('/')).status).toBe(401);
    expect((await ask('/assets/index-1.js')).status).toBe(401);
    expect((await ask('/', { headers: { cookie: `loadstone-${base.port}=guess` } })).status).toBe(401);
  });

  test('with the cookie the window is served, under a strict policy', async () => {
    const answer = await ask('/', { headers: await signIn() });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['content-security-policy']).toContain(`default-src 'none'`);
    expect(answer.headers['content-security-policy']).toContain(`script-src 'self'`);
    expect(answer.headers['content-security-policy']).not.toContain('unsafe');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });
});

describe('speedscope', () => {
  test('without it there is nothing to ask for, and the window embeds nothing', async () => {
    const headers = await signIn();
    expect((await ask('/speedscope', { headers })).status).toBe(404);
    expect((await ask('/', { headers })).headers['content-security-policy']).toContain(`frame-src 'none'`);
  });

  test('the window is told its origin, and may embed that and no other', async () => {
    await host.close();
    const bridge = join(folder, 'bridge');
    await mkdir(bridge);
    await writeFile(join(bridge, 'bridge.js'), '');
    host = await startBrowserHost({
      engine: { ...nothing, files },
      rendererDirectory: join(folder, 'renderer'),
      workspacesDirectory: join(folder, 'workspaces'),
      // A page of any kind stands for speedscope's.
      speedscope: { release: join(folder, 'renderer'), bridge },
      port: 0,
    });
    base = new URL(host.url);
    expect((await ask('/speedscope')).status).toBe(401);
    const headers = await signIn();
    const { origin } = JSON.parse((await ask('/speedscope', { headers })).body) as { origin: string };
    const { hostname, port } = new URL(origin);
    expect(hostname).toBe('localhost');
    expect((await ask('/', { headers })).headers['content-security-policy']).toContain(
      `frame-src http://127.0.0.1:${port} http://localhost:${port};`,
    );
    const page = await fetch(`${origin}/speedscope/`);
    expect(page.headers.get('content-security-policy')).toContain(
      `frame-ancestors http://127.0.0.1:${base.port} http://localhost:${base.port}`,
    );
    await host.close();
    await expect(fetch(`${origin}/speedscope/`)).rejects.toThrow();
  });
});

describe('other sites', () => {
  test.each(['evil.example', 'evil.example:80', '127.0.0.1:1', 'localhost'])(
    'host %j is refused',
    async (foreign) => {
      const { cookie } = await signIn();
      expect((await ask('/', { headers: { cookie, host: foreign } })).status).not.toBe(200);
    },
  );

  test('a request with another origin is refused although it carries the cookie', async () => {
    const { cookie } = await signIn();
    const answer = await ask('/files', {
      method: 'POST',
      headers: { cookie, origin: 'http://evil.example' },
      body: '[{"name":"a","size":1}]',
    });
    expect(answer.status).toBe(403);
  });

  function openSocket(headers: Record<string, string>): Promise<'open' | 'refused'> {
    return new Promise((resolve) => {
      const socket = new WebSocket(`ws://${base.host}/engine`, { headers });
      socket.on('open', () => {
        socket.close();
        resolve('open');
      });
      socket.on('error', () => resolve('refused'));
    });
  }

  test('sockets need the cookie and our origin', async () => {
    const { cookie } = await signIn();
    const origin = `http://${base.host}`;
    expect(await openSocket({ cookie, origin })).toBe('open');
    expect(await openSocket({ cookie })).toBe('refused');
    expect(await openSocket({ cookie, origin: 'http://evil.example' })).toBe('refused');
    expect(await openSocket({ origin })).toBe('refused');
  });
});

describe('files', () => {
  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/..%2fsecret.txt',
    '/secret.txt',
  ])('%s is not served', async (path) => {
    const answer = await ask(path, { headers: await signIn() });
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('secret');
  });

  test('an upload goes to whoever waits for it, byte by byte, and is asked for when its turn comes', async () => {
    const headers = await signIn();
    const wanted: string[] = [];
    files.onWanted((fileId) => wanted.push(fileId));
    const registered = await ask('/files', {
      method: 'POST',
      headers,
      body: '[{"name":"run.jtl","size":300000}]',
    });
    const [{ fileId }] = JSON.parse(registered.body) as [{ fileId: string }];
    expect(wanted).toEqual([]);

    const opening = files.get(fileId).open();
    expect(wanted).toEqual([fileId]);
    const body = Buffer.alloc(300_000, 'abcdefg');
    const sending = ask(`/files/${fileId}`, { method: 'PUT', headers, body });
    const source = await opening;
    const received: Buffer[] = [];
    const piece = new Uint8Array(1000);
    for (let count = await source.read(piece); count > 0; count = await source.read(piece)) {
      received.push(Buffer.from(piece.subarray(0, count)));
    }
    await source.close();
    expect(Buffer.concat(received).equals(body)).toBe(true);
    expect((await sending).status).toBe(204);
  });

  test('an upload that nobody waits for, or of an unknown file, is refused', async () => {
    const headers = await signIn();
    const answer = await ask(`/files/${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}`, {
      method: 'PUT',
      headers,
      body: 'x',
    });
    expect(answer.status).toBe(404);
  });

  test('the rest of an upload that is not wanted is thrown away, and the request ends', async () => {
    const headers = await signIn();
    const registered = await ask('/files', {
      method: 'POST',
      headers,
      body: '[{"name":"run.jtl","size":50000000}]',
    });
    const [{ fileId }] = JSON.parse(registered.body) as [{ fileId: string }];
    const opening = files.get(fileId).open();
    const sending = ask(`/files/${fileId}`, { method: 'PUT', headers, body: Buffer.alloc(50_000_000) });
    const source = await opening;
    await source.read(new Uint8Array(1000));
    await source.close();
    expect((await sending).status).toBe(204);
  });

  test.each(['not json', '{}', '[{"name":"","size":1}]', '[{"name":"a","size":-1}]'])(
    'a malformed list of files is refused (%#)',
    async (body) => {
      const answer = await ask('/files', { method: 'POST', headers: await signIn(), body });
      expect(answer.status).toBe(400);
      expect(answer.body).not.toContain('at '); // no stack
    },
  );

  test('a place to save stays in the folder for workspaces, whatever the name', async () => {
    const headers = await signIn();
    const answer = await ask('/save-targets', {
      method: 'POST',
      headers,
      body: '{"name":"../../etc/passwd"}',
    });
    const { path, fileId } = JSON.parse(answer.body) as { path: string; fileId: string };
    expect(path).toBe(join(folder, 'workspaces', '-..-etc-passwd.loadstone'));
    expect(files.get(fileId).path).toBe(path);
  });
});
