import { resolve } from 'node:path';
import type { WireError } from '#shared/contract/errors.ts';
import type { ColumnMapping } from '#shared/model/column-mapping.ts';
import type { ImportFileState } from '#shared/model/import-state.ts';
import type { LocalEngine } from './local-engine.ts';
import type { Terminal } from './terminal.ts';

export interface ImportedFile {
  readonly path: string;
  readonly runId: number | null;
  /** It is in the workspace, but holds no results of a load test: a profile or a heap snapshot. */
  readonly isAttachment: boolean;
  readonly error: WireError | null;
}

/** Imports files one after the other with a line of progress; a file that fails does not stop the others. */
export async function importFiles(
  { engine, client }: LocalEngine,
  paths: readonly string[],
  options: {
    readonly format: string | null;
    readonly timeZone: string | undefined;
    readonly mapping?: ColumnMapping | undefined;
    readonly allowDuplicate: boolean;
  },
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ImportedFile[]> {
  const registered = paths.map((path) => ({ path, fileId: engine.files.registerPath(resolve(path)).fileId }));
  const off = client.on('import.changed', ({ files }) => {
    const current = files.find((file) => file.phase === 'reading' || file.phase === 'finishing');
    terminal.progress(current === undefined ? null : progressLine(current, files.length));
  });
  const cancel = (): void => void client.call('import.cancel', {}).catch(() => undefined);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await client.call('import.start', {
      files: registered.map(({ fileId }) => ({
        fileId,
        allowDuplicate: options.allowDuplicate,
        ...(options.format === null ? {} : { format: options.format }),
        ...(options.mapping === undefined ? {} : { mapping: options.mapping }),
        ...(options.timeZone === undefined ? {} : { timeZone: options.timeZone }),
      })),
    });
    await engine.idle();
    const { files } = await client.call('import.state', {});
    return registered.map(({ path, fileId }) => {
      const state = files.find((file) => file.fileId === fileId);
      const cancelled: WireError | null =
        state?.phase === 'cancelled'
          ? { code: 'cancelled', message: `The import of ${path} was cancelled.` }
          : null;
      const runId = state?.runId ?? null;
      const other = state?.phase === 'done' && runId === null ? noResults(path, state) : null;
      return { path, runId, isAttachment: other !== null, error: state?.error ?? cancelled ?? other };
    });
  } finally {
    off();
    signal.removeEventListener('abort', cancel);
    terminal.progress(null);
  }
}

/** A profile or a snapshot: it is in the workspace, but has nothing to count. */
function noResults(path: string, { detection, snapshotId }: ImportFileState): WireError {
  const command = snapshotId === null ? 'profile' : 'heap';
  return {
    code: 'file-not-recognised',
    message: `${path} holds no results of a load test, but a ${detection?.best?.label ?? command}.`,
    hint: `"loadstone ${command}" reads it.`,
  };
}

function progressLine(file: ImportFileState, count: number): string {
  const share =
    file.bytesTotal === null || file.bytesTotal === 0
      ? ''
      : ` ${Math.floor((100 * file.bytesRead) / file.bytesTotal)} %`;
  const left = file.remainingMs === null ? '' : `, ${Math.ceil(file.remainingMs / 1000)} s left`;
  const others = count > 1 ? ` (${count} files)` : '';
  return `${file.name}${others}:${share} ${file.rows.toLocaleString('en')} rows, ${Math.round(file.rowsPerSec).toLocaleString('en')} rows/s${left}`;
}
