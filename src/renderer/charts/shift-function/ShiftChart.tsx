import {
  useCallback,
  useImperativeHandle,
  useMemo,
  useRef,
  type PointerEvent,
  type ReactNode,
  type Ref,
} from 'react';
import { formatDuration, type DurationScale } from '../../ui/duration-format.ts';
import { signed } from '../../ui/signed-format.ts';
import { CanvasHost, type CanvasHostHandle } from '../canvas-host/CanvasHost.tsx';
import { usePalette } from '../canvas-host/use-palette.tsx';
import { useViewport } from '../canvas-host/use-viewport.tsx';
import type { ChartHandle } from '../chart-handle.ts';
import { ChartTooltip } from '../ChartTooltip.tsx';
import type { Crosshair, CrosshairPosition } from '../crosshair.ts';
import { useCrosshairMoves, useCrosshairPosition } from '../use-crosshair.tsx';
import { drawShift, drawShiftOverlay } from './draw.ts';
import { inUnit, nearestShift, type ShiftModel } from './model.ts';
import { layOutShift, shiftAt, shiftScene, type ShiftScene } from './scene.ts';
import { describeShift } from './summary.ts';

interface ShiftChartProps {
  /** Who sets the crosshair. */
  readonly owner: string;
  readonly model: ShiftModel;
  readonly duration: DurationScale;
  readonly crosshair: Crosshair;
  /** The percentile of a response time on side A, for the crosshair of linked charts; null: not known. */
  readonly percentileOf: (valueMs: number) => number | null;
  readonly ref?: Ref<ChartHandle> | undefined;
}

/** How each percentile has moved, with intervals that hold for all of them together. */
export function ShiftChart({
  owner,
  model,
  duration,
  crosshair,
  percentileOf,
  ref,
}: ShiftChartProps): ReactNode {
  const root = useRef<HTMLDivElement>(null);
  const host = useRef<CanvasHostHandle>(null);
  const viewport = useViewport(root);
  const palette = usePalette();
  const scene = useMemo(() => shiftScene(model, layOutShift(viewport), palette), [model, viewport, palette]);

  const indexOf = useCallback(
    (position: CrosshairPosition | null): number => {
      if (position?.valueMs == null) return -1;
      const percentile = percentileOf(position.valueMs);
      return percentile === null ? -1 : nearestShift(model, percentile);
    },
    [model, percentileOf],
  );
  const paintPicture = useCallback((context: CanvasRenderingContext2D) => drawShift(context, scene), [scene]);
  const paintOverlay = useCallback(
    (context: CanvasRenderingContext2D) => drawShiftOverlay(context, scene, indexOf(crosshair.get())),
    [scene, crosshair, indexOf],
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
    const point = model.points[shiftAt(scene, event.nativeEvent.offsetX)];
    if (point === undefined) crosshair.clear(owner);
    else crosshair.set({ owner, timeMs: null, valueMs: point.baselineMs });
  }

  return (
    <div ref={root} className="chart" onPointerMove={hover} onPointerLeave={() => crosshair.clear(owner)}>
      <CanvasHost
        ref={host}
        viewport={viewport}
        label={useMemo(() => describeShift(model), [model])}
        paintPicture={paintPicture}
        paintOverlay={paintOverlay}
      />
      <ShiftTooltip scene={scene} duration={duration} crosshair={crosshair} owner={owner} indexOf={indexOf} />
    </div>
  );
}

interface ShiftTooltipProps {
  readonly scene: ShiftScene;
  readonly duration: DurationScale;
  readonly crosshair: Crosshair;
  readonly owner: string;
  readonly indexOf: (position: CrosshairPosition | null) => number;
}

function ShiftTooltip({ scene, duration, crosshair, owner, indexOf }: ShiftTooltipProps): ReactNode {
  const position = useCrosshairPosition(crosshair);
  if (position?.owner !== owner) return null;
  const index = indexOf(position);
  const point = scene.model.points[index];
  if (point === undefined) return null;
  const ms = (value: number): string => `${formatDuration(value, duration)} ${duration.unit}`;
  const change = (value: number): string =>
    `${signed(inUnit(scene.model, point, value))}${scene.model.unit === '%' ? ' %' : ' ms'}`;
  return (
    <ChartTooltip
      anchor={{ x: scene.toX(index), y: scene.geometry.top }}
      title={`p${point.percentile}`}
      note={point.beyond ? 'beyond the margin' : null}
      rows={[
        { name: 'A', value: ms(point.baselineMs) },
        { name: 'B', value: ms(point.candidateMs) },
        { name: 'Change', value: `${change(point.deltaMs)}, ${signed(point.deltaMs)} ms` },
        { name: 'Interval', value: `${change(point.lowMs)} to ${change(point.highMs)}` },
      ]}
    />
  );
}
