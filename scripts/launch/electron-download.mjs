import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, root } from '../bootstrap/project.mjs';
import { readJson } from '../bootstrap/read-json.mjs';
import { CommandError } from '../process/command-error.mjs';
import { electronVersion } from './electron.mjs';

/** @typedef {{ version: string, failedAt: number, reason: string }} Failure */

const memoryFile = join(cacheDir, 'electron-download.json');
const dayMs = 24 * 60 * 60_000;

/**
 * A machine without the network gives up after this long. As long as bytes arrive it goes on, up to the
 * second limit, because on a slow line the archive takes minutes and starting over would take them again.
 */
const limits = { silentMs: 20_000, totalMs: 300_000 };

/**
 * @param {Failure | undefined} failure the last one
 * @param {{ version: string, now: number }} present
 * @returns {{ possible: true } | { possible: false, reason: string }}
 */
export function mayDownload(failure, { version, now }) {
  if (failure?.version !== version) return { possible: true };
  const age = now - failure.failedAt;
  if (age < 0 || age >= dayMs) return { possible: true };
  const hours = Math.ceil((dayMs - age) / 3_600_000);
  return { possible: false, reason: `${failure.reason}; it is tried again in ${hours} h` };
}

/** @returns {Failure | undefined} */
export function lastFailure() {
  try {
    return /** @type {Failure} */ (readJson(memoryFile));
  } catch {
    return undefined;
  }
}

/** @param {string} folder */
function bytesUnder(folder) {
  let bytes = 0;
  try {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      bytes += statSync(join(folder, name)).size;
    }
  } catch {
    // Not there yet, or moved away between the listing and the look at it: the next look is soon.
  }
  return bytes;
}

/**
 * The line of a stack trace that says what happened.
 *
 * @param {string} stderr
 */
export function reasonFrom(stderr) {
  const line = stderr.split('\n').find((text) => /\b(\w*Error|failed)\b/.test(text)) ?? '';
  return line.replace(/^\s*\w*Error:\s*/, '').trim();
}

/**
 * Runs the package's own installer. Its temporary files go to a folder of ours, so that a download which is
 * given up leaves nothing behind, and so that one can see whether bytes arrive.
 *
 * @param {import('../process/supervisor.mjs').Supervisor} supervisor
 * @returns {Promise<{ reason: string } | undefined>} nothing when the binary is there now
 */
export async function downloadElectron(supervisor) {
  const temporary = join(cacheDir, 'electron-download');
  const unpacked = join(root, 'node_modules/electron/dist');
  mkdirSync(temporary, { recursive: true });

  const hasProxy = ['https_proxy', 'HTTPS_PROXY'].some((name) => (process.env[name] ?? '') !== '');
  const child = supervisor.start(process.execPath, [join(root, 'node_modules/electron/install.js')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      TMPDIR: temporary,
      TEMP: temporary,
      ELECTRON_GET_NO_PROGRESS: '1',
      ...(hasProxy && { ELECTRON_GET_USE_PROXY: '1' }),
    },
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (stderr += text));

  const startedAt = Date.now();
  let lastBytes = 0;
  let lastProgressAt = startedAt;
  /** @type {string | undefined} */
  let gaveUp;
  const watch = setInterval(() => {
    const bytes = bytesUnder(temporary) + bytesUnder(unpacked);
    if (bytes !== lastBytes) lastProgressAt = Date.now();
    lastBytes = bytes;
    if (Date.now() - lastProgressAt > limits.silentMs)
      gaveUp = `nothing arrived for ${limits.silentMs / 1000} s`;
    else if (Date.now() - startedAt > limits.totalMs)
      gaveUp = `it took longer than ${limits.totalMs / 60_000} min`;
    if (gaveUp !== undefined) void supervisor.stop(child, 500);
  }, 500);

  const code = await new Promise((/** @type {(code: number | null) => void} */ resolve) => {
    child.once('exit', resolve);
    child.once('error', () => resolve(127));
  });
  clearInterval(watch);
  rmSync(temporary, { recursive: true, force: true });
  if (code === 0) {
    rmSync(memoryFile, { force: true });
    return undefined;
  }
  if (supervisor.stopSignal.aborted) throw new CommandError('The download was stopped.');
  const detail = gaveUp ?? reasonFrom(stderr);
  const reason = `Electron could not be downloaded${detail === '' ? '' : ` (${detail})`}`;
  /** @type {Failure} */
  const failure = { version: electronVersion(), failedAt: Date.now(), reason };
  writeFileSync(memoryFile, JSON.stringify(failure));
  return { reason };
}
