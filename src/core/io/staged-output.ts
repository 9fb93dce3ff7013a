import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '#shared/contract/errors.ts';
import { writeError } from './workspace-files.ts';

/**
 * A folder beside the place where something is to stand, on the same disk: what is written there comes to its place as a
 * whole, or not at all.
 */
export interface StagedOutput {
  readonly folder: string;
  /** Puts a file of the folder to the target, or the folder itself where no file is named. */
  readonly commit: (file?: string) => Promise<void>;
  /** Takes away what was not committed. */
  readonly discard: () => Promise<void>;
}

/** @throws {AppError} `read-only`, `disk-full` */
export async function stageOutput(target: string): Promise<StagedOutput> {
  const folder = join(dirname(target), `.${basename(target)}.${randomUUID()}.partial`);
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw writeError(error, target);
  }
  const discard = (): Promise<void> => rm(folder, { recursive: true, force: true });
  return {
    folder,
    discard,
    commit: async (file) => {
      try {
        if (file === undefined) await replaceFolder(folder, target);
        else await rename(join(folder, file), target);
      } catch (error) {
        throw writeError(error, target);
      }
      await discard();
    },
  };
}

/** The old folder goes once the new one stands in its place. */
async function replaceFolder(folder: string, target: string): Promise<void> {
  const old = `${folder}.old`;
  const hadOld = await rename(target, old).then(
    () => true,
    () => false,
  );
  try {
    await rename(folder, target);
  } catch (error) {
    if (hadOld) await rename(old, target);
    throw error;
  }
  if (hadOld) await rm(old, { recursive: true, force: true });
}

/**
 * Makes sure that a folder can be put to `target`: there is nothing, an empty folder, or with `overwrite` a folder that is
 * known by the first words of one of its files.
 * @throws {AppError} `bad-request`
 */
export async function ensureReplaceable(
  target: string,
  overwrite: boolean,
  mark: { readonly file: string; readonly begin: string },
): Promise<void> {
  const entries = await readdir(target).catch(() => null);
  if (entries === null) {
    if ((await stat(target).catch(() => null)) !== null)
      throw new AppError('bad-request', `${basename(target)} is a file, not a folder.`, {
        hint: 'Name another folder.',
        place: { file: target },
      });
    return;
  }
  if (entries.length === 0) {
    await rmdir(target).catch(() => undefined);
    return;
  }
  if (!overwrite)
    throw new AppError('bad-request', `The folder ${basename(target)} is not empty.`, {
      hint: 'Name another one, or replace an earlier export with --overwrite.',
      place: { file: target },
    });
  const text = await readFile(join(target, mark.file), 'utf8').catch(() => '');
  if (!text.startsWith(mark.begin))
    throw new AppError('bad-request', `The folder ${basename(target)} holds no earlier export.`, {
      hint: '--overwrite replaces nothing else. Name another folder, or empty this one yourself.',
      place: { file: target },
    });
}
