import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { speedscopeHeaders, type SpeedscopeFolders } from '../common/speedscope-files.ts';
import { closeServer, listenOnLoopback } from './loopback.ts';
import { StaticFiles } from './static-files.ts';

export interface SpeedscopeHost {
  /** Every origin under which it can be asked for. */
  readonly origins: readonly string[];
  /** @param appHost the `Host` under which a window was opened */
  originFor(appHost: string): string;
  close(): Promise<void>;
}

const NAMES = ['127.0.0.1', 'localhost'] as const;
/** speedscope looks for its files beside the page that it is in. */
const FOLDER = '/speedscope';

/**
 * Serves speedscope, and the page through which it gets a profile, from a port of its own: another origin than the window's, which
 * neither reads the window nor is sent its cookie. Nothing here is secret, so that nobody signs in; profiles never come this way,
 * they go from page to page within the browser.
 * @param appOrigins under which the window may be open: nobody else may embed these pages
 * @returns null when a part is missing: the window then offers no speedscope
 */
export async function startSpeedscopeHost(
  { release, bridge }: SpeedscopeFolders,
  appOrigins: () => readonly string[],
): Promise<SpeedscopeHost | null> {
  const [files, script] = await Promise.all([release, bridge].map(listed));
  if (!files?.has('/index.html') || !script?.has('/bridge.js')) return null;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const ancestors = appOrigins().join(' ');
    for (const [name, value] of Object.entries(speedscopeHeaders(ancestors))) response.setHeader(name, value);
    if (!NAMES.some((name) => request.headers.host === `${name}:${port}`)) {
      refuse(response, 403, 'This address serves speedscope to Loadstone on this computer only.');
      return;
    }
    if (request.method !== 'GET') {
      refuse(response, 405, 'There is nothing to do here but read.');
      return;
    }
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path === `${FOLDER}/`) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
      response.end(bridgePage(ancestors));
    } else if (!(await sendFile(path, response))) {
      refuse(response, 404, 'There is nothing at this address.');
    }
  };
  const sendFile = (path: string, response: ServerResponse): Promise<boolean> => {
    if (path === `${FOLDER}/bridge.js`) return script.send('/bridge.js', response);
    return path.startsWith(`${FOLDER}/`)
      ? files.send(path.slice(FOLDER.length), response)
      : Promise.resolve(false);
  };
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch(() => response.destroy());
  };
  const servers = [createServer(serve), createServer(serve)] as const;
  const port = await listenOnLoopback(...servers);
  return {
    origins: NAMES.map((name) => `http://${name}:${port}`),
    // The name that the window does not have. Cookies know no ports, so the same name would be sent the window's; and browsers
    // give a process of its own to another name, not to another port: a profile that keeps speedscope busy must not stop the window.
    originFor: (appHost) => `http://${appHost.startsWith('localhost') ? '127.0.0.1' : 'localhost'}:${port}`,
    close: async () => {
      await Promise.all(servers.map(closeServer));
    },
  };
}

/** @returns null where there is no such folder */
function listed(directory: string): Promise<StaticFiles | null> {
  return StaticFiles.of(directory).catch(() => null);
}

/** `src/speedscope-bridge/main.ts` reads from it whose messages it takes. */
function bridgePage(ancestors: string): string {
  return `<!doctype html>
<html lang="en" data-app-origins="${ancestors}">
  <head><meta charset="utf-8"><title>speedscope</title></head>
  <body><script src="bridge.js"></script></body>
</html>
`;
}

function refuse(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(words);
}
