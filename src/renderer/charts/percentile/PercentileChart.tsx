import { useCallback, useMemo, type ReactNode, type Ref } from 'react';
import { useChartCanvas } from '../canvas-host/use-chart-canvas.tsx';
import type { ChartHandle } from '../chart-handle.ts';
import type { Crosshair } from '../crosshair.ts';
import type { AxisMode } from '../value-axis.ts';
import { ValueChart, type ValueMark, type ValueReading } from '../value-chart/ValueChart.tsx';
import { drawPercentiles } from './draw.ts';
import { drawPercentileOverlay } from './draw-overlay.ts';
import { nearestPoint, valueAt, type PercentileModel } from './model.ts';
import { percentileMarks, percentilePlace, percentileReadout, percentileStart } from './readout.ts';
import { layOutPercentiles, percentileScene, type PercentileScene } from './scene.ts';
import { describePercentiles } from './summary.ts';

interface PercentileChartProps {
  /** Who sets the crosshair. */
  readonly owner: string;
  readonly model: PercentileModel;
  readonly mode: AxisMode;
  readonly crosshair: Crosshair;
  readonly ref?: Ref<ChartHandle> | undefined;
}

/** Response time by percentile on an axis of nines: the tail gets as much room as the bulk. */
export function PercentileChart({ owner, model, mode, crosshair, ref }: PercentileChartProps): ReactNode {
  const canvas = useChartCanvas(ref);
  const { viewport, palette } = canvas;
  const scene = useMemo(
    () => percentileScene(model, layOutPercentiles(viewport), mode, palette),
    [model, viewport, mode, palette],
  );
  const reading = useMemo(
    (): ValueReading => ({
      name: 'Percentile curve',
      marks: () => percentileMarks(model),
      start: percentileStart(model),
      readout: (mark) => percentileReadout(scene, mark),
      placeOf: (mark) => percentilePlace(scene, mark),
    }),
    [model, scene],
  );
  return (
    <ValueChart
      canvas={canvas}
      owner={owner}
      crosshair={crosshair}
      label={useMemo(() => describePercentiles(model, scene.duration), [model, scene.duration])}
      paintPicture={useCallback((context) => drawPercentiles(context, scene), [scene])}
      paintOverlay={useCallback(
        (context) => drawPercentileOverlay(context, scene, crosshair.get()?.valueMs ?? null),
        [scene, crosshair],
      )}
      markAt={(x, y) => markUnder(scene, x, y)}
      reading={reading}
    />
  );
}

/** On the curve; of a report that of the nearest point, because there is nothing between them. */
function markUnder({ model, nines, geometry }: PercentileScene, x: number, y: number): ValueMark | null {
  const { left, right, top, bottom } = geometry;
  if (x < left || x > right || y < top || y > bottom) return null;
  const { selection } = model;
  const valueMs = model.reported
    ? (selection.valueMs[nearestPoint(selection, (percentile) => Math.abs(nines.toPx(percentile) - x))] ??
      NaN)
    : valueAt(selection, nines.toPercentile(x));
  return Number.isNaN(valueMs) ? null : { timeMs: null, valueMs };
}
