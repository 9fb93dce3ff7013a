import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * What the build was made from. Two answers to "has anything changed?": sizes and times, which cost a few
 * milliseconds on every start, and the content, read only when the times differ (a checkout or a restored
 * CI cache touches every file without changing one).
 *
 * @typedef {{ times: string, content: string }} SourceStamp
 */

/** Everything the bundler reads. Tests are left out: they never reach the bundle. */
const inputs = [
  'src',
  'scripts/speedscope',
  'scripts/wasm',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
];
const isTest = /\.test\.[jt]sx?$/;

/**
 * @param {string} path
 * @param {(file: string, size: number, mtimeMs: number) => void} visit
 * @returns {void}
 */
function walk(path, visit) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory()) {
    if (!isTest.test(path)) visit(path, stat.size, stat.mtimeMs);
    return;
  }
  for (const name of readdirSync(path).sort()) walk(join(path, name), visit);
}

/** @param {string} root */
export function sourceTimes(root) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    walk(join(root, input), (file, size, mtimeMs) => {
      hash.update(`${relative(root, file)}\0${size}\0${mtimeMs}\n`);
    });
  }
  return hash.digest('hex');
}

/** @param {string} root */
export function sourceContent(root) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    walk(join(root, input), (file, size) => {
      hash.update(`${relative(root, file).split(sep).join('/')}\0${size}\n`);
      hash.update(readFileSync(file));
    });
  }
  return hash.digest('hex');
}
