import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { ensureExists } from '#shared/assert.ts';
import type { DesktopFile } from '#shared/contract/desktop.ts';
import type { EngineHost } from './engine-host.ts';

/** Lets the engine read files that the person chose, and describes them to the page by their ids. */
export async function grantFiles(
  engine: Pick<EngineHost, 'grant'>,
  paths: readonly string[],
): Promise<DesktopFile[]> {
  if (paths.length === 0) return [];
  const fileIds = await engine.grant(paths);
  return Promise.all(
    paths.map(async (path, index) => ({
      fileId: ensureExists(fileIds[index], 'an id for every file'),
      name: basename(path),
      size: await sizeOf(path),
      path,
    })),
  );
}

/** The size is for display: a file that is not there is told by the import, with its name. */
async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
