import { ENGINE_PORT_MESSAGE, type DesktopApi } from '#shared/contract/desktop.ts';
import { AppError } from '#shared/contract/errors.ts';
import { createEngineClient, type EngineClient } from '#shared/rpc/client.ts';
import { createBrowserFiles } from './browser-files.ts';
import { createDesktopFiles } from './desktop-files.ts';
import type { FileGateway } from './file-gateway.ts';
import { createPortChannel } from './port-channel.ts';
import { createSocketChannel, openSocket } from './socket-channel.ts';

export interface Connection {
  readonly client: EngineClient;
  readonly files: FileGateway;
  /** Null in the browser host. */
  readonly desktop: DesktopApi<File> | null;
}

const PORT_TIMEOUT_MS = 15_000;

/**
 * @param askName the browser host cannot show a save dialog: the window asks for a name itself
 * @throws {AppError} `engine-gone` when there is no engine to talk to
 */
export async function connect(
  page: Window,
  askName: (suggested: string) => Promise<string | null>,
): Promise<Connection> {
  const desktop = page.loadstone;
  if (desktop !== undefined) {
    const client = createEngineClient(createPortChannel(await enginePort(page, desktop)));
    return { client, files: createDesktopFiles(desktop), desktop };
  }
  const { location } = page;
  removeToken(page);
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = await openSocket(`${scheme}://${location.host}/engine`).catch((cause: unknown) => {
    throw new AppError('engine-gone', 'The engine of Loadstone does not answer.', {
      hint: 'If its window was closed in the terminal, start it again with npm start; otherwise reload this page.',
      cause,
    });
  });
  const client = createEngineClient(createSocketChannel(socket));
  return { client, files: createBrowserFiles(client, askName), desktop: null };
}

/** The token has become a cookie; it must not stay in the address bar, the history or a bug report's screenshot. */
function removeToken(page: Window): void {
  const url = new URL(page.location.href);
  if (!url.searchParams.has('token')) return;
  url.searchParams.delete('token');
  page.history.replaceState(null, '', url);
}

function enginePort(page: Window, desktop: DesktopApi<File>): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => {
      page.removeEventListener('message', receive);
      reject(
        new AppError('engine-gone', 'The engine of Loadstone did not start.', {
          hint: 'Reload the window. If it happens again, restart Loadstone.',
          cause,
        }),
      );
    };
    const timer = setTimeout(() => fail(new Error(`No port after ${PORT_TIMEOUT_MS} ms`)), PORT_TIMEOUT_MS);
    const receive = (event: MessageEvent<unknown>): void => {
      const [port] = event.ports;
      if (event.source !== page || port === undefined || !isPortMessage(event.data)) return;
      clearTimeout(timer);
      page.removeEventListener('message', receive);
      resolve(port);
    };
    page.addEventListener('message', receive);
    desktop.connectEngine().catch((cause: unknown) => {
      clearTimeout(timer);
      fail(cause);
    });
  });
}

function isPortMessage(data: unknown): boolean {
  return (
    typeof data === 'object' && data !== null && 'type' in data && data.type === ENGINE_PORT_MESSAGE.type
  );
}
