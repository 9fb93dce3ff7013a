import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the two parts of the page that the browser host embeds lie on disk. */
export interface SpeedscopeFolders {
  /** speedscope's own page. */
  readonly release: string;
  /** Built from `src/speedscope-bridge`. */
  readonly bridge: string;
}

/**
 * Folder of speedscope's own built page, in its package: every host serves these files as they are.
 * @param entries folder of the entry that is running (`out/main/`), with a slash at the end
 * @returns null when the package is not there
 */
export function speedscopeDirectory(entries: URL): string | null {
  try {
    return join(dirname(createRequire(entries).resolve('speedscope/package.json')), 'dist', 'release');
  } catch {
    return null;
  }
}

/** As {@link speedscopeDirectory}, with the page that embeds it. */
export function speedscopeFolders(entries: URL): SpeedscopeFolders | null {
  const release = speedscopeDirectory(entries);
  return release === null
    ? null
    : { release, bridge: fileURLToPath(new URL('../speedscope-bridge/', entries)) };
}

/**
 * Sent with every file of speedscope: what it was seen to need (method R3), and no more. `unsafe-inline` is for its styles, which
 * it writes as it goes; `wasm-unsafe-eval` and `data:` for its demangler. Whatever a profile makes it do, it reaches nothing but
 * its own files.
 * @param frameAncestors who may embed it, as in a policy
 */
export function speedscopeHeaders(frameAncestors: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': [
      `default-src 'self'`,
      `script-src 'self' 'wasm-unsafe-eval'`,
      `style-src 'self' 'unsafe-inline'`,
      `connect-src 'self' blob: data:`,
      `object-src 'none'`,
      `base-uri 'none'`,
      `form-action 'none'`,
      `frame-ancestors ${frameAncestors}`,
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy':
      'camera=(), microphone=(), geolocation=(), usb=(), serial=(), clipboard-read=(), clipboard-write=()',
  };
}
