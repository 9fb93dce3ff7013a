import { useMemo } from 'react';
import type { Run } from '#shared/model/run.ts';
import { joinSpans, spansOf } from '#shared/model/time-spans.ts';
import type { Crosshair } from '../../charts/crosshair.ts';
import type { Box } from '../../charts/time-plot/box.ts';
import type { TimePlotSharing } from '../../charts/time-plot/TimePlot.tsx';
import type { RunData } from '../../panels/run-figures/use-run-data.ts';
import { selectionLimits } from '../../panels/run-nature/run-nature.ts';
import { spanLabel } from '../../panels/timeline/span-label.ts';
import { useTimeBrush } from '../../panels/timeline/use-time-brush.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import type { Zoom } from './use-zoom.ts';

/** Where cubes are missing: steps of the brush per run. */
const STEPS = 1000;

/** The selection, as every plot over time draws and changes it. */
export function usePlotSharing(run: Run, data: RunData, crosshair: Crosshair, zoom: Zoom): TimePlotSharing {
  const span = useAppState((state) => state.selection.time);
  const band = useAppState((state) => state.selection.latency);
  const { setSelection } = useActions();
  const { onBrush, onHold } = useTimeBrush();
  const box = useMemo(
    () => ({
      // An upright box says nothing about time, and leaves it as it is.
      onBox: ({ span: time, band: latency }: Box, adds: boolean) => {
        if (time === null) setSelection({ latency });
        else if (!adds || span === null) setSelection({ time, latency });
        // A flat box beside another says nothing about response times, and leaves their band as it is.
        else
          setSelection({ time: joinSpans([...spansOf(span), time]), ...(latency !== null && { latency }) });
      },
      onClear: () => setSelection({ time: null, latency: null }),
    }),
    [setSelection, span],
  );
  const samples = data.figures.figures?.overall.samples ?? null;
  const stepMs = data.cube?.cube.binMs ?? Math.max(1, run.durationMs / STEPS);
  return useMemo(
    () => ({
      zoom: zoom.shared,
      crosshair,
      span,
      band,
      spanLabel: span === null ? '' : spanLabel(span, run.durationMs, samples),
      stepMs,
      locked: selectionLimits(run).time,
      onBrush,
      onHold,
      box,
    }),
    [zoom.shared, crosshair, span, band, run, samples, stepMs, onBrush, onHold, box],
  );
}
