import { castDraft } from 'immer';
import type { SetState } from './store.ts';

/** What a run is held against. */
export type GateBaseline =
  /** Side A of the comparison at hand. */
  | { readonly kind: 'comparison' }
  /** A baseline of the workspace. */
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'none' };

/** What is open over the window. */
export type GatesDialog =
  /** `propose`: with limits from the run, as soon as it is open. */
  | { readonly kind: 'editor'; readonly runId: number | null; readonly propose: boolean }
  | { readonly kind: 'baselines'; readonly runId: number | null };

export interface GatesSlice {
  /** Chosen by a person, by run; a run without one is held against what suggests itself. */
  readonly baselines: Readonly<Record<number, GateBaseline>>;
  readonly dialog: GatesDialog | null;
}

export interface GatesActions {
  readonly chooseGateBaseline: (runId: number, baseline: GateBaseline) => void;
  readonly openGates: (dialog: GatesDialog) => void;
  readonly closeGates: () => void;
  /** Another workspace was opened: its runs have ids of their own. */
  readonly resetGates: () => void;
}

export const initialGates: GatesSlice = { baselines: {}, dialog: null };

export function createGatesActions(set: SetState): GatesActions {
  return {
    chooseGateBaseline: (runId, baseline) =>
      set((state) => {
        state.gates.baselines[runId] = castDraft(baseline);
      }),
    openGates: (dialog) =>
      set((state) => {
        state.gates.dialog = castDraft(dialog);
      }),
    closeGates: () =>
      set((state) => {
        state.gates.dialog = null;
      }),
    resetGates: () =>
      set((state) => {
        state.gates = castDraft(initialGates);
      }),
  };
}
