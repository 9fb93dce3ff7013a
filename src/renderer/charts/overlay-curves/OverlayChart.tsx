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
import { drawOverlay, drawOverlayCrosshair } from './draw.ts';
import { layOutOverlay, overlayScene, valueUnder, type CurveKind, type OverlayModel } from './scene.ts';
import { describeOverlay } from './summary.ts';

interface OverlayChartProps {
  /** Who sets the crosshair. */
  readonly owner: string;
  readonly model: OverlayModel;
  readonly kind: CurveKind;
  readonly crosshair: Crosshair;
  readonly ref?: Ref<ChartHandle> | undefined;
}

/** The distributions of A and B over each other. */
export function OverlayChart({ owner, model, kind, crosshair, ref }: OverlayChartProps): ReactNode {
  const root = useRef<HTMLDivElement>(null);
  const host = useRef<CanvasHostHandle>(null);
  const viewport = useViewport(root);
  const palette = usePalette();
  const scene = useMemo(
    () => overlayScene(model, kind, layOutOverlay(viewport), palette),
    [model, kind, viewport, palette],
  );
  const paintPicture = useCallback(
    (context: CanvasRenderingContext2D) => drawOverlay(context, scene),
    [scene],
  );
  const paintOverlay = useCallback(
    (context: CanvasRenderingContext2D) =>
      drawOverlayCrosshair(context, scene, crosshair.get()?.valueMs ?? null),
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
    const valueMs = valueUnder(scene, offsetX, offsetY);
    if (valueMs === null) crosshair.clear(owner);
    else crosshair.set({ owner, timeMs: null, valueMs });
  }

  return (
    <div ref={root} className="chart" onPointerMove={hover} onPointerLeave={() => crosshair.clear(owner)}>
      <CanvasHost
        ref={host}
        viewport={viewport}
        label={useMemo(() => describeOverlay(model), [model])}
        paintPicture={paintPicture}
        paintOverlay={paintOverlay}
      />
    </div>
  );
}
