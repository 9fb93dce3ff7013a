import type { Detection } from '#shared/model/import-state.ts';
import type { Importer } from '../../import/importer.ts';
import { createLineImporter } from '../../import/testing/line-importer.ts';
import type { ByteSource } from '../../io/byte-source.ts';
import { sourceOf } from '../../io/testing/chunks.ts';
import { importSource, type ImportedRun, type ImportRequest } from '../import-source.ts';
import type { Workspace } from '../workspace.ts';

export const NOW_US = 1_732_000_000_000_000;

export interface TestImport extends Partial<Omit<ImportRequest, 'source'>> {
  readonly name?: string;
  readonly importers?: readonly Importer[];
  readonly signal?: AbortSignal;
  readonly progress?: (bytesRead: number, rows: number, rejectedRows: number) => void;
  readonly finishing?: () => void;
  readonly detected?: (detection: Detection) => void;
  readonly workerUrl?: URL;
  readonly runId?: number;
}

/** Imports a text in the format of `line-importer.ts`, in this thread. */
export async function importInto(
  workspace: Workspace,
  content: string | Uint8Array | ByteSource,
  options: TestImport = {},
): Promise<ImportedRun> {
  const {
    name = 'night.lines',
    importers = [createLineImporter()],
    signal = new AbortController().signal,
  } = options;
  const source =
    typeof content === 'string' || content instanceof Uint8Array ? sourceOf(content, { name }) : content;
  const imported = await importSource(
    { database: workspace.database, importers, workerUrl: options.workerUrl ?? null, nowUs: () => NOW_US },
    {
      source,
      format: options.format ?? null,
      options: options.options ?? { timeZone: 'UTC' },
      allowDuplicate: options.allowDuplicate ?? false,
      runId: options.runId ?? null,
    },
    {
      detected: options.detected ?? (() => undefined),
      progress: options.progress ?? (() => undefined),
      finishing: options.finishing ?? (() => undefined),
    },
    signal,
  );
  workspace.changed();
  return imported;
}
