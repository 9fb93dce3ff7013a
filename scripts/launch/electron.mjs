import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root as projectRoot } from '../bootstrap/project.mjs';
import { readJson } from '../bootstrap/read-json.mjs';

/** @param {string} path */
function readTrimmed(path) {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** @type {Partial<Record<NodeJS.Platform, string>>} */
const executableOf = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };

/**
 * The binary that `require('electron')` would return, without its habit of downloading a missing one.
 *
 * @param {{ root?: string, env?: NodeJS.ProcessEnv }} [world]
 * @returns {string | undefined}
 */
export function findElectron({ root = projectRoot, env = process.env } = {}) {
  const folder = join(root, 'node_modules/electron');
  const executable = readTrimmed(join(folder, 'path.txt'));
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined && override !== '') {
    const path = join(override, executable ?? executableOf[process.platform] ?? 'electron');
    return existsSync(path) ? path : undefined;
  }
  if (executable === undefined) return undefined;
  // A dist of another version is left over from before an update.
  const installed = readTrimmed(join(folder, 'dist/version'))?.replace(/^v/, '');
  const path = join(folder, 'dist', executable);
  return installed === electronVersion(root) && existsSync(path) ? path : undefined;
}

/** @param {string} [root] */
export function electronVersion(root = projectRoot) {
  const manifest = /** @type {{ version: string }} */ (
    readJson(join(root, 'node_modules/electron/package.json'))
  );
  return manifest.version;
}

/** @param {string} path */
function isSetuidRoot(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.uid === 0 && (stat.mode & 0o4000) !== 0;
}

/**
 * Why Chromium's sandbox cannot work for a binary in node_modules. Some Linux distributions let only
 * programs with an AppArmor profile create user namespaces, and npm cannot install the setuid helper that
 * would do instead. Running without a sandbox is no default of ours: an installed browser has its profile.
 *
 * @param {string | undefined} electron
 * @returns {string | undefined}
 */
export function sandboxObstacle(electron) {
  if (process.platform !== 'linux' || process.getuid?.() === 0) return undefined;
  const restricted =
    readTrimmed('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1' ||
    readTrimmed('/proc/sys/kernel/unprivileged_userns_clone') === '0' ||
    readTrimmed('/proc/sys/user/max_user_namespaces') === '0';
  if (!restricted) return undefined;
  if (electron !== undefined && isSetuidRoot(join(electron, '../chrome-sandbox'))) return undefined;
  return "this system does not allow Electron's sandbox (LOADSTONE_RUNTIME=electron runs it without)";
}
