import { accessSync, constants, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { freemem, platform } from 'node:os';
import { join } from 'node:path';

const MEMORY_FOLDER = '/dev/shm';
/** More than the largest test writes, beside what the tests themselves need. */
const NEEDED_BYTES = 6e9;

/**
 * A folder in memory for the workspaces of tests. Each of them is written safely, that is, waited for on a disk, and no
 * test asks whether the disk was fast.
 *
 * @param {{ folder?: string, neededBytes?: number }} [options]
 * @returns {{ path: string, remove: () => void } | undefined} undefined where there is no memory to spare
 */
export function testFolder({ folder = MEMORY_FOLDER, neededBytes = NEEDED_BYTES } = {}) {
  try {
    if (platform() !== 'linux') return undefined;
    accessSync(folder, constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    if (Math.min(bavail * bsize, freemem()) < neededBytes) return undefined;
    const path = mkdtempSync(join(folder, 'loadstone-test-'));
    return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
  } catch {
    return undefined;
  }
}
