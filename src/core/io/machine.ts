import { availableParallelism, homedir, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';

/** What this computer offers, and what Loadstone takes of it. */
export interface Resources {
  readonly memoryLimitBytes: number;
  readonly threads: number;
}

const MIN_MEMORY = 512e6;
const MAX_MEMORY = 8e9;

/**
 * A quarter of the memory for the database (its own default, 80 %, would starve the window and the browser beside it),
 * and all cores but one from three on.
 */
export function defaultResources(): Resources {
  const cores = availableParallelism();
  return {
    memoryLimitBytes: Math.min(MAX_MEMORY, Math.max(MIN_MEMORY, totalmem() / 4)),
    threads: cores <= 2 ? cores : cores - 1,
  };
}

/** Per-user folder for the list of recent workspaces and for what was not saved yet. */
export function configDirectory(env: Readonly<Record<string, string | undefined>>, platform: string): string {
  const chosen = env['LOADSTONE_CONFIG_DIR'];
  if (chosen !== undefined && chosen !== '') return chosen;
  const home = homedir();
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Loadstone');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Loadstone');
  return join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'loadstone');
}

export function temporaryDirectory(): string {
  return join(tmpdir(), `loadstone-${process.pid}`);
}
