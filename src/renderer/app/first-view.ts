import type { AppStore } from '../state/store.ts';

/** What a window shows first: the running import, else the first run of the open workspace, else the start screen. */
export function showFirstView(store: AppStore): void {
  const { workspace, selection, actions } = store.getState();
  const [first] = workspace.runs;
  if (first !== undefined && selection.runId === null) actions.selectRun(first.id);
  if (workspace.imports.active) actions.setView('import');
  else if (first !== undefined) actions.setView('overview');
}
