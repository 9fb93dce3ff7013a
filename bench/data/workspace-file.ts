import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFolder } from '../paths.ts';

/** A database file in the data folder, and how to get rid of what a round before has left of it. */
export interface DatabaseFile {
  readonly path: string;
  remove(): Promise<void>;
  megabytes(): Promise<number>;
}

export function databaseFile(name: string): DatabaseFile {
  const path = join(dataFolder, name);
  return {
    path,
    async remove() {
      for (const file of [path, `${path}.wal`]) await rm(file, { force: true });
    },
    megabytes: async () => (await stat(path)).size / 1e6,
  };
}
