import { rmSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSnap, type Browser } from '../../../scripts/launch/browsers.mjs';

/** Before the number of the process that made it. */
const PREFIX = 'loadstone-print-';

/** The folder in which a browser that prints keeps what it must keep; gone with it. */
export interface PrintProfile {
  readonly path: string;
  remove(): Promise<void>;
  /** For the end of this process, when nothing can be waited for. */
  removeNow(): void;
}

/** Makes a profile, and clears away those of processes that were ended before they could. */
export async function makePrintProfile(browser: Browser): Promise<PrintProfile> {
  // A snap does not see anybody's temporary folder.
  const parent = isSnap(browser.path) ? join(homedir(), 'snap/chromium/common') : tmpdir();
  await removeAbandoned(parent);
  const path = await mkdtemp(join(parent, `${PREFIX}${process.pid}-`));
  return {
    path,
    // The browser's helpers may still be writing for a moment.
    remove: () =>
      rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }).catch(() => undefined),
    removeNow() {
      try {
        rmSync(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 20 });
      } catch {
        // The next process that prints finds it abandoned.
      }
    },
  };
}

async function removeAbandoned(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names) {
    const [, pid] = /^loadstone-print-(\d+)-/u.exec(name) ?? [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of somebody else is alive, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
