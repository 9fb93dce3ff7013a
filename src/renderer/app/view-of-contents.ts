import { hasProfiles, hasSnapshots } from '../state/current-view.ts';
import type { View } from '../state/layout-slice.ts';
import type { AppState } from '../state/store.ts';

/** What a workspace is shown with: its first run, else its profiles, else its heap snapshots, else there is nothing but the start screen. */
export function viewOfContents(state: AppState): View {
  if (state.workspace.runs.length > 0) return 'overview';
  if (hasProfiles(state)) return 'profile';
  return hasSnapshots(state) ? 'heap' : 'start';
}
