import { useCallback, useMemo, useRef, type ReactNode, type Ref } from 'react';
import type { TimeSpan } from '#shared/model/filter.ts';
import { formatDuration, formatElapsed } from '../../ui/duration-format.ts';
import { CanvasHost } from '../canvas-host/CanvasHost.tsx';
import { useChartCanvas } from '../canvas-host/use-chart-canvas.tsx';
import type { ChartHandle } from '../chart-handle.ts';
import { ChartTooltip } from '../ChartTooltip.tsx';
import type { Crosshair } from '../crosshair.ts';
import { PhaseRibbon } from '../phase-ribbon/PhaseRibbon.tsx';
import { TimeBrush, type BrushListener } from '../time-series/TimeBrush.tsx';
import { useCrosshairMoves, useCrosshairPosition } from '../use-crosshair.tsx';
import { drawPaired, drawPairedOverlay, lineAt } from './draw.ts';
import { ribbonSide, type PairedModel } from './model.ts';
import { pairedScene, type PairedScene } from './scene.ts';
import { describePaired } from './summary.ts';

interface PairedChartProps {
  /** Who sets the crosshair. */
  readonly owner: string;
  readonly model: PairedModel;
  readonly span: TimeSpan | null;
  /** The span in words. */
  readonly spanLabel: string;
  /** Grid of the brush in ms. */
  readonly stepMs: number;
  readonly onBrush: BrushListener;
  readonly crosshair: Crosshair;
  readonly ref?: Ref<ChartHandle> | undefined;
}

/** Percentiles of both sides over elapsed time, with a brush. With one side it is the picture that its window is set on. */
export function PairedChart(props: PairedChartProps): ReactNode {
  const { owner, model, span, spanLabel, stepMs, onBrush, crosshair, ref } = props;
  const { root, host, viewport, palette, repaint } = useChartCanvas(ref);
  const pointerY = useRef(0);
  const scene = useMemo(() => pairedScene(model, viewport, palette), [model, viewport, palette]);
  const paintPicture = useCallback(
    (context: CanvasRenderingContext2D) => drawPaired(context, scene),
    [scene],
  );
  const paintOverlay = useCallback(
    (context: CanvasRenderingContext2D) =>
      drawPairedOverlay(context, scene, span === null ? null : { span, label: spanLabel }, crosshair.get()),
    [scene, span, spanLabel, crosshair],
  );
  useCrosshairMoves(crosshair, repaint);

  const { geometry, time } = scene;
  const scale = useMemo(
    () => ({ left: geometry.left, right: geometry.right, durationMs: model.durationMs, stepMs }),
    [geometry, model.durationMs, stepMs],
  );
  function hover(point: { readonly x: number; readonly y: number } | null): void {
    const { left, right, top, bottom } = geometry;
    const inside =
      point !== null && point.x >= left && point.x <= right && point.y >= top && point.y <= bottom;
    if (!inside) {
      crosshair.clear(owner);
      return;
    }
    pointerY.current = point.y;
    crosshair.set({ owner, timeMs: time.toTime(point.x), valueMs: scene.values.toValue(point.y) });
  }

  const ribbon = ribbonSide(model);
  return (
    <div ref={root} className="chart">
      <CanvasHost
        ref={host}
        viewport={viewport}
        label={useMemo(() => describePaired(model, scene.duration), [model, scene.duration])}
        paintPicture={paintPicture}
        paintOverlay={paintOverlay}
      />
      <TimeBrush
        geometry={geometry}
        scale={scale}
        bucketMs={stepMs}
        span={span}
        description={span === null ? 'Whole run' : spanLabel}
        locked={null}
        onBrush={onBrush}
        onHover={hover}
      />
      {ribbon !== null && geometry.ribbonTop !== null && (
        <PhaseRibbon
          phases={ribbon.phases}
          scale={{ left: geometry.left, right: geometry.right, domain: time.window }}
          top={geometry.ribbonTop}
        />
      )}
      <PairedTooltip scene={scene} crosshair={crosshair} owner={owner} pointerY={() => pointerY.current} />
    </div>
  );
}

interface PairedTooltipProps {
  readonly scene: PairedScene;
  readonly crosshair: Crosshair;
  readonly owner: string;
  readonly pointerY: () => number;
}

function PairedTooltip({ scene, crosshair, owner, pointerY }: PairedTooltipProps): ReactNode {
  const position = useCrosshairPosition(crosshair);
  if (position?.owner !== owner || position.timeMs === null) return null;
  const { timeMs } = position;
  const { duration, model, time } = scene;
  const rows = model.sides.flatMap((side) =>
    [...side.lines].reverse().map((line) => {
      const value = lineAt(line, timeMs);
      return {
        name: `${side.name} p${line.percentile}`,
        value: Number.isNaN(value) ? 'not known' : `${formatDuration(value, duration)} ${duration.unit}`,
      };
    }),
  );
  return (
    <ChartTooltip
      anchor={{ x: time.toX(timeMs), y: pointerY() }}
      title={formatElapsed(timeMs)}
      note="elapsed"
      rows={rows}
    />
  );
}
