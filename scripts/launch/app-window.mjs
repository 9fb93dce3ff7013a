import { homedir } from 'node:os';
import { createDevtoolsPipe } from './devtools-pipe.mjs';
import { profilesFolder, takeProfile } from './window-profile.mjs';

/** A window that closes this soon with an error code has never been seen. */
const failedStartMs = 5000;

/**
 * The browser is a frame for the app and nothing else: no first-run pages, no accounts, and none of its own
 * traffic, since nothing of Loadstone leaves the machine.
 */
const quietSwitches = [
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
  '--disable-background-mode',
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-client-side-phishing-detection',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-features=Translate,OptimizationHints,MediaRouter',
  '--disable-sync',
  '--metrics-recording-only',
  // No question for the keyring's password in a profile that keeps no secrets.
  '--password-store=basic',
  '--use-mock-keychain',
];

/**
 * @param {{ url: string, profile: string, isNewProfile: boolean, isRoot: boolean }} options
 * @returns {string[]}
 */
export function windowArguments({ url, profile, isNewProfile, isRoot }) {
  return [
    `--app=${url}`,
    `--user-data-dir=${profile}`,
    '--remote-debugging-pipe',
    ...quietSwitches,
    ...(isNewProfile ? ['--window-size=1440,900'] : []),
    // Chromium refuses to run sandboxed as root.
    ...(isRoot ? ['--no-sandbox'] : []),
  ];
}

/**
 * Opens the address in a window of its own and waits until that window is closed.
 *
 * @param {import('../process/supervisor.mjs').Supervisor} supervisor
 * @param {{ browserPath: string, url: string }} options
 * @returns {Promise<'closed' | 'failed'>}
 */
export async function showWindow(supervisor, { browserPath, url }) {
  const { platform, env } = process;
  const profile = takeProfile(profilesFolder({ platform, env, home: homedir(), browserPath }));
  const startedAt = Date.now();
  // After Ctrl-C the process ends before anything here is heard of.
  process.once('exit', profile.release);
  try {
    const args = windowArguments({
      url,
      profile: profile.path,
      isNewProfile: profile.isNew,
      isRoot: platform === 'linux' && process.getuid?.() === 0,
    });
    // Standard error would only bring the browser's notes about drivers and services.
    const child = supervisor.start(browserPath, args, {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      windowsHide: false,
      env: { ...env, ...(profile.tempPath !== undefined && { TMPDIR: profile.tempPath }) },
    });
    const pipe = createDevtoolsPipe(child);
    // On macOS the browser lives on when its last window is closed.
    const lastWindowClosed = pipe.lastPageClosed.then(() => pipe.closeBrowser());
    const ended = new Promise((/** @type {(code: number) => void} */ resolve) => {
      child.once('exit', (code) => resolve(code ?? 0));
      child.once('error', () => resolve(127));
    });
    const code = await Promise.race([ended, lastWindowClosed.then(() => 0)]);
    await supervisor.stop(child);
    return code !== 0 && Date.now() - startedAt < failedStartMs ? 'failed' : 'closed';
  } finally {
    process.off('exit', profile.release);
    profile.release();
  }
}
