import {
  useCallback,
  useImperativeHandle,
  useMemo,
  useRef,
  type PointerEvent,
  type ReactNode,
  type Ref,
} from 'react';
import type { TimeSpan } from '#shared/model/filter.ts';
import { CanvasHost, type CanvasHostHandle } from '../canvas-host/CanvasHost.tsx';
import { usePalette } from '../canvas-host/use-palette.tsx';
import { useViewport } from '../canvas-host/use-viewport.tsx';
import type { ChartHandle } from '../chart-handle.ts';
import type { Crosshair } from '../crosshair.ts';
import { useCrosshairMoves } from '../use-crosshair.tsx';
import type { AxisMode } from '../value-axis.ts';
import { drawLoadMark, drawLoadScatter } from './load-draw.ts';
import { describeLoadScatter, pointAt, type LoadScatterModel } from './load-model.ts';
import { loadScene, nearestLoadPoint } from './load-scene.ts';

interface LoadScatterChartProps {
  readonly owner: string;
  readonly model: LoadScatterModel;
  readonly mode: AxisMode;
  readonly span: TimeSpan | null;
  readonly crosshair: Crosshair;
  readonly ref?: Ref<ChartHandle> | undefined;
}

/** Response time against load: whether more load made it slower, and whether it recovered. */
export function LoadScatterChart({
  owner,
  model,
  mode,
  span,
  crosshair,
  ref,
}: LoadScatterChartProps): ReactNode {
  const root = useRef<HTMLDivElement>(null);
  const host = useRef<CanvasHostHandle>(null);
  const viewport = useViewport(root);
  const palette = usePalette();
  const scene = useMemo(() => loadScene(model, viewport, mode, palette), [model, viewport, mode, palette]);
  const paintPicture = useCallback(
    (context: CanvasRenderingContext2D) => drawLoadScatter(context, scene, span),
    [scene, span],
  );
  const paintOverlay = useCallback(
    (context: CanvasRenderingContext2D) => {
      const timeMs = crosshair.get()?.timeMs ?? null;
      const point = timeMs === null ? null : pointAt(scene.model, timeMs);
      if (point !== null) drawLoadMark(context, scene, point);
    },
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
    const { offsetX, offsetY } = event.nativeEvent;
    const point = nearestLoadPoint(scene, offsetX, offsetY);
    if (point === null) crosshair.clear(owner);
    else crosshair.set({ owner, timeMs: point.timeMs, valueMs: point.valueMs });
  }

  return (
    <div ref={root} className="chart" onPointerMove={hover} onPointerLeave={() => crosshair.clear(owner)}>
      <CanvasHost
        ref={host}
        viewport={viewport}
        label={useMemo(() => describeLoadScatter(model), [model])}
        paintPicture={paintPicture}
        paintOverlay={paintOverlay}
      />
    </div>
  );
}
