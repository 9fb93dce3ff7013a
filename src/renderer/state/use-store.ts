import { createContext, useContext, useMemo } from 'react';
import { useStore } from 'zustand';
import { ensureExists } from '#shared/assert.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import { filterWithoutTime, runById } from './selectors.ts';
import type { AppActions, AppState, AppStore } from './store.ts';

/** The window's store; `app/services.tsx` provides it. */
export const StoreContext = createContext<AppStore | null>(null);

export function useAppStore(): AppStore {
  return ensureExists(useContext(StoreContext), 'a store above this component');
}

/** Part of the state. The selector must return the same object for the same state; for new objects use `useShallow`. */
export function useAppState<T>(selector: (state: AppState) => T): T {
  return useStore(useAppStore(), selector);
}

export function useActions(): AppActions {
  return useAppState((state) => state.actions);
}

/** The same object as long as the selection means the same, so that it may be a dependency. */
export function useFilterWithoutTime(): SampleFilter | null {
  const { runId, transactions, outcome, latency, conditions } = useAppState((state) => state.selection);
  return useMemo(
    () => filterWithoutTime({ runId, time: null, transactions, outcome, latency, conditions }),
    [runId, transactions, outcome, latency, conditions],
  );
}

export function useSelectedRun(): Run | null {
  return useAppState((state) => runById(state.workspace.runs, state.selection.runId));
}
