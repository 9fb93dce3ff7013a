import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { randomUUID } from 'node:crypto';
import { copyWorkspace, removeWorkspace } from '#core/io/workspace-files.ts';
import { AppError } from '#shared/contract/errors.ts';
import { runReference } from './run-references.ts';
import { UsageError } from './usage.ts';

/** The workspace in which a command compares runs. */
export interface SideWorkspace {
  /** Null: a temporary one. */
  readonly path: string | null;
  /** Takes a copy away again. */
  readonly release: () => Promise<void>;
}

/**
 * Runs of a saved workspace are compared there. What is read beside them goes into a copy, so that it stays as it is,
 * unless `--workspace` names the same one: then the new runs are kept.
 * @throws {AppError} `file-missing`
 * @throws {UsageError}
 */
export async function openSideWorkspace(
  given: readonly string[],
  workspace: string | null,
): Promise<SideWorkspace> {
  const references = given.map(runReference);
  const paths = new Set(references.flatMap((reference) => reference?.workspace ?? []));
  const chosen = workspace === null ? null : resolve(workspace);
  const keep = { release: () => Promise.resolve() };
  const [path] = paths;
  if (path === undefined) return { path: chosen, ...keep };
  if (paths.size > 1)
    throw new UsageError(
      'Runs of several workspaces cannot be compared: open their files, or merge them into one.',
    );
  if (!existsSync(path))
    throw new AppError('file-missing', 'There is no such workspace.', { place: { file: path } });
  if (chosen !== null && chosen !== path)
    throw new UsageError(`--workspace has to be ${path}, which the runs are taken from, or be left out.`);
  if (chosen === path || !references.includes(null)) return { path, ...keep };
  const copy = join(tmpdir(), `loadstone-${process.pid}-${randomUUID()}.loadstone`);
  await copyWorkspace(path, copy);
  return { path: copy, release: () => removeWorkspace(copy) };
}
