import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, root as projectRoot } from './project.mjs';
import { readJson } from './read-json.mjs';

const stampFile = 'node_modules/.cache/loadstone/installed-lock.sha256';

/**
 * @typedef {{ version?: string, resolved?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} LockedPackage
 * @typedef {{ packages: Record<string, LockedPackage> }} Lockfile
 */

/**
 * Whether what npm wrote down about node_modules is what the lockfile asks for. Packages for other
 * platforms are optional and absent; everything else must be there in the locked version.
 *
 * @param {Lockfile} wanted package-lock.json
 * @param {Lockfile} installed node_modules/.package-lock.json
 */
export function installedMatchesLock(wanted, installed) {
  const mayBeAbsent = (/** @type {LockedPackage} */ p) => p.optional === true || p.devOptional === true;
  for (const [path, locked] of Object.entries(wanted.packages)) {
    if (path === '') continue;
    const actual = installed.packages[path];
    if (actual === undefined ? !mayBeAbsent(locked) : actual.version !== locked.version) return false;
  }
  return Object.keys(installed.packages).every((path) => path in wanted.packages);
}

/** @param {string} root */
function lockHash(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

/**
 * @param {string} root
 * @param {string} path
 */
function readLock(root, path) {
  return /** @type {Lockfile} */ (readJson(join(root, path)));
}

/** @param {string} [root] */
export function isInstallStale(root = projectRoot) {
  const stamp = join(root, stampFile);
  const hash = lockHash(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false;
  // No stamp of ours, but perhaps somebody ran `npm ci` by hand: then there is nothing to do either.
  const written = 'node_modules/.package-lock.json';
  if (!existsSync(join(root, written))) return true;
  if (!installedMatchesLock(readLock(root, 'package-lock.json'), readLock(root, written))) return true;
  mkdirSync(join(root, 'node_modules/.cache/loadstone'), { recursive: true });
  writeFileSync(stamp, hash);
  return false;
}

/**
 * npm follows an error with its whole manual page.
 *
 * @param {string} stderr
 */
export function firstWords(stderr) {
  const lines = stderr.split('\n').filter((line) => !/^npm (error|warn)\s*$/.test(line) && line !== '');
  return lines.slice(0, 12).join('\n');
}

/**
 * @param {import('../process/supervisor.mjs').Supervisor} supervisor
 * @returns {Promise<string | undefined>} what npm had to say when it failed
 */
export async function install(supervisor) {
  const hash = lockHash(projectRoot);
  // The build needs the development packages even where NODE_ENV=production would leave them out.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env['npm_execpath'];
  /** @type {import('node:child_process').SpawnOptions} */
  const options = { cwd: projectRoot, stdio: ['ignore', 'ignore', 'pipe'] };
  const { code, stderr } =
    npm?.endsWith('npm-cli.js') === true
      ? await supervisor.run(process.execPath, [npm, ...args], options)
      : await supervisor.run('npm', args, { ...options, shell: process.platform === 'win32' });
  if (code !== 0) return firstWords(stderr);
  mkdirSync(cacheDir, { recursive: true });
  writeFileSync(join(projectRoot, stampFile), hash);
  return undefined;
}
