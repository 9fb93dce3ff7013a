import { hasProfiles, hasSnapshots } from '../state/current-view.ts';
import type { AppState, AppStore } from '../state/store.ts';
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

  /** Opens what has arrived, once it is all there. */
  function open(state: AppState): void {
    const files = state.workspace.imports.files.filter((file) => watched.has(file.fileId));
    if (files.length === 0 || !files.every(isSettled)) return;
    const done = files.filter((file) => file.phase === 'done');
    // Something went wrong: then the list has to say what.
    if (files.some((file) => file.phase === 'failed')) return;
    const first = done.find((file) => file.runId !== null)?.runId ?? null;
    if (first !== null) {
      // Runs arrive by a question of their own: wait until the list knows the first one, whatever comes after it.
      if (!state.workspace.runs.some((run) => run.id === first)) return;
      watched = new Set();
      if (forComparison) {
        state.actions.fillSides(done.flatMap((file) => file.runId ?? []));
        state.actions.setView('compare');
      } else {
        state.actions.selectRun(first);
        state.actions.setView('overview');
      }
      return;
    }
    const profileId = done.flatMap((file) => file.profileIds)[0];
    if (profileId !== undefined) {
      if (!hasProfiles(state)) return;
      watched = new Set();
      state.actions.openProfile(profileId);
      state.actions.setView('profile');
      return;
    }
    const snapshotIds = done.flatMap((file) => file.snapshotId ?? []);
    const last = snapshotIds.at(-1);
    if (last === undefined || !hasSnapshots(state)) return;
    watched = new Set();
    // Several of one drop are a series, where they can be one.
    state.actions.openSnapshot(last, snapshotIds.length > 2 ? 'growth' : 'statistics');
    state.actions.setView('heap');
  }

  const unsubscribe = store.subscribe((state, before) => {
    if (watched.size === 0) return;
    if (before.layout.view === 'import' && state.layout.view !== 'import') {
      watched = new Set();
      return;
    }
    const { imports, runs, info } = state.workspace;
    const news = before.workspace;
    if (imports !== news.imports || runs !== news.runs || info !== news.info) open(state);
  });

  return {
    follow: (fileIds) => {
      if (watched.size === 0) forComparison = store.getState().layout.view === 'compare';
      watched = new Set([...watched, ...fileIds]);
    },
    stop: unsubscribe,
  };
}
