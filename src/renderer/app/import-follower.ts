import type { ImportFileState } from '#shared/model/import-state.ts';
import type { AppStore } from '../state/store.ts';
import { isSettled } from '../state/workspace-slice.ts';

/**
 * Opens the first run of a drop when everything of it has arrived, unless the user has gone elsewhere meanwhile. What was
 * dropped on a comparison fills its sides instead, in the order of the files.
 */
export interface ImportFollower {
  /** Starts to watch these files; called when their import begins. */
  follow(fileIds: readonly string[]): void;
  stop(): void;
}

export function createImportFollower(store: AppStore): ImportFollower {
  let watched: ReadonlySet<string> = new Set();
  let forComparison = false;

  const unsubscribe = store.subscribe((state, before) => {
    if (watched.size === 0) return;
    if (before.layout.view === 'import' && state.layout.view !== 'import') {
      watched = new Set();
      return;
    }
    // Runs arrive by a question of their own: wait until the list knows the imported ones.
    if (
      state.workspace.imports === before.workspace.imports &&
      state.workspace.runs === before.workspace.runs
    )
      return;
    const files = state.workspace.imports.files.filter((file) => watched.has(file.fileId));
    const runId = runToOpen(
      files,
      state.workspace.runs.map((run) => run.id),
    );
    if (runId === null) return;
    watched = new Set();
    if (forComparison) {
      state.actions.fillSides(files.flatMap((file) => (file.phase === 'done' ? (file.runId ?? []) : [])));
      state.actions.setView('compare');
      return;
    }
    state.actions.selectRun(runId);
    state.actions.setView('overview');
  });

  return {
    follow: (fileIds) => {
      if (watched.size === 0) forComparison = store.getState().layout.view === 'compare';
      watched = new Set([...watched, ...fileIds]);
    },
    stop: unsubscribe,
  };
}

/** Null while something is under way, and when something went wrong: then the panel has to say what. */
export function runToOpen(files: readonly ImportFileState[], runIds: readonly number[]): number | null {
  if (files.length === 0 || !files.every(isSettled)) return null;
  if (files.some((file) => file.phase === 'failed')) return null;
  const first = files.find(
    (file) => file.phase === 'done' && file.runId !== null && runIds.includes(file.runId),
  );
  return first?.runId ?? null;
}
