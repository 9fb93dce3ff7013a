import { useCallback, useMemo, useRef, type ReactNode, type Ref } from 'react';
import type { LatencyBand } from '#shared/model/filter.ts';
import { useChartCanvas } from '../canvas-host/use-chart-canvas.tsx';
import type { ChartHandle } from '../chart-handle.ts';
import type { Crosshair } from '../crosshair.ts';
import { nearestEdge } from '../latency-rows.ts';
import { ValueChart, type ValueDrag, type ValueMark, type ValueReading } from '../value-chart/ValueChart.tsx';
import { drawHistogram, drawHistogramOverlay } from './draw.ts';
import { describeHistogram, type HistogramModel } from './model.ts';
import { histogramMarks, histogramPlace, histogramReadout, histogramStart } from './readout.ts';
import { histogramScene, type HistogramScene } from './scene.ts';

interface HistogramChartProps {
  readonly owner: string;
  readonly model: HistogramModel;
  readonly band: LatencyBand | null;
  /** Called when a drag ends. */
  readonly onBand: (band: LatencyBand | null) => void;
  readonly crosshair: Crosshair;
  readonly ref?: Ref<ChartHandle> | undefined;
}

/** Less is a click. */
const CLICK_PX = 4;

/** Density and cumulative share of response times; a drag selects a band of them. */
export function HistogramChart(props: HistogramChartProps): ReactNode {
  const { owner, model, band, onBand, crosshair, ref } = props;
  const canvas = useChartCanvas(ref);
  const { viewport, palette, repaint } = canvas;
  const press = useRef<number | null>(null);
  const draft = useRef<LatencyBand | null>(null);
  const scene = useMemo(() => histogramScene(model, viewport, palette), [model, viewport, palette]);
  const reading = useMemo(
    (): ValueReading => ({
      name: 'Histogram',
      marks: () => histogramMarks(model),
      start: histogramStart(model),
      readout: (mark) => histogramReadout(scene, mark),
      placeOf: (mark) => histogramPlace(scene, mark),
    }),
    [model, scene],
  );
  const drag: ValueDrag = {
    onBegin: (x) => {
      press.current = x;
    },
    onMove: (x) => {
      if (press.current === null) return false;
      draft.current = Math.abs(x - press.current) < CLICK_PX ? null : bandBetween(scene, press.current, x);
      repaint();
      return true;
    },
    onEnd: (taken) => {
      const made = draft.current;
      press.current = null;
      draft.current = null;
      if (taken && made !== null) onBand(made);
      repaint();
    },
    onClear: () => onBand(null),
  };
  return (
    <ValueChart
      canvas={canvas}
      owner={owner}
      crosshair={crosshair}
      label={useMemo(() => describeHistogram(model, scene.duration), [model, scene.duration])}
      paintPicture={useCallback((context) => drawHistogram(context, scene), [scene])}
      paintOverlay={useCallback(
        (context) =>
          drawHistogramOverlay(context, scene, band, draft.current, crosshair.get()?.valueMs ?? null),
        [scene, band, crosshair],
      )}
      markAt={(x, y) => markUnder(scene, x, y)}
      reading={reading}
      drag={drag}
    />
  );
}

function markUnder({ geometry, times }: HistogramScene, x: number, y: number): ValueMark | null {
  const { left, right, top, bottom } = geometry;
  if (x < left || x > right || y < top || y > bottom) return null;
  return { timeMs: null, valueMs: times.toValue(x) };
}

/** On edges of bars; at the ends of the axis a band is open. */
function bandBetween({ model, times, geometry }: HistogramScene, oneX: number, otherX: number): LatencyBand {
  const x0 = Math.min(oneX, otherX);
  const x1 = Math.max(oneX, otherX);
  const fromMs = x0 <= geometry.left + 1 ? 0 : nearestEdge(model.rows, times.toValue(x0));
  if (x1 >= geometry.right - 1) return { fromMs, toMs: null };
  return { fromMs, toMs: Math.max(fromMs, nearestEdge(model.rows, times.toValue(x1))) };
}
