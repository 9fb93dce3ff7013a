import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { AppError, toWireError } from '#shared/contract/errors.ts';
import { MAX_FRAME_BYTES } from '#shared/rpc/wire-codec.ts';
import { serveEngine, type ServedEngine } from '#shared/rpc/server.ts';
import type { FileRegistry } from '#core/io/file-registry.ts';
import type { SpeedscopeFolders } from '../common/speedscope-files.ts';
import { Access } from './access.ts';
import { closeServer } from './loopback.ts';
import { readJson } from './request-body.ts';
import { saveTarget } from './save-targets.ts';
import { securityHeaders } from './security-headers.ts';
import { socketChannel } from './socket-channel.ts';
import { startSpeedscopeHost } from './speedscope-host.ts';
import { StaticFiles } from './static-files.ts';
import { uploadChunks, uploadEnded } from './upload.ts';

export interface BrowserHostOptions {
  readonly engine: ServedEngine & { readonly files: FileRegistry };
  readonly rendererDirectory: string;
  readonly workspacesDirectory: string;
  /** Null: the window offers no speedscope. */
  readonly speedscope: SpeedscopeFolders | null;
  /** 0 takes any free port. */
  readonly port: number;
}

export interface BrowserHost {
  /** With the one-time token. */
  readonly url: string;
  close(): Promise<void>;
}

const filesSchema = z
  .array(z.object({ name: z.string().min(1).max(1024), size: z.number().int().nonnegative() }))
  .max(10_000);
const saveTargetSchema = z.object({ name: z.string().min(1).max(200) });
const FILE_PATH = /^\/files\/([0-9a-f-]{36})$/u;

/** Serves the window and the engine on 127.0.0.1, for one person on this computer. */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const { engine } = options;
  const staticFiles = await StaticFiles.of(options.rendererDirectory);
  // A large file may take longer than any fixed time to come in.
  const server = createServer({ requestTimeout: 0 });
  const access = new Access(() => (server.address() as AddressInfo).port);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES });
  const speedscope =
    options.speedscope === null
      ? null
      : await startSpeedscopeHost(options.speedscope, () => {
          const { port } = server.address() as AddressInfo;
          return [`http://127.0.0.1:${port}`, `http://localhost:${port}`];
        });

  server.on('request', (request, response) => {
    handle(request, response).catch((error: unknown) => sendError(response, error));
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // The cookie is sent by any page's WebSocket to this port: the origin check is what keeps other sites out.
    const allowed =
      request.url === '/engine' &&
      request.headers.origin !== undefined &&
      access.isOwnSite(request) &&
      access.isSignedIn(request);
    if (!allowed) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (connection) => {
      serveEngine(engine, socketChannel(connection));
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { port } = server.address() as AddressInfo;
    for (const [name, value] of Object.entries(securityHeaders(port, speedscope?.origins)))
      response.setHeader(name, value);
    if (!access.isOwnSite(request)) {
      send(
        response,
        403,
        'text/plain; charset=utf-8',
        'This address serves Loadstone on this computer only.',
      );
      return;
    }
    const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
    const token = url.searchParams.get('token');
    if (request.method === 'GET' && url.pathname === '/' && token !== null) {
      const cookie = access.exchange(token);
      if (cookie !== null) response.setHeader('set-cookie', cookie);
      // The cookie decides from here on; the token must not stay in the address.
      if (cookie !== null || access.isSignedIn(request)) {
        response.writeHead(303, { location: '/' }).end();
        return;
      }
    }
    if (!access.isSignedIn(request)) {
      send(response, 401, 'text/html; charset=utf-8', SIGN_IN_PAGE);
      return;
    }
    await route(request, response, url);
  }

  async function route(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const { method } = request;
    if (method === 'GET' && (await staticFiles.send(url.pathname, response))) return;
    if (method === 'GET' && url.pathname === '/speedscope' && speedscope !== null) {
      const origin = speedscope.originFor(request.headers.host ?? '');
      send(response, 200, 'application/json', JSON.stringify({ origin }));
      return;
    }
    if (method === 'POST' && url.pathname === '/files') {
      const files = await readJson(request, filesSchema);
      const registered = files.map(({ name, size }) => ({
        fileId: engine.files.registerUpload(name, size).fileId,
      }));
      send(response, 200, 'application/json', JSON.stringify(registered));
      return;
    }
    const upload = FILE_PATH.exec(url.pathname);
    if (method === 'PUT' && upload !== null) {
      await receive(request, response, upload[1]!);
      return;
    }
    if (method === 'POST' && url.pathname === '/save-targets') {
      const { name } = await readJson(request, saveTargetSchema);
      const path = saveTarget(options.workspacesDirectory, name);
      const { fileId } = engine.files.registerPath(path);
      send(response, 200, 'application/json', JSON.stringify({ fileId, path }));
      return;
    }
    send(response, 404, 'text/plain; charset=utf-8', 'There is nothing at this address.');
  }

  /** The body is the file: the importer takes it as it comes, so nothing is stored on the way. */
  async function receive(request: IncomingMessage, response: ServerResponse, fileId: string): Promise<void> {
    if (!engine.files.supply(fileId, uploadChunks(request))) {
      throw new AppError('not-found', 'Nothing waits for this file.');
    }
    if (await uploadEnded(request)) response.writeHead(204).end();
    else response.destroy();
  }

  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/?token=${access.token}`,
    async close() {
      for (const connection of sockets.clients) connection.terminate();
      sockets.close();
      await Promise.all([closeServer(server), speedscope?.close()]);
    },
  };
}

const SIGN_IN_PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Loadstone</title>
<p>This address can be opened once, from the window or the line that Loadstone printed when it started.</p>
<p>Start Loadstone again to get a new address.</p></html>`;

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new AppError('busy', `Port ${port} is in use.`, {
              hint: 'Choose another with --port, or leave it out.',
            })
          : error,
      );
    });
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}

function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const wire = toWireError(error);
  delete wire.detail;
  const status = wire.code === 'not-found' ? 404 : wire.code === 'bad-request' ? 400 : 500;
  send(response, status, 'application/json', JSON.stringify(wire));
}
