import { useCallback, useMemo, useRef } from 'react';
import type { SelectedTime } from '#shared/model/filter.ts';
import { useQueryLayer } from '../../data/use-query.ts';
import { useActions, useAppStore } from '../../state/use-store.ts';
import { measureFrame } from '../run-figures/brush-timing.ts';

export interface TimeBrushActions {
  readonly onBrush: (time: SelectedTime | null, moving: boolean) => void;
  readonly onHold: (held: boolean) => void;
}

/** What a brush over the run does: it selects time for all views, and what runs in the background makes way meanwhile. */
export function useTimeBrush(): TimeBrushActions {
  const store = useAppStore();
  const layer = useQueryLayer();
  const { setTime, setSelection } = useActions();
  const release = useRef<(() => void) | null>(null);
  const onBrush = useCallback(
    (time: SelectedTime | null, moving: boolean) => {
      if (moving) measureFrame();
      setTime(time, { moving });
    },
    [setTime],
  );
  const onHold = useCallback(
    (held: boolean) => {
      if (held) {
        release.current ??= layer.holdBackground();
        return;
      }
      release.current?.();
      release.current = null;
      // The screen was left before the brush came to rest: what it selected last counts.
      if (store.getState().selection.moving) setSelection({});
    },
    [layer, store, setSelection],
  );
  return useMemo(() => ({ onBrush, onHold }), [onBrush, onHold]);
}
