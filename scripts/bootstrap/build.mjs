import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root as projectRoot, toolScript } from './project.mjs';
import { readJson } from './read-json.mjs';
import { sourceContent, sourceTimes } from './source-stamp.mjs';

/** @typedef {import('./source-stamp.mjs').SourceStamp} SourceStamp */

/** In `out` itself: whoever removes the build removes the claim that it is fresh. */
const stampFile = 'out/.build-stamp.json';

/**
 * @param {string} root
 * @returns {SourceStamp | undefined}
 */
function readStamp(root) {
  try {
    return /** @type {SourceStamp} */ (readJson(join(root, stampFile)));
  } catch {
    return undefined;
  }
}

/**
 * @param {string} root
 * @param {SourceStamp} stamp
 */
function writeStamp(root, stamp) {
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(join(root, stampFile), JSON.stringify(stamp));
}

/** @param {string} [root] */
export function isBuildStale(root = projectRoot) {
  const stamp = readStamp(root);
  if (stamp === undefined || !existsSync(join(root, 'out/main'))) return true;
  const times = sourceTimes(root);
  if (stamp.times === times) return false;
  if (stamp.content !== sourceContent(root)) return true;
  writeStamp(root, { ...stamp, times });
  return false;
}

/**
 * @param {import('../process/supervisor.mjs').Supervisor} supervisor
 * @param {{ stdio: import('node:child_process').StdioOptions }} options
 * @returns {Promise<boolean>} whether it succeeded
 */
export async function build(supervisor, { stdio }) {
  rmSync(join(projectRoot, stampFile), { force: true });
  // Taken before the build: a file saved while it runs then counts as changed.
  const stamp = { times: sourceTimes(projectRoot), content: sourceContent(projectRoot) };
  const { code } = await supervisor.run(process.execPath, [toolScript('electron-vite'), 'build'], {
    cwd: projectRoot,
    stdio,
  });
  if (code === 0) writeStamp(projectRoot, stamp);
  return code === 0;
}
