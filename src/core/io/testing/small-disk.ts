import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface SmallDisk {
  readonly path: string;
  /** From here on nothing can be written to it. */
  makeReadOnly(): Promise<void>;
  remove(): Promise<void>;
}

/** Why a test with a disk of its own does not run. */
export const NO_SMALL_DISK = 'needs root on Linux, to mount a small disk';

/**
 * A disk that holds no more than `megabytes`, mounted at `path`. Root may write everywhere, so neither a full disk nor
 * a folder without permission can be had without one. Null where mounting is not allowed.
 */
export async function mountSmallDisk(path: string, megabytes: number): Promise<SmallDisk | null> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  await mkdir(path, { recursive: true });
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'loadstone-test', path]);
  } catch {
    return null;
  }
  return {
    path,
    async makeReadOnly() {
      await run('mount', ['-o', 'remount,ro', path]);
    },
    async remove() {
      // Lazily: a process that was started for a test may not have ended yet.
      await run('umount', ['-l', path]);
    },
  };
}
