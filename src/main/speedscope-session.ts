import { session, type Session } from 'electron';
import type { PageFiles } from './page-files.ts';
import { SPEEDSCOPE_SCHEME } from './speedscope-address.ts';

/** Without `persist:` in front it is kept in memory: speedscope leaves nothing behind. */
const PARTITION = 'speedscope';
/** What speedscope was seen to ask for (method R3), none of which leaves its page. */
const OWN_SCHEMES: readonly string[] = [`${SPEEDSCOPE_SCHEME}:`, 'blob:', 'data:'];

/** The session of speedscope's windows: its own files and nothing else, no network, no permission. */
export function speedscopeSession(files: PageFiles): Session {
  const isolated = session.fromPartition(PARTITION, { cache: false });
  isolated.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  isolated.setPermissionCheckHandler(() => false);
  isolated.setDevicePermissionHandler(() => false);
  isolated.setSpellCheckerEnabled(false);
  // "Export" saves what speedscope holds. A save dialog asks where to.
  isolated.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${SPEEDSCOPE_SCHEME}:`)) event.preventDefault();
  });
  isolated.webRequest.onBeforeRequest({ urls: ['<all_urls>'] }, ({ url }, decide) =>
    decide({ cancel: !OWN_SCHEMES.includes(new URL(url).protocol) }),
  );
  isolated.protocol.handle(SPEEDSCOPE_SCHEME, (request) => files.respond(request));
  return isolated;
}
