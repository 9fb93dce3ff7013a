import { writeTextFile } from '#core/io/workspace-files.ts';
import { resolve } from 'node:path';

/** Writes a report that a command was asked for, folders included; the old one stays when that fails. */
export async function writeReport(path: string | null, content: () => string): Promise<void> {
  if (path !== null) await writeTextFile(resolve(path), content());
}
