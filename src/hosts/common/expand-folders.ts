import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** As many as one import takes (see the contract's `import.start`). */
export const MAX_FILES = 10_000;

export interface ExpandedPaths {
  readonly files: readonly string[];
  /** True when folders held more than {@link MAX_FILES}. */
  readonly truncated: boolean;
}

/**
 * All files of a list of paths, folders walked through; the same rules as for a folder dropped on the window
 * (`renderer/app/dropped-files.ts`). A path that is not there stays in the list: the import says so by name.
 */
export async function expandFolders(paths: readonly string[]): Promise<ExpandedPaths> {
  const files: string[] = [];
  const waiting = [...paths].reverse();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (files.length >= MAX_FILES) return { files, truncated: true };
    if (await isFolder(path)) waiting.push(...(await visibleChildren(path)).reverse());
    else files.push(path);
  }
  return { files, truncated: false };
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

async function visibleChildren(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => !name.startsWith('.'))
    .sort((a, b) => a.localeCompare(b, undefined, { numeric: true }))
    .map((name) => join(folder, name));
}
