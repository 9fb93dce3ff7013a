import {
  useCallback,
  useImperativeHandle,
  useMemo,
  useRef,
  type PointerEvent,
  type ReactNode,
  type Ref,
} from 'react';
import type { LatencyBand } from '#shared/model/filter.ts';
import { CanvasHost, type CanvasHostHandle } from '../canvas-host/CanvasHost.tsx';
import { usePalette } from '../canvas-host/use-palette.tsx';
import { useViewport } from '../canvas-host/use-viewport.tsx';
import type { ChartHandle } from '../chart-handle.ts';
import type { Crosshair } from '../crosshair.ts';
import { nearestEdge } from '../latency-rows.ts';
import { useCrosshairMoves } from '../use-crosshair.tsx';
import { drawHistogram, drawHistogramOverlay } from './draw.ts';
import { describeHistogram, type HistogramModel } from './model.ts';
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
export function HistogramChart({
  owner,
  model,
  band,
  onBand,
  crosshair,
  ref,
}: HistogramChartProps): ReactNode {
  const root = useRef<HTMLDivElement>(null);
  const host = useRef<CanvasHostHandle>(null);
  const press = useRef<number | null>(null);
  const draft = useRef<LatencyBand | null>(null);
  const viewport = useViewport(root);
  const palette = usePalette();
  const scene = useMemo(() => histogramScene(model, viewport, palette), [model, viewport, palette]);
  const paintPicture = useCallback(
    (context: CanvasRenderingContext2D) => drawHistogram(context, scene),
    [scene],
  );
  const paintOverlay = useCallback(
    (context: CanvasRenderingContext2D) =>
      drawHistogramOverlay(context, scene, band, draft.current, crosshair.get()?.valueMs ?? null),
    [scene, band, crosshair],
  );
  const repaint = useCallback(() => host.current?.repaintOverlay(), []);
  useCrosshairMoves(crosshair, repaint);
  useImperativeHandle(ref, () => ({
    snapshot: () => host.current?.snapshot(palette.background) ?? null,
    svg: () => host.current?.svg(palette.background) ?? null,
  }));

  function move(event: PointerEvent): void {
    const { offsetX: x, offsetY: y } = event.nativeEvent;
    if (press.current !== null) {
      draft.current = Math.abs(x - press.current) < CLICK_PX ? null : bandBetween(scene, press.current, x);
      repaint();
      return;
    }
    const { left, right, top, bottom } = scene.geometry;
    if (x < left || x > right || y < top || y > bottom) crosshair.clear(owner);
    else crosshair.set({ owner, timeMs: null, valueMs: scene.times.toValue(x) });
  }

  function release(): void {
    const made = draft.current;
    press.current = null;
    draft.current = null;
    if (made !== null) onBand(made);
    repaint();
  }

  return (
    <div
      ref={root}
      className="chart histogram"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        press.current = event.nativeEvent.offsetX;
      }}
      onPointerMove={move}
      onPointerUp={release}
      onPointerCancel={() => {
        draft.current = null;
        release();
      }}
      onPointerLeave={() => crosshair.clear(owner)}
      onDoubleClick={() => onBand(null)}
    >
      <CanvasHost
        ref={host}
        viewport={viewport}
        label={useMemo(() => describeHistogram(model, scene.duration), [model, scene.duration])}
        paintPicture={paintPicture}
        paintOverlay={paintOverlay}
      />
    </div>
  );
}

/** On edges of bars; at the ends of the axis a band is open. */
function bandBetween({ model, times, geometry }: HistogramScene, oneX: number, otherX: number): LatencyBand {
  const x0 = Math.min(oneX, otherX);
  const x1 = Math.max(oneX, otherX);
  const fromMs = x0 <= geometry.left + 1 ? 0 : nearestEdge(model.rows, times.toValue(x0));
  if (x1 >= geometry.right - 1) return { fromMs, toMs: null };
  return { fromMs, toMs: Math.max(fromMs, nearestEdge(model.rows, times.toValue(x1))) };
}
