import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react';
import type { TimeSpan } from '#shared/model/filter.ts';
import type { TimeZoom } from '../../charts/time-zoom/use-time-gestures.tsx';
import { WHOLE_RUN, zoomStep, type ZoomState } from './zoom-history.ts';

/** A wheel has no end: without a notch for this long it rests. */
const REST_MS = 250;

export interface Zoom {
  readonly state: ZoomState;
  readonly shared: TimeZoom;
  readonly show: (window: TimeSpan | null) => void;
  readonly goBack: () => void;
  readonly goForward: () => void;
}

/** One zoom for all plots over time of a run. */
export function useZoom(durationMs: number): Zoom {
  const [state, step] = useReducer(zoomStep, WHOLE_RUN);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const onWindow = useCallback((window: TimeSpan | null, moving: boolean) => {
    clearTimeout(timer.current);
    if (moving) timer.current = setTimeout(() => step({ kind: 'settle' }), REST_MS);
    step({ kind: 'show', window, moving });
  }, []);
  const shared = useMemo(
    (): TimeZoom => ({ durationMs, window: state.window, onWindow }),
    [durationMs, state.window, onWindow],
  );
  return useMemo(
    () => ({
      state,
      shared,
      show: (window: TimeSpan | null) => onWindow(window, false),
      goBack: () => step({ kind: 'back' }),
      goForward: () => step({ kind: 'forward' }),
    }),
    [state, shared, onWindow],
  );
}
