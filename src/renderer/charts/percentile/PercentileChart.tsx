import {
  useCallback,
  useImperativeHandle,
  useMemo,
  useRef,
  type PointerEvent,
  type ReactNode,
  type Ref,
} from 'react';
import { CanvasHost, type CanvasHostHandle } from '../canvas-host/CanvasHost.tsx';
import { usePalette } from '../canvas-host/use-palette.tsx';
import { useViewport } from '../canvas-host/use-viewport.tsx';
import type { ChartHandle } from '../chart-handle.ts';
import type { Crosshair } from '../crosshair.ts';
import { useCrosshairMoves } from '../use-crosshair.tsx';
import type { AxisMode } from '../value-axis.ts';
import { drawPercentiles } from './draw.ts';
import { drawPercentileOverlay } from './draw-overlay.ts';
import { nearestPoint, valueAt, type PercentileModel } from './model.ts';
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
  const root = useRef<HTMLDivElement>(null);
  const host = useRef<CanvasHostHandle>(null);
  const viewport = useViewport(root);
  const palette = usePalette();
  const scene = useMemo(
    () => percentileScene(model, layOutPercentiles(viewport), mode, palette),
    [model, viewport, mode, palette],
  );

  const paintPicture = useCallback(
    (context: CanvasRenderingContext2D) => drawPercentiles(context, scene),
    [scene],
  );
  const paintOverlay = useCallback(
    (context: CanvasRenderingContext2D) =>
      drawPercentileOverlay(context, scene, crosshair.get()?.valueMs ?? null),
    [scene, crosshair],
  );
  useCrosshairMoves(
    crosshair,
    useCallback(() => host.current?.repaintOverlay(), []),
  );
  useImperativeHandle(ref, () => ({
    snapshot: () => host.current?.snapshot(palette.background) ?? null,
    svg: () => host.current?.svg(palette.background) ?? null,
  }));

  function hover(event: PointerEvent): void {
    const { left, right, top, bottom } = scene.geometry;
    const { offsetX: x, offsetY: y } = event.nativeEvent;
    const inside = x >= left && x <= right && y >= top && y <= bottom;
    const value = inside ? valueUnder(scene, x) : NaN;
    if (Number.isNaN(value)) crosshair.clear(owner);
    else crosshair.set({ owner, timeMs: null, valueMs: value });
  }

  return (
    <div ref={root} className="chart" onPointerMove={hover} onPointerLeave={() => crosshair.clear(owner)}>
      <CanvasHost
        ref={host}
        viewport={viewport}
        label={useMemo(() => describePercentiles(model, scene.duration), [model, scene.duration])}
        paintPicture={paintPicture}
        paintOverlay={paintOverlay}
      />
    </div>
  );
}

/** On the curve; of a report that of the nearest point, because there is nothing between them. */
function valueUnder({ model, nines }: PercentileScene, x: number): number {
  const { selection } = model;
  if (!model.reported) return valueAt(selection, nines.toPercentile(x));
  const nearest = nearestPoint(selection, (percentile) => Math.abs(nines.toPx(percentile) - x));
  return selection.valueMs[nearest] ?? NaN;
}
