import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { root } from '../bootstrap/project.mjs';
import { CommandError } from '../process/command-error.mjs';
import { showWindow } from './app-window.mjs';
import { findBrowser } from './browsers.mjs';
import { chooseRuntime } from './choose-runtime.mjs';
import { downloadElectron, lastFailure, mayDownload } from './electron-download.mjs';
import { electronVersion, findElectron, sandboxObstacle } from './electron.mjs';
import { hostArguments, startHost } from './host-server.mjs';

/**
 * @typedef {import('../process/supervisor.mjs').Supervisor} Supervisor
 * @typedef {import('./arguments.mjs').LaunchArguments} LaunchArguments
 * @typedef {import('./choose-runtime.mjs').Facts} Facts
 */

/** An Electron that ends this soon with an error code has never shown a window. */
const failedStartMs = 5000;

/**
 * @param {LaunchArguments} launch
 * @returns {Facts}
 */
function gatherFacts({ noWindow }) {
  const { platform, env } = process;
  const wanted = noWindow ? 'url' : env['LOADSTONE_RUNTIME'];
  const electron = findElectron();
  return {
    wanted,
    hasDisplay: platform !== 'linux' || (env['DISPLAY'] ?? env['WAYLAND_DISPLAY'] ?? '') !== '',
    electron,
    electronObstacle: sandboxObstacle(electron),
    download:
      wanted === 'electron'
        ? { possible: true }
        : mayDownload(lastFailure(), { version: electronVersion(), now: Date.now() }),
    browser: findBrowser({ platform, env, home: homedir(), exists: existsSync }),
  };
}

/**
 * @param {Supervisor} supervisor
 * @param {string} electron
 * @param {LaunchArguments} launch
 */
async function runElectron(supervisor, electron, { files, workspace }) {
  const env = { ...process.env };
  // Set by editors that are Electron apps themselves; it would turn ours into a plain Node.
  delete env['ELECTRON_RUN_AS_NODE'];
  const isUnsandboxed =
    process.platform === 'linux' && (process.getuid?.() === 0 || sandboxObstacle(electron) !== undefined);
  const { code } = await supervisor.run(
    electron,
    [
      ...(isUnsandboxed ? ['--no-sandbox'] : []),
      '.',
      '--',
      ...(workspace === undefined ? [] : ['--workspace', workspace]),
      ...files,
    ],
    { cwd: root, stdio: 'inherit', env, windowsHide: false },
  );
  return code;
}

/**
 * @param {Supervisor} supervisor
 * @param {LaunchArguments} launch
 * @param {{ name: string, path: string, why: string }} browser
 */
async function runBrowser(supervisor, launch, { name, path, why }) {
  const host = await startHost(supervisor, hostArguments(launch));
  console.log(`Loadstone opens in ${name}: ${why}. Close the window or press Ctrl-C to stop.`);
  const hostEnded = new Promise((resolve) => host.child.once('exit', resolve));
  const outcome = await Promise.race([
    showWindow(supervisor, { browserPath: path, url: host.url }),
    hostEnded.then(() => /** @type {const} */ ('host-ended')),
  ]);
  if (outcome === 'host-ended') throw new CommandError('The local host ended while the window was open.');
  if (outcome === 'closed') return 0;
  console.log(`${name} did not open a window. Open ${host.url} yourself; Ctrl-C stops it.`);
  await hostEnded;
  return 1;
}

/**
 * @param {Supervisor} supervisor
 * @param {LaunchArguments} launch
 * @param {string} why
 */
async function serveUrl(supervisor, launch, why) {
  const host = await startHost(supervisor, hostArguments(launch));
  console.log(`Loadstone is at ${host.url} (no window: ${why}). Ctrl-C stops it.`);
  const code = await new Promise((/** @type {(code: number) => void} */ resolve) => {
    host.child.once('exit', (exitCode) => resolve(exitCode ?? 1));
  });
  return code;
}

/**
 * Chooses how the app can be shown here, says so in one line, and stays until it is closed.
 *
 * @param {Supervisor} supervisor
 * @param {LaunchArguments} launch
 * @returns {Promise<number>} the exit code
 */
export async function openApp(supervisor, launch) {
  let facts = gatherFacts(launch);
  for (;;) {
    const choice = chooseRuntime(facts);
    switch (choice.kind) {
      case 'fetch-electron': {
        process.stderr.write(`Loadstone: fetching Electron ${electronVersion()} (about 110 MB, once) …\n`);
        const failure = await downloadElectron(supervisor);
        const electron = findElectron();
        const reason = failure?.reason ?? 'Electron was downloaded but is not complete';
        facts = {
          ...facts,
          electron,
          electronObstacle: sandboxObstacle(electron),
          download: { possible: false, reason },
        };
        break;
      }
      case 'electron': {
        console.log(`Loadstone opens in Electron ${electronVersion()}: ${choice.why}.`);
        const startedAt = Date.now();
        const code = await runElectron(supervisor, choice.path, launch);
        const neverShown = code !== 0 && Date.now() - startedAt < failedStartMs;
        if (!neverShown || facts.wanted === 'electron') return code;
        facts = { ...facts, electronObstacle: `Electron ended at once with exit code ${code}` };
        break;
      }
      case 'browser':
        return runBrowser(supervisor, launch, choice);
      case 'url':
        return serveUrl(supervisor, launch, choice.why);
      case 'impossible':
        throw new CommandError(choice.why, 2);
    }
  }
}
