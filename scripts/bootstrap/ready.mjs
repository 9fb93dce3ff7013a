import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { build, isBuildStale } from './build.mjs';
import { install, isInstallStale } from './install.mjs';
import { tryLock } from './lock.mjs';
import { root } from './project.mjs';
import { CommandError } from '../process/command-error.mjs';

/** @typedef {import('../process/supervisor.mjs').Supervisor} Supervisor */

/** stderr: what the command itself prints on stdout may be JSON for another program. */
const say = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);

/** The bundler's own standard output is kept off ours for the same reason. */
const quiet = /** @type {import('node:child_process').StdioOptions} */ (['ignore', 'ignore', 'inherit']);

/** @param {number} startedAt */
const secondsSince = (startedAt) => `${((performance.now() - startedAt) / 1000).toFixed(0)} s`;

/** @param {Supervisor} supervisor */
async function installIfStale(supervisor) {
  if (!isInstallStale()) return;
  say('Loadstone: installing packages (once, until package-lock.json changes) …');
  const startedAt = performance.now();
  const failure = await install(supervisor);
  if (failure !== undefined) throw new CommandError(`the packages could not be installed.\n${failure}`);
  say(`Loadstone: packages installed in ${secondsSince(startedAt)}.`);
}

/** @param {Supervisor} supervisor */
async function buildIfStale(supervisor) {
  if (!isBuildStale()) return;
  say('Loadstone: building the app …');
  const startedAt = performance.now();
  if (!(await build(supervisor, { stdio: quiet }))) {
    throw new CommandError('the build failed, see above.');
  }
  say(`Loadstone: built in ${secondsSince(startedAt)}.`);
}

/**
 * Two first starts at once would install into the same node_modules.
 * The lock is outside of it because `npm ci` removes that folder.
 */
async function waitForLock() {
  const path = join(root, '.cache/bootstrap.lock');
  let release = tryLock(path);
  if (release === undefined) say('Loadstone: another start is installing or building here; waiting for it …');
  while (release === undefined) {
    await delay(300);
    release = tryLock(path);
  }
  return release;
}

/** @param {{ needsBuild: boolean }} options */
export function isReady({ needsBuild }) {
  return !isInstallStale() && !(needsBuild && isBuildStale());
}

/**
 * Packages installed and, where wanted, the app built; quick when there is nothing to do.
 *
 * @param {Supervisor} supervisor
 * @param {{ needsBuild: boolean }} options
 */
export async function ensureReady(supervisor, { needsBuild }) {
  if (isReady({ needsBuild })) return;
  const release = await waitForLock();
  try {
    await installIfStale(supervisor);
    if (needsBuild) await buildIfStale(supervisor);
  } finally {
    release();
  }
}
