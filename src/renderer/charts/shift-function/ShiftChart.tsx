import { useCallback, useMemo, type ReactNode, type Ref } from 'react';
import { formatDuration, type DurationScale } from '../../ui/duration-format.ts';
import { signed } from '../../ui/signed-format.ts';
import { useChartCanvas } from '../canvas-host/use-chart-canvas.tsx';
import type { ChartHandle } from '../chart-handle.ts';
import { ChartTooltip } from '../ChartTooltip.tsx';
import type { Crosshair, CrosshairPosition } from '../crosshair.ts';
import { useCrosshairPosition } from '../use-crosshair.tsx';
import { ValueChart } from '../value-chart/ValueChart.tsx';
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
  const canvas = useChartCanvas(ref);
  const { viewport, palette } = canvas;
  const scene = useMemo(() => shiftScene(model, layOutShift(viewport), palette), [model, viewport, palette]);

  const indexOf = useCallback(
    (position: CrosshairPosition | null): number => {
      if (position?.valueMs == null) return -1;
      const percentile = percentileOf(position.valueMs);
      return percentile === null ? -1 : nearestShift(model, percentile);
    },
    [model, percentileOf],
  );
  return (
    <ValueChart
      canvas={canvas}
      owner={owner}
      crosshair={crosshair}
      label={useMemo(() => describeShift(model), [model])}
      paintPicture={useCallback((context) => drawShift(context, scene), [scene])}
      paintOverlay={useCallback(
        (context) => drawShiftOverlay(context, scene, indexOf(crosshair.get())),
        [scene, crosshair, indexOf],
      )}
      markAt={(x) => {
        const point = model.points[shiftAt(scene, x)];
        return point === undefined ? null : { timeMs: null, valueMs: point.baselineMs };
      }}
    >
      <ShiftTooltip scene={scene} duration={duration} crosshair={crosshair} owner={owner} indexOf={indexOf} />
    </ValueChart>
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
