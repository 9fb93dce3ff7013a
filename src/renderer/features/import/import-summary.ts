import type { ImportFileState, ImportState } from '#shared/model/import-state.ts';

/** The queue as a whole. */
export interface ImportSummary {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly bytesRead: number;
  /** Sum of the sizes that are known. */
  readonly bytesTotal: number;
  readonly rowsPerSec: number;
  readonly remainingMs: number | null;
  readonly active: boolean;
}

export function summarizeImport(state: ImportState): ImportSummary {
  const { files } = state;
  // What was cancelled or failed early is no work any more: it must not keep the bar from reaching its end.
  const counted = files.filter((file) => file.phase !== 'cancelled' && file.phase !== 'failed');
  const bytesRead = sum(counted, (file) => file.bytesRead);
  const bytesTotal = sum(counted, (file) => file.bytesTotal ?? file.bytesRead);
  const reading = files.filter((file) => file.phase === 'reading');
  const bytesPerMs = sum(reading, (file) => (file.elapsedMs > 0 ? file.bytesRead / file.elapsedMs : 0));
  return {
    total: files.length,
    done: countOf(files, 'done'),
    failed: countOf(files, 'failed'),
    cancelled: countOf(files, 'cancelled'),
    bytesRead,
    bytesTotal,
    rowsPerSec: sum(reading, (file) => file.rowsPerSec),
    remainingMs: bytesPerMs > 0 ? (bytesTotal - bytesRead) / bytesPerMs : null,
    active: state.active,
  };
}

/** `Importing 7 files`, `7 files imported`, `6 of 7 files imported`. */
export function importHeadline(summary: ImportSummary): string {
  const { total, done, active } = summary;
  if (active) return `Importing ${files(total)}`;
  if (done === total) return `${files(total)} imported`;
  if (done === 0) return total === 1 ? 'The file was not imported' : `None of ${total} files was imported`;
  return `${done} of ${files(total)} imported`;
}

/** 0..1, or null while no size is known. */
export function importShare(summary: ImportSummary): number | null {
  return summary.bytesTotal === 0 ? null : summary.bytesRead / summary.bytesTotal;
}

function files(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}

function countOf(list: readonly ImportFileState[], phase: ImportFileState['phase']): number {
  return list.filter((file) => file.phase === phase).length;
}

function sum(list: readonly ImportFileState[], value: (file: ImportFileState) => number): number {
  return list.reduce((total, file) => total + value(file), 0);
}
