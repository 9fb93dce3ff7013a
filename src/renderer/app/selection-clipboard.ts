import type { Transaction } from '#shared/model/run.ts';
import type { QueryLayer } from '../data/query-layer.ts';
import { natureOf } from '../panels/run-nature/run-nature.ts';
import {
  missingText,
  portableSelection,
  selectionText,
  usableSelection,
  type PortableSelection,
} from '../panels/selection/saved-selection.ts';
import { selectedRun } from '../state/current-view.ts';
import type { AppState, AppStore } from '../state/store.ts';
import type { Toaster } from '../ui/Toasts.tsx';

export interface ClipboardContext {
  readonly store: AppStore;
  readonly queries: QueryLayer;
  readonly toasts: Toaster;
}

/** Only samples can be selected by more than their transaction. */
export function takesSelections(state: AppState): boolean {
  const run = selectedRun(state);
  return run !== null && natureOf(run) === 'samples';
}

/** Puts the selection on the clipboard as text: for a colleague, for a ticket, for another run. */
export async function copySelection({ store, queries, toasts }: ClipboardContext): Promise<void> {
  const known = await transactionsOfRun(store, queries);
  const selection = portableSelection(store.getState().selection.settled, known);
  await navigator.clipboard.writeText(selectionText(selection));
  toasts.show({
    status: 'good',
    title: 'The selection was copied',
    text: 'Paste it here or in another window of Loadstone.',
  });
}

/** Applies a selection that came as text to the open run. */
export async function applySelection(
  { store, queries, toasts }: ClipboardContext,
  selection: PortableSelection,
): Promise<void> {
  const usable = usableSelection(selection, await transactionsOfRun(store, queries));
  if (usable === null) {
    toasts.show({
      status: 'warn',
      title: 'None of the transactions of the selection is in this run',
      text: 'Choose a run of the same test, or copy a selection without transactions.',
    });
    return;
  }
  store.getState().actions.setSelection(usable.selection);
  if (usable.missing.length === 0) toasts.show({ status: 'good', title: 'The selection was pasted' });
  else toasts.show({ status: 'note', title: 'The selection was pasted', text: missingText(usable.missing) });
}

async function transactionsOfRun(store: AppStore, queries: QueryLayer): Promise<readonly Transaction[]> {
  const run = selectedRun(store.getState());
  return run === null ? [] : queries.ask('runs.transactions', { runId: run.id }).result;
}
