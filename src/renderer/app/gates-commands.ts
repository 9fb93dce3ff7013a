import { currentView, selectedRun } from '../state/current-view.ts';
import type { AppState, AppStore } from '../state/store.ts';
import type { Command } from './command.ts';

/** The run that is looked at: in a comparison its first candidate. */
function runAtHand(state: AppState): number | null {
  const candidate = state.compare.draft.candidate.runIds[0];
  if (currentView(state) === 'compare' && candidate !== undefined) return candidate;
  return selectedRun(state)?.id ?? null;
}

const isWritable = (state: AppState): boolean => state.workspace.info?.readOnly !== true;

/** Rules that runs are held against, and the runs that others are compared with. */
export function gatesCommands(store: AppStore): readonly Command[] {
  const open = (propose: boolean) => () => {
    const state = store.getState();
    state.actions.openGates({ kind: 'editor', runId: runAtHand(state), propose });
  };
  return [
    {
      id: 'edit-gates',
      title: 'Edit gates…',
      section: 'Edit',
      enabled: (state) => state.workspace.runs.length > 0,
      run: open(false),
    },
    {
      id: 'propose-gates',
      title: 'Propose limits from this run…',
      section: 'Edit',
      enabled: (state) => runAtHand(state) !== null && isWritable(state),
      run: open(true),
    },
    {
      id: 'name-baseline',
      title: 'Name this run as baseline…',
      section: 'Edit',
      enabled: (state) => runAtHand(state) !== null && isWritable(state),
      run: () => {
        const state = store.getState();
        state.actions.openGates({ kind: 'baselines', runId: runAtHand(state) });
      },
    },
  ];
}
