import type { ImportFileState } from '#shared/model/import-state.ts';
import type { Run } from '#shared/model/run.ts';

/**
 * Runs that a file can be added to, as the results of another load generator. None while it is read, and none for a file
 * that is no result of a known tool, or that is here already.
 */
export function runChoices(file: ImportFileState, runs: readonly Run[]): readonly Run[] {
  if (file.phase === 'reading' || file.phase === 'finishing') return [];
  if (file.error?.code === 'file-duplicate' || file.error?.code === 'file-not-recognised') return [];
  const own = runs.find((run) => run.id === file.runId);
  if (file.phase === 'done' && own?.granularity !== 'samples') return [];
  // Before it is read nobody knows the tool of a file.
  const tool = own?.tool ?? file.detection?.best?.tool ?? null;
  return runs.filter(
    (run) => run.id !== file.runId && run.granularity === 'samples' && (tool === null || run.tool === tool),
  );
}
