import type { ImportFileState } from '#shared/model/import-state.ts';
import { hasProfiles, hasSnapshots } from '../state/current-view.ts';
import type { AppStore } from '../state/store.ts';
import { isSettled } from '../state/workspace-slice.ts';

/**
 * Opens the first run of a drop when everything of it has arrived, unless the user has gone elsewhere meanwhile. What was
 * dropped on a comparison fills its sides instead, in the order of the files. Profiles and heap
 * snapshots are opened where there is no run.
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
    const { imports, runs, info } = state.workspace;
    if (
      imports === before.workspace.imports &&
      runs === before.workspace.runs &&
      info === before.workspace.info
    )
      return;
    const files = imports.files.filter((file) => watched.has(file.fileId));
    const runId = runToOpen(
      files,
      runs.map((run) => run.id),
    );
    if (runId === null) {
      const profileIds = profilesToOpen(files);
      if (profileIds !== null) {
        if (!hasProfiles(state)) return;
        watched = new Set();
        state.actions.openProfile(profileIds[0]!);
        state.actions.setView('profile');
        return;
      }
      const snapshotIds = snapshotsToOpen(files);
      if (snapshotIds === null || !hasSnapshots(state)) return;
      watched = new Set();
      // Several of one drop are a series, where they can be one.
      state.actions.openSnapshot(snapshotIds.at(-1)!, snapshotIds.length > 2 ? 'growth' : 'statistics');
      state.actions.setView('heap');
      return;
    }
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

/** As {@link snapshotsToOpen}: what the drop brought, where there is no run. */
function profilesToOpen(files: readonly ImportFileState[]): readonly number[] | null {
  if (files.length === 0 || !files.every(isSettled)) return null;
  if (files.some((file) => file.phase === 'failed' || (file.phase === 'done' && file.runId !== null)))
    return null;
  const ids = files.flatMap((file) => (file.phase === 'done' ? file.profileIds : []));
  return ids.length === 0 ? null : ids;
}

/** Null where {@link runToOpen} is, and while a run is among them that the list does not know yet. */
function snapshotsToOpen(files: readonly ImportFileState[]): readonly number[] | null {
  if (files.length === 0 || !files.every(isSettled)) return null;
  if (files.some((file) => file.phase === 'failed' || (file.phase === 'done' && file.runId !== null)))
    return null;
  const ids = files.flatMap((file) => (file.phase === 'done' ? (file.snapshotId ?? []) : []));
  return ids.length === 0 ? null : ids;
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
