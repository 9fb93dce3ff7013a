import { session, type Session, type WebContents } from 'electron';
import type { PageAddress } from './page-address.ts';

/** What the page may do beside showing itself: nothing, but for the copy buttons. */
const COPYING = 'clipboard-sanitized-write';

/** Denies the page what it does not need, and the whole browser engine the network. */
export function guardSession(page: PageAddress, guarded: Session = session.defaultSession): void {
  const allows = (contents: WebContents | null, permission: string, isMainFrame: boolean): boolean =>
    permission === COPYING && isMainFrame && contents !== null && page.isPage(contents.getURL());

  guarded.setPermissionRequestHandler((contents, permission, decide, details) =>
    decide(allows(contents, permission, details.isMainFrame)),
  );
  guarded.setPermissionCheckHandler((contents, permission, _origin, details) =>
    allows(contents, permission, details.isMainFrame),
  );
  guarded.setDevicePermissionHandler(() => false);
  // Chromium fetches dictionaries from the network.
  guarded.setSpellCheckerEnabled(false);

  // The page saves tables and pictures which it made itself. A save dialog asks where to.
  guarded.on('will-download', (event, item) => {
    if (!item.getURL().startsWith('blob:')) event.preventDefault();
  });

  const devServer = new URL(page.url);
  guarded.webRequest.onBeforeRequest(
    { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*'] },
    ({ url }, decide) => {
      const isDevServer = devServer.protocol === 'http:' && new URL(url).host === devServer.host;
      decide({ cancel: !isDevServer });
    },
  );
}
