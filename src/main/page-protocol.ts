import { protocol } from 'electron';
import { PAGE_SCHEME } from './page-address.ts';
import type { PageFiles } from './page-files.ts';
import { SPEEDSCOPE_SCHEME } from './speedscope-address.ts';

/**
 * The page, and that of speedscope, have addresses of their own instead of `file:`, whose pages may read other files. Must run
 * before the app is ready, and once: a second call would take the first one back. `standard` and `secure` give a page an origin,
 * so that `'self'`, modules and local storage work.
 */
export function declarePageSchemes(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  protocol.registerSchemesAsPrivileged([
    { scheme: PAGE_SCHEME, privileges },
    { scheme: SPEEDSCOPE_SCHEME, privileges },
  ]);
}

export function servePage(files: PageFiles): void {
  protocol.handle(PAGE_SCHEME, (request) => files.respond(request));
}
