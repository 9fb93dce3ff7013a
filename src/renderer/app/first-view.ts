import type { AppStore } from '../state/store.ts';
import { viewOfContents } from './view-of-contents.ts';
import type { ImportFollower } from './import-follower.ts';

/**
 * What a window shows first: files from the command line that are still coming in or could not be read, else the first run
 * of the open workspace, or its snapshots, else the start screen.
 */
export function showFirstView(store: AppStore, follower: ImportFollower): void {
  const { workspace, selection, actions } = store.getState();
  const { imports } = workspace;
  const [first] = workspace.runs;
  if (first !== undefined && selection.runId === null) actions.selectRun(first.id);
  if (imports.active || imports.files.some((file) => file.phase === 'failed')) {
    actions.setView('import');
    follower.follow(imports.files.map((file) => file.fileId));
  } else actions.setView(viewOfContents(store.getState()));
}
