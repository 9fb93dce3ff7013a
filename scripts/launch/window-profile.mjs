import { existsSync, mkdirSync, rmSync } from 'node:fs';
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

/** Chromium puts a socket into it, and a socket's address has 108 bytes: `/org.chromium.Chromium.XXXXXX/SingletonSocket`. */
const longestTempPath = 60;

/**
 * A profile that no other window uses. A browser started on a profile in use hands its window to the
 * process that has it and ends at once, which would look as if the person had closed it. It has a folder for the
 * browser's temporary files, because a browser that is ended by a signal leaves them behind; none where its path would be
 * too long.
 *
 * @param {string} folder
 * @returns {{ path: string, tempPath: string | undefined, isNew: boolean, release: () => void }}
 */
export function takeProfile(folder) {
  for (let n = 1; ; n++) {
    const path = join(folder, `window-${n}`);
    const unlock = tryLock(join(folder, `window-${n}.lock`), Infinity);
    if (unlock === undefined) continue;
    const isNew = !existsSync(path);
    const temp = join(path, 'temp');
    const tempPath = Buffer.byteLength(temp) <= longestTempPath ? temp : undefined;
    mkdirSync(tempPath ?? path, { recursive: true });
    const release = () => {
      if (tempPath !== undefined) rmSync(tempPath, { recursive: true, force: true });
      unlock();
    };
    return { path, tempPath, isNew, release };
  }
}
