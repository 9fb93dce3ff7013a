import { useCallback, useMemo, useState, type ReactNode, type Ref } from 'react';
import { formatInstant } from '../../ui/instant-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { CanvasHost } from '../canvas-host/CanvasHost.tsx';
import { useChartCanvas } from '../canvas-host/use-chart-canvas.tsx';
import type { ChartHandle } from '../chart-handle.ts';
import { ChartTooltip } from '../ChartTooltip.tsx';
import { drawTrend, drawTrendOverlay } from './draw.ts';
import type { TrendModel } from './model.ts';
import { runAt, trendScene } from './scene.ts';
import { describeTrend } from './summary.ts';

interface TrendChartProps {
  readonly model: TrendModel;
  readonly ref?: Ref<ChartHandle> | undefined;
}

/** One figure of many runs of the same test, in the order in which they were made. */
export function TrendChart({ model, ref }: TrendChartProps): ReactNode {
  const { root, host, viewport, palette } = useChartCanvas(ref);
  const [at, setAt] = useState(-1);
  const scene = useMemo(() => trendScene(model, viewport, palette), [model, viewport, palette]);
  const paintPicture = useCallback((context: CanvasRenderingContext2D) => drawTrend(context, scene), [scene]);
  const paintOverlay = useCallback(
    (context: CanvasRenderingContext2D) => drawTrendOverlay(context, scene, at),
    [scene, at],
  );
  const point = model.points[at];
  return (
    <div
      ref={root}
      className="chart"
      onPointerMove={(event) => setAt(runAt(scene, event.nativeEvent.offsetX))}
      onPointerLeave={() => setAt(-1)}
    >
      <CanvasHost
        ref={host}
        viewport={viewport}
        label={describeTrend(model, scene.unit, scene.factor)}
        paintPicture={paintPicture}
        paintOverlay={paintOverlay}
      />
      {point !== undefined && (
        <ChartTooltip
          anchor={{ x: scene.toX(at), y: scene.top }}
          title={point.name}
          note={point.side === null ? null : point.side === 'A' ? 'baseline' : 'candidate'}
          rows={[
            {
              name: 'Started',
              value: Number.isNaN(point.startedAtUs) ? 'not known' : formatInstant(point.startedAtUs),
            },
            {
              name: 'Value',
              value: Number.isNaN(point.value)
                ? 'not known'
                : `${numberFormat.short(point.value * scene.factor)} ${scene.unit}`,
            },
            ...(point.change === null
              ? []
              : [{ name: 'Change, p', value: numberFormat.short(point.change.p) }]),
          ]}
        />
      )}
    </div>
  );
}
