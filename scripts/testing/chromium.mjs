import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { root, toolScript } from '../bootstrap/project.mjs';
import { findBrowser, isSnap } from '../launch/browsers.mjs';

/**
 * A browser that Playwright can drive by its path. A snap's confinement keeps it from Playwright's profile.
 *
 * @returns {string | undefined}
 */
export function findTestChromium() {
  const { platform, env } = process;
  return findBrowser({
    platform,
    env,
    home: homedir(),
    exists: (path) => !isSnap(path) && existsSync(path) && !isSnapStub(path),
  })?.path;
}

/**
 * Ubuntu's `chromium` and `chromium-browser` are shell scripts that start the snap or ask for it.
 *
 * @param {string} path
 */
function isSnapStub(path) {
  return (
    process.platform === 'linux' && path.includes('chromium') && readFileSync(path).includes('/snap/bin/')
  );
}

function isDebianRoot() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/etc/os-release'))
    return false;
  return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/**
 * @param {import('../process/supervisor.mjs').Supervisor} supervisor
 * @returns {Promise<boolean>}
 */
async function installDebianPackage(supervisor) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const stdio = /** @type {import('node:child_process').StdioOptions} */ (['ignore', 'ignore', 'inherit']);
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
  ]) {
    const { code } = await supervisor.run('apt-get', args, { env, stdio });
    if (code !== 0) return false;
  }
  return true;
}

/**
 * Makes sure that there is a Chromium for the end-to-end tests: an installed one, else Debian's package where
 * this user may install it, else Playwright's own (on Ubuntu too, where the package is a stub for a snap).
 *
 * @param {import('../process/supervisor.mjs').Supervisor} supervisor
 * @returns {Promise<boolean>} whether there is one now
 */
export async function ensureTestChromium(supervisor) {
  if (findTestChromium() !== undefined) return true;
  if (isDebianRoot()) {
    console.log('Chromium is missing; installing the Debian package …');
    if ((await installDebianPackage(supervisor)) && findTestChromium() !== undefined) return true;
  }
  // Finds out by itself when it is there already.
  const withLibraries = process.platform === 'linux' && process.getuid?.() === 0 ? ['--with-deps'] : [];
  const script = toolScript('@playwright/test', 'playwright');
  const { code } = await supervisor.run(process.execPath, [script, 'install', ...withLibraries, 'chromium'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return code === 0;
}
