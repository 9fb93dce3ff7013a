import { useCallback, useMemo, type ReactNode, type Ref } from 'react';
import type { SelectedTime } from '#shared/model/filter.ts';
import { useChartCanvas } from '../canvas-host/use-chart-canvas.tsx';
import type { ChartHandle } from '../chart-handle.ts';
import type { Crosshair } from '../crosshair.ts';
import type { AxisMode } from '../value-axis.ts';
import { ValueChart, type ValueReading } from '../value-chart/ValueChart.tsx';
import { drawLoadMark, drawLoadScatter } from './load-draw.ts';
import { describeLoadScatter, pointAt, type LoadScatterModel } from './load-model.ts';
import { loadPlace, loadReadout } from './load-readout.ts';
import { loadScene, nearestLoadPoint } from './load-scene.ts';

interface LoadScatterChartProps {
  readonly owner: string;
  readonly model: LoadScatterModel;
  readonly mode: AxisMode;
  readonly span: SelectedTime | null;
  readonly crosshair: Crosshair;
  readonly ref?: Ref<ChartHandle> | undefined;
}

/** Response time against load: whether more load made it slower, and whether it recovered. */
export function LoadScatterChart(props: LoadScatterChartProps): ReactNode {
  const { owner, model, mode, span, crosshair, ref } = props;
  const canvas = useChartCanvas(ref);
  const { viewport, palette } = canvas;
  const scene = useMemo(() => loadScene(model, viewport, mode, palette), [model, viewport, mode, palette]);
  const reading = useMemo(
    (): ValueReading => ({
      name: 'Response time against load',
      marks: () => model.points,
      start: 0,
      readout: (mark) => loadReadout(scene, mark),
      placeOf: (mark) => loadPlace(scene, mark),
    }),
    [model, scene],
  );
  return (
    <ValueChart
      canvas={canvas}
      owner={owner}
      crosshair={crosshair}
      label={useMemo(() => describeLoadScatter(model), [model])}
      paintPicture={useCallback((context) => drawLoadScatter(context, scene, span), [scene, span])}
      paintOverlay={useCallback(
        (context) => {
          const timeMs = crosshair.get()?.timeMs ?? null;
          const point = timeMs === null ? null : pointAt(scene.model, timeMs);
          if (point !== null) drawLoadMark(context, scene, point);
        },
        [scene, crosshair],
      )}
      markAt={(x, y) => {
        const point = nearestLoadPoint(scene, x, y);
        return point === null ? null : { timeMs: point.timeMs, valueMs: point.valueMs };
      }}
      reading={reading}
    />
  );
}
