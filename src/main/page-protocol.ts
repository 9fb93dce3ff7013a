import { protocol } from 'electron';
import { PAGE_SCHEME } from './page-address.ts';
import type { PageFiles } from './page-files.ts';

/**
 * The page has an address of its own instead of `file:`, whose pages may read other files. Must run before the app is
 * ready. `standard` and `secure` give the page an origin, so that `'self'`, modules and local storage work.
 */
export function declarePageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

export function servePage(files: PageFiles): void {
  protocol.handle(PAGE_SCHEME, (request) => files.respond(request));
}
