import {
  useCallback,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type PointerEvent,
  type ReactNode,
  type Ref,
} from 'react';
import { chooseDurationScale, formatDuration, formatElapsed } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { signed } from '../../ui/signed-format.ts';
import { CanvasHost, type CanvasHostHandle } from '../canvas-host/CanvasHost.tsx';
import { usePalette } from '../canvas-host/use-palette.tsx';
import { useViewport } from '../canvas-host/use-viewport.tsx';
import type { ChartHandle } from '../chart-handle.ts';
import { ChartTooltip } from '../ChartTooltip.tsx';
import { rowAt } from '../latency-rows.ts';
import { drawPairedHeat } from './draw.ts';
import type { PairedHeat } from './model.ts';
import { heatScene } from './scene.ts';
import { describePairedHeat, heatReading } from './summary.ts';

interface PairedHeatChartProps {
  readonly model: PairedHeat;
  readonly ref?: Ref<ChartHandle> | undefined;
}

interface Pointed {
  readonly x: number;
  readonly y: number;
  readonly column: number;
  readonly row: number;
}

/** Where the samples of A lie, those of B, and where the one has more than the other. */
export function PairedHeatChart({ model, ref }: PairedHeatChartProps): ReactNode {
  const root = useRef<HTMLDivElement>(null);
  const host = useRef<CanvasHostHandle>(null);
  const viewport = useViewport(root);
  const palette = usePalette();
  const [pointed, setPointed] = useState<Pointed | null>(null);
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
      if (pointed === null) return;
      // The same cell in all three pictures.
      context.strokeStyle = palette.text;
      context.lineWidth = 1;
      const { edgesMs } = model.rows;
      for (const { time } of scene.plots) {
        const [x0, x1] = [
          time.toX(pointed.column * model.columnMs),
          time.toX((pointed.column + 1) * model.columnMs),
        ];
        const [y0, y1] = [
          scene.values.toPx(edgesMs[pointed.row + 1]!),
          scene.values.toPx(edgesMs[pointed.row]!),
        ];
        context.strokeRect(x0 - 0.5, y0 - 0.5, x1 - x0 + 1, y1 - y0 + 1);
      }
    },
    [scene, model, palette, pointed],
  );
  useImperativeHandle(ref, () => ({
    snapshot: () => host.current?.snapshot(palette.background) ?? null,
    svg: () => host.current?.svg(palette.background) ?? null,
  }));

  function hover(event: PointerEvent): void {
    const { offsetX: x, offsetY: y } = event.nativeEvent;
    const plot = scene.plots.find(({ left, right }) => x >= left && x <= right);
    if (plot === undefined || y < scene.top || y > scene.bottom) {
      setPointed(null);
      return;
    }
    const column = Math.min(model.columnCount - 1, Math.floor(plot.time.toTime(x) / model.columnMs));
    setPointed({ x, y, column, row: rowAt(model.rows, scene.values.toValue(y)) });
  }

  return (
    <div ref={root} className="chart" onPointerMove={hover} onPointerLeave={() => setPointed(null)}>
      <CanvasHost
        ref={host}
        viewport={viewport}
        label={useMemo(() => describePairedHeat(model, duration), [model, duration])}
        paintPicture={paintPicture}
        paintOverlay={paintOverlay}
      />
      {pointed !== null && <CellTooltip model={model} pointed={pointed} duration={duration} />}
    </div>
  );
}

function CellTooltip({
  model,
  pointed,
  duration,
}: {
  readonly model: PairedHeat;
  readonly pointed: Pointed;
  readonly duration: ReturnType<typeof chooseDurationScale>;
}): ReactNode {
  const { column, row, x, y } = pointed;
  const { a, b } = heatReading(model, column, row);
  const { edgesMs } = model.rows;
  const startMs = column * model.columnMs;
  return (
    <ChartTooltip
      anchor={{ x, y }}
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
