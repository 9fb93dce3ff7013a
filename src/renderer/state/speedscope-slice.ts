import type { SetState } from './store.ts';

export interface SpeedscopeSlice {
  /** This window can open speedscope. */
  readonly available: boolean;
  /** The profile that is open in it, or on its way. */
  readonly profileId: number | null;
}

export interface SpeedscopeActions {
  readonly setSpeedscopeAvailable: (available: boolean) => void;
  /** Opens what is selected of a profile; null: back to Loadstone. */
  readonly openInSpeedscope: (profileId: number | null) => void;
}

export const initialSpeedscope: SpeedscopeSlice = { available: false, profileId: null };

export function createSpeedscopeActions(set: SetState): SpeedscopeActions {
  return {
    setSpeedscopeAvailable: (available) =>
      set((state) => {
        state.speedscope.available = available;
      }),
    openInSpeedscope: (profileId) =>
      set((state) => {
        state.speedscope.profileId = profileId;
      }),
  };
}
