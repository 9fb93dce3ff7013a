import {
  useCallback,
  useMemo,
  useRef,
  type PointerEvent,
  type ReactNode,
  type Ref,
  type RefObject,
} from 'react';
import { chooseDurationScale, formatDuration, formatElapsed } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { signed } from '../../ui/signed-format.ts';
import { CanvasHost } from '../canvas-host/CanvasHost.tsx';
import { useChartCanvas } from '../canvas-host/use-chart-canvas.tsx';
import type { ChartHandle } from '../chart-handle.ts';
import { ChartTooltip } from '../ChartTooltip.tsx';
import type { Crosshair } from '../crosshair.ts';
import { useCrosshairMoves, useCrosshairPosition } from '../use-crosshair.tsx';
import { cellAt, drawPairedHeat, drawPairedHeatOverlay } from './draw.ts';
import type { PairedHeat } from './model.ts';
import { heatScene } from './scene.ts';
import { describePairedHeat, heatReading } from './summary.ts';

interface PairedHeatChartProps {
  /** Who sets the crosshair. */
  readonly owner: string;
  readonly model: PairedHeat;
  readonly crosshair: Crosshair;
  readonly ref?: Ref<ChartHandle> | undefined;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where the samples of A lie, those of B, and where the one has more than the other. */
export function PairedHeatChart({ owner, model, crosshair, ref }: PairedHeatChartProps): ReactNode {
  const { root, host, viewport, palette, repaint } = useChartCanvas(ref);
  const pointer = useRef<Point>({ x: 0, y: 0 });
  const duration = useMemo(() => chooseDurationScale(model.rows.edgesMs, model.clockTickMs), [model]);
  const scene = useMemo(
    () => heatScene(model, viewport, duration, palette),
    [model, viewport, duration, palette],
  );
  const paintPicture = useCallback(
    (context: CanvasRenderingContext2D) => drawPairedHeat(context, scene),
    [scene],
  );
  const paintOverlay = useCallback(
    (context: CanvasRenderingContext2D) => {
      const position = crosshair.get();
      if (position !== null) drawPairedHeatOverlay(context, scene, position);
    },
    [scene, crosshair],
  );
  useCrosshairMoves(crosshair, repaint);

  function hover(event: PointerEvent): void {
    const { offsetX: x, offsetY: y } = event.nativeEvent;
    const plot = scene.plots.find(({ left, right }) => x >= left && x <= right);
    if (plot === undefined || y < scene.top || y > scene.bottom) {
      crosshair.clear(owner);
      return;
    }
    pointer.current = { x, y };
    crosshair.set({ owner, timeMs: plot.time.toTime(x), valueMs: scene.values.toValue(y) });
  }

  return (
    <div ref={root} className="chart" onPointerMove={hover} onPointerLeave={() => crosshair.clear(owner)}>
      <CanvasHost
        ref={host}
        viewport={viewport}
        label={useMemo(() => describePairedHeat(model, duration), [model, duration])}
        paintPicture={paintPicture}
        paintOverlay={paintOverlay}
      />
      <CellTooltip owner={owner} model={model} crosshair={crosshair} pointer={pointer} duration={duration} />
    </div>
  );
}

interface CellTooltipProps {
  readonly owner: string;
  readonly model: PairedHeat;
  readonly crosshair: Crosshair;
  readonly pointer: RefObject<Point>;
  readonly duration: ReturnType<typeof chooseDurationScale>;
}

function CellTooltip({ owner, model, crosshair, pointer, duration }: CellTooltipProps): ReactNode {
  const position = useCrosshairPosition(crosshair);
  if (position?.owner !== owner || position.timeMs === null || position.valueMs === null) return null;
  const cell = cellAt(model, position.timeMs, position.valueMs);
  if (cell === null) return null;
  const { column, row } = cell;
  const { a, b } = heatReading(model, column, row);
  const { edgesMs } = model.rows;
  const startMs = column * model.columnMs;
  return (
    <ChartTooltip
      anchor={pointer.current}
      title={`${formatElapsed(startMs, model.columnMs)}–${formatElapsed(startMs + model.columnMs, model.columnMs)}`}
      note={`${formatDuration(edgesMs[row]!, duration)}–${formatDuration(edgesMs[row + 1]!, duration)} ${duration.unit}`}
      rows={[
        { name: 'A', value: `${numberFormat.short(a)} /s` },
        { name: 'B', value: `${numberFormat.short(b)} /s` },
        { name: 'B − A', value: `${signed(b - a)} /s` },
      ]}
    />
  );
}
