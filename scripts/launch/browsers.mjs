import { posix, win32 } from 'node:path';

/**
 * @typedef {{ name: string, path: string }} Browser
 * @typedef {{ platform: NodeJS.Platform, env: NodeJS.ProcessEnv, home: string, exists: (path: string) => boolean }} World
 */

const linuxCommands = [
  ['google-chrome', 'Google Chrome'],
  ['google-chrome-stable', 'Google Chrome'],
  ['chromium', 'Chromium'],
  ['chromium-browser', 'Chromium'],
  ['microsoft-edge', 'Microsoft Edge'],
  ['microsoft-edge-stable', 'Microsoft Edge'],
];

/** Desktop sessions do not always have these in PATH. */
const linuxFolders = ['/usr/bin', '/usr/local/bin', '/snap/bin'];

const macApps = ['Google Chrome', 'Chromium', 'Microsoft Edge'];

const windowsPrograms = [
  ['Google\\Chrome\\Application\\chrome.exe', 'Google Chrome'],
  ['Chromium\\Application\\chrome.exe', 'Chromium'],
  ['Microsoft\\Edge\\Application\\msedge.exe', 'Microsoft Edge'],
];

/**
 * @param {World} world
 * @returns {Browser[]} every place worth a look, the best first
 */
function candidates({ platform, env, home }) {
  if (platform === 'darwin') {
    return macApps.flatMap((name) =>
      ['/Applications', posix.join(home, 'Applications')].map((folder) => ({
        name,
        path: posix.join(folder, `${name}.app`, 'Contents/MacOS', name),
      })),
    );
  }
  if (platform === 'win32') {
    const folders = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']];
    return windowsPrograms.flatMap(([program = '', name = '']) =>
      folders.flatMap((folder) =>
        folder === undefined ? [] : [{ name, path: win32.join(folder, program) }],
      ),
    );
  }
  const inPath = (env['PATH'] ?? '').split(posix.delimiter).filter((folder) => folder !== '');
  const folders = [...new Set([...inPath, ...linuxFolders])];
  return linuxCommands.flatMap(([command = '', name = '']) =>
    folders.map((folder) => ({ name, path: posix.join(folder, command) })),
  );
}

/**
 * The installed browser in which the app can open. CHROMIUM_PATH, when set, is taken at its word.
 *
 * @param {World} world
 * @returns {Browser | undefined}
 */
export function findBrowser(world) {
  const named = world.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') return { name: posix.basename(named), path: named };
  return candidates(world).find(({ path }) => world.exists(path));
}

/**
 * A snap sees neither hidden folders of the home directory nor anybody's /tmp.
 *
 * @param {string} path
 */
export function isSnap(path) {
  return path.startsWith('/snap/');
}
