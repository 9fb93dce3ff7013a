import type { TimeSpan } from '#shared/model/filter.ts';

/** The part of the run that all plots over time show, and the parts that were shown before. Null: the whole run. */
export interface ZoomState {
  readonly window: TimeSpan | null;
  /** The last part that was not in motion: a gesture is one step of the history, whatever it passed through. */
  readonly settled: TimeSpan | null;
  readonly back: readonly (TimeSpan | null)[];
  readonly forward: readonly (TimeSpan | null)[];
}

export type ZoomStep =
  | { readonly kind: 'show'; readonly window: TimeSpan | null; readonly moving: boolean }
  | { readonly kind: 'settle' }
  | { readonly kind: 'back' }
  | { readonly kind: 'forward' };

export const WHOLE_RUN: ZoomState = { window: null, settled: null, back: [], forward: [] };
const MAX_HISTORY = 100;

export function zoomStep(state: ZoomState, step: ZoomStep): ZoomState {
  switch (step.kind) {
    case 'show':
      return step.moving ? { ...state, window: step.window } : settle({ ...state, window: step.window });
    case 'settle':
      return settle(state);
    case 'back': {
      const to = state.back.at(-1);
      if (to === undefined) return state;
      const forward = [state.settled, ...state.forward];
      return { window: to, settled: to, back: state.back.slice(0, -1), forward };
    }
    case 'forward': {
      const to = state.forward[0];
      if (to === undefined) return state;
      return {
        window: to,
        settled: to,
        back: [...state.back, state.settled],
        forward: state.forward.slice(1),
      };
    }
  }
}

function settle(state: ZoomState): ZoomState {
  const { window, settled, back } = state;
  if (window?.fromMs === settled?.fromMs && window?.toMs === settled?.toMs) return state;
  return { window, settled: window, back: [...back, settled].slice(-MAX_HISTORY), forward: [] };
}
