import { castDraft } from 'immer';
import type { CompareDraft } from './compare-draft.ts';
import type { SetState } from './store.ts';

/** Two runs that the explorer shows together: one is explored, the other drawn beside it. */
export interface AgainstPair {
  /** The run that is explored, side B. */
  readonly runId: number;
  /** The run beside it, side A. */
  readonly baselineRunId: number;
  /** Transactions that have another name on side B. */
  readonly mapping: CompareDraft['mapping'];
}

/** What the explored run is held against. Null: nothing; of another run than the pair's it says nothing either. */
export interface AgainstSlice {
  readonly pair: AgainstPair | null;
}

export interface AgainstActions {
  readonly setAgainst: (pair: AgainstPair | null) => void;
}

export const initialAgainst: AgainstSlice = { pair: null };

export function createAgainstActions(set: SetState): AgainstActions {
  return {
    setAgainst: (pair) =>
      set((state) => {
        state.against = { pair: castDraft(pair) };
      }),
  };
}
