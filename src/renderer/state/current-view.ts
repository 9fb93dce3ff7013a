import type { Run } from '#shared/model/run.ts';
import type { View } from './layout-slice.ts';
import { runById } from './selectors.ts';
import type { AppState } from './store.ts';

export function selectedRun(state: Pick<AppState, 'workspace' | 'selection'>): Run | null {
  return runById(state.workspace.runs, state.selection.runId);
}

/** The view that can be shown: without a run there is no overview, without files no import. */
export function currentView(state: Pick<AppState, 'workspace' | 'selection' | 'layout'>): View {
  const { view } = state.layout;
  const run = selectedRun(state);
  if (view === 'import' && state.workspace.imports.files.length === 0)
    return run === null ? 'start' : 'overview';
  if (view === 'heap' && !hasSnapshots(state)) return run === null ? 'start' : 'overview';
  if (view === 'profile' && !hasProfiles(state)) return run === null ? 'start' : 'overview';
  if (isRunView(view) && run === null) return 'start';
  return view;
}

/** Views that show the selected run, under its name. */
export function isRunView(view: View): view is RunView {
  return view === 'overview' || view === 'explorer' || view === 'capacity';
}

export type RunView = Extract<View, 'overview' | 'explorer' | 'capacity'>;

export function hasSnapshots({ workspace }: Pick<AppState, 'workspace'>): boolean {
  return (workspace.info?.snapshotCount ?? 0) > 0;
}

export function hasProfiles({ workspace }: Pick<AppState, 'workspace'>): boolean {
  return (workspace.info?.profileCount ?? 0) > 0;
}

/** The tree belongs to a workspace with something in it; while only the first files arrive it would be an empty column. */
export function showsTree(state: Pick<AppState, 'workspace' | 'selection' | 'layout' | 'report'>): boolean {
  const view = currentView(state);
  if (view === 'start') return false;
  if (view === 'report') return state.report.treeShown;
  if (view === 'compare') return state.workspace.runs.length > 0;
  if (view !== 'import') return true;
  const arriving = new Set(state.workspace.imports.files.map((file) => file.runId));
  return (
    hasSnapshots(state) || hasProfiles(state) || state.workspace.runs.some((run) => !arriving.has(run.id))
  );
}
