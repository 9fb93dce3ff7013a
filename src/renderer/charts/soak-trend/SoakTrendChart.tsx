import { useCallback, useMemo, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { formatElapsed } from '../../ui/duration-format.ts';
import { CanvasHost } from '../canvas-host/CanvasHost.tsx';
import { useChartCanvas } from '../canvas-host/use-chart-canvas.tsx';
import type { ChartHandle } from '../chart-handle.ts';
import { ChartTooltip } from '../ChartTooltip.tsx';
import { markAfterKey } from '../value-chart/mark-keys.ts';
import { drawSoak, drawSoakMark } from './draw.ts';
import { minuteAt, type SoakTrendModel } from './model.ts';
import { soakScene } from './scene.ts';
import { describeSoak } from './summary.ts';
import { soakTrendName, soakValueText } from './value-text.ts';

interface SoakTrendChartProps {
  readonly model: SoakTrendModel;
  readonly ref?: Ref<ChartHandle> | undefined;
}

/** One value per minute under constant load, and what was found in them. */
export function SoakTrendChart({ model, ref }: SoakTrendChartProps): ReactNode {
  const { root, host, viewport, palette } = useChartCanvas(ref);
  const [at, setAt] = useState(-1);
  const [read, setRead] = useState('');
  const scene = useMemo(() => soakScene(model, viewport, palette), [model, viewport, palette]);
  const paintPicture = useCallback((context: CanvasRenderingContext2D) => drawSoak(context, scene), [scene]);
  const paintOverlay = useCallback(
    (context: CanvasRenderingContext2D) => drawSoakMark(context, scene, at),
    [scene, at],
  );
  const minute = model.atMs[at];
  const text = (index: number): string => soakValueText(model.trend, model.values[index]!, scene.duration);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = markAfterKey(event.key, event.shiftKey, at < 0 ? null : at, model.atMs.length, 0);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    setAt(next);
    setRead(`${formatElapsed(model.atMs[next]!)}, ${text(next)}`);
  }

  return (
    <div
      ref={root}
      className="chart"
      onPointerMove={({ nativeEvent: { offsetX } }) => setAt(minuteAt(model, scene.time.toTime(offsetX)))}
      onPointerLeave={() => setAt(-1)}
    >
      <CanvasHost
        ref={host}
        viewport={viewport}
        label={describeSoak(model, scene.duration)}
        paintPicture={paintPicture}
        paintOverlay={paintOverlay}
      />
      <div
        className="chart__surface"
        role="application"
        tabIndex={0}
        aria-label={`${soakTrendName(model.trend)}: read values`}
        aria-description="Arrow keys go through the minutes."
        onKeyDown={onKeyDown}
        onBlur={() => setAt(-1)}
      />
      {minute !== undefined && (
        <ChartTooltip
          anchor={{ x: scene.time.toX(minute + 30_000), y: scene.values.toPx(model.values[at]!) }}
          title={formatElapsed(minute)}
          note="1 min"
          rows={[{ name: soakTrendName(model.trend), value: text(at) }]}
        />
      )}
      <span className="visually-hidden" role="status">
        {read}
      </span>
    </div>
  );
}
