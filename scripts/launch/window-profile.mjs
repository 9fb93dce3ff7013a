import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock } from '../bootstrap/lock.mjs';
import { isSnap } from './browsers.mjs';

/**
 * Where this user's browser profiles for the app window live: apart from the person's own profile.
 *
 * @param {{ platform: NodeJS.Platform, env: NodeJS.ProcessEnv, home: string, browserPath: string }} world
 */
export function profilesFolder({ platform, env, home, browserPath }) {
  if (platform === 'darwin') return join(home, 'Library/Caches/Loadstone');
  if (platform === 'win32')
    return join(env['LOCALAPPDATA'] ?? join(home, 'AppData/Local'), 'Loadstone/Cache');
  if (isSnap(browserPath)) return join(home, 'snap/chromium/common/loadstone');
  const cache = env['XDG_CACHE_HOME'];
  return join(cache !== undefined && cache !== '' ? cache : join(home, '.cache'), 'loadstone');
}

/**
 * A profile that no other window uses. A browser started on a profile in use hands its window to the
 * process that has it and ends at once, which would look as if the person had closed it.
 *
 * @param {string} folder
 * @returns {{ path: string, isNew: boolean, release: () => void }}
 */
export function takeProfile(folder) {
  for (let n = 1; ; n++) {
    const path = join(folder, `window-${n}`);
    const release = tryLock(join(folder, `window-${n}.lock`));
    if (release === undefined) continue;
    const isNew = !existsSync(path);
    mkdirSync(path, { recursive: true });
    return { path, isNew, release };
  }
}
