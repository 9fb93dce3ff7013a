import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * A browser has no dialog for a place on disk, so saved workspaces of this host go to one folder.
 */
export function workspacesDirectory(env: Readonly<Record<string, string | undefined>>): string {
  const chosen = env['LOADSTONE_WORKSPACES_DIR'];
  return chosen === undefined || chosen === '' ? join(homedir(), 'Loadstone') : chosen;
}

/** A path in the folder for a name typed by a person; never one that exists. */
export function saveTarget(directory: string, name: string): string {
  const base =
    name
      .replace(/\.loadstone$/iu, '')
      // What some file system does not take in a name, and what would leave the folder.
      .replace(/[<>:"/\\|?*\u0000-\u001f]/gu, '-')
      .replace(/^[.\s]+|[.\s]+$/gu, '')
      .slice(0, 120) || 'workspace';
  for (let count = 1; ; count++) {
    const path = join(directory, `${base}${count === 1 ? '' : ` ${count}`}.loadstone`);
    if (!existsSync(path)) return path;
  }
}
