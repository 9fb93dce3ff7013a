import type { Run } from '#shared/model/run.ts';
import { expandFolders } from '../common/expand-folders.ts';
import { importFiles } from './import-files.ts';
import { readLabelRules } from './label-rules-file.ts';
import type { LocalEngine } from './local-engine.ts';
import { referredRun, runReference, type RunReference } from './run-references.ts';
import type { SideOptions } from './side-arguments.ts';
import { errorLine, errorWords, type Terminal } from './terminal.ts';
import { exitCodes, UsageError } from './usage.ts';

export interface ImportedSide {
  readonly runIds: readonly number[];
  /** Of the worst that happened; `done` when every file was read. */
  readonly code: number;
  /** Why files could not be read: a text each. */
  readonly problems: readonly string[];
}

/** By the labels of the given command line, before anything is read. */
export async function applyLabelRules({ client }: LocalEngine, { labelRules }: SideOptions): Promise<void> {
  if (labelRules === null) return;
  await client.call('labels.apply', { rules: [...(await readLabelRules(labelRules))] });
}

/**
 * Reads the files of one side; runs of the workspace are found by their names.
 * @param attachments profiles and heap snapshots are welcome; else they are refused as no results of a load test
 */
export async function importSide(
  local: LocalEngine,
  given: readonly string[],
  options: SideOptions,
  terminal: Terminal,
  signal: AbortSignal,
  { attachments = false }: { readonly attachments?: boolean } = {},
): Promise<ImportedSide> {
  const { client } = local;
  const references = given
    .map((text) => runReference(text))
    .filter((each): each is RunReference => each !== null);
  const paths = given.filter((text) => runReference(text) === null);
  const referred: number[] = [];
  if (references.length > 0) {
    const [runs, baselines] = [await client.call('runs.list', {}), await client.call('baselines.list', {})];
    for (const reference of references) referred.push(referredRun(reference, runs, baselines));
  }
  let code: number = exitCodes.done;
  let read: number[] = [];
  const problems: string[] = [];
  if (paths.length > 0) {
    const { files } = await expandFolders(paths);
    const allowDuplicate = options.workspace === null;
    const imported = await importFiles(local, files, { ...options, allowDuplicate }, terminal, signal);
    for (const { error, isAttachment } of imported) {
      if (error === null || (attachments && isAttachment)) continue;
      terminal.note(errorLine(error, options.verbose));
      const isStopped = error.code === 'cancelled';
      if (!isStopped) problems.push(errorWords(error));
      code = isStopped ? exitCodes.cancelled : exitCodes.unreadable;
    }
    // Files of one report are one run already.
    read = imported.flatMap(({ runId }) => runId ?? []);
  }
  const runIds = [...new Set([...referred, ...read])];
  if (options.groupByRun && read.length > 1) {
    const merged = [...new Set(read)];
    if (merged.length > 1) {
      const { id } = await client.call('runs.merge', { runIds: merged }, { signal });
      return { runIds: [...new Set([...referred, id])], code, problems };
    }
  }
  return { runIds, code, problems };
}

/** @throws {UsageError} when a run stands on both sides */
export function refuseSameRuns(a: readonly number[], b: readonly number[], runs: readonly Run[]): void {
  const both = runs.find(({ id }) => a.includes(id) && b.includes(id));
  if (both === undefined) return;
  throw new UsageError(
    `"${both.name}" is on both sides. Files of one report in one folder are one run: put the sides into folders of their own.`,
  );
}
