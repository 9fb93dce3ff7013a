import { useCallback, useMemo, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { CanvasHost } from '../canvas-host/CanvasHost.tsx';
import { useChartCanvas } from '../canvas-host/use-chart-canvas.tsx';
import type { ChartHandle } from '../chart-handle.ts';
import { ChartTooltip } from '../ChartTooltip.tsx';
import { tooltipText } from '../pinned/tooltip-text.ts';
import { markAfterKey } from '../value-chart/mark-keys.ts';
import { drawLevelMark, drawLevels } from './draw.ts';
import { loadOf, valueOf, type LevelPlotModel } from './model.ts';
import { levelAt, levelScene } from './scene.ts';
import { describeLevels, levelReadout } from './summary.ts';

interface LevelChartProps {
  readonly model: LevelPlotModel;
  readonly clockTickMs: number;
  /** Users of the load that pointer, keyboard or table is at, whichever chart that is; null: none. */
  readonly active: number | null;
  readonly onActive: (users: number | null) => void;
  readonly ref?: Ref<ChartHandle> | undefined;
}

/** The loads of a run, each a point; read by pointer and by arrow keys. */
export function LevelChart({ model, clockTickMs, active, onActive, ref }: LevelChartProps): ReactNode {
  const { root, host, viewport, palette } = useChartCanvas(ref);
  const [pointed, setPointed] = useState(false);
  const [read, setRead] = useState('');
  const scene = useMemo(
    () => levelScene(model, viewport, clockTickMs, palette),
    [model, viewport, clockTickMs, palette],
  );
  const index = model.levels.findIndex(({ users }) => users === active);
  const paintPicture = useCallback(
    (context: CanvasRenderingContext2D) => drawLevels(context, scene),
    [scene],
  );
  const paintOverlay = useCallback(
    (context: CanvasRenderingContext2D) => drawLevelMark(context, scene, index),
    [scene, index],
  );
  const tooltip = pointed ? levelReadout(model, index, scene.duration) : null;
  const level = model.levels[index];

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = markAfterKey(event.key, event.shiftKey, index < 0 ? null : index, model.levels.length, 0);
    const found = next === null ? null : levelReadout(model, next, scene.duration);
    if (next === null || found === null) return;
    event.preventDefault();
    event.stopPropagation();
    setPointed(true);
    onActive(model.levels[next]!.users);
    setRead(tooltipText(found).replaceAll('\n', ', ').replaceAll('\t', ' '));
  }

  function leave(): void {
    setPointed(false);
    onActive(null);
  }

  return (
    <div
      ref={root}
      className="chart"
      onPointerMove={({ nativeEvent: { offsetX, offsetY } }) => {
        const at = levelAt(scene, offsetX, offsetY);
        setPointed(at >= 0);
        onActive(model.levels[at]?.users ?? null);
      }}
      onPointerLeave={leave}
    >
      <CanvasHost
        ref={host}
        viewport={viewport}
        label={describeLevels(model)}
        paintPicture={paintPicture}
        paintOverlay={paintOverlay}
      />
      <div
        className="chart__surface"
        role="application"
        tabIndex={0}
        aria-label={`${model.kind === 'throughput' ? 'Throughput by concurrency' : 'Response time by throughput'}: read values`}
        aria-description="Arrow keys go through the loads."
        onKeyDown={onKeyDown}
        onBlur={leave}
      />
      {tooltip !== null && level !== undefined && (
        <ChartTooltip
          anchor={{
            x: scene.loads.toPx(loadOf(model.kind, level)),
            y: scene.values.toPx(valueOf(model.kind, level)),
          }}
          title={tooltip.title}
          note={tooltip.note}
          rows={tooltip.rows}
        />
      )}
      <span className="visually-hidden" role="status">
        {read}
      </span>
    </div>
  );
}
