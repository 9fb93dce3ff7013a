import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Longer than any install: a lock this old was left by a process whose number another one has by now. */
const installAbandonedAfterMs = 20 * 60_000;

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, but somebody else's.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * @param {string} path
 * @param {number} abandonedAfterMs
 */
function isHeld(path, abandonedAfterMs) {
  try {
    const isRecent = Date.now() - statSync(path).mtimeMs < abandonedAfterMs;
    return isRecent && isAlive(Number(readFileSync(path, 'utf8')));
  } catch {
    return false;
  }
}

/** @param {string} path */
function create(path) {
  try {
    writeFileSync(path, `${process.pid}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * A file with the owner's process number; a dead owner's lock is free again.
 *
 * @param {string} path
 * @param {number} [abandonedAfterMs] Infinity: as long as a process of that number lives
 * @returns {(() => void) | undefined} the release, or nothing when somebody else holds it
 */
export function tryLock(path, abandonedAfterMs = installAbandonedAfterMs) {
  mkdirSync(dirname(path), { recursive: true });
  if (!create(path)) {
    if (isHeld(path, abandonedAfterMs)) return undefined;
    rmSync(path, { force: true });
    if (!create(path)) return undefined;
  }
  return () => rmSync(path, { force: true });
}
