import '../time-plot/time-plot.css';
import {
  useCallback,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
} from 'react';
import type { TimeSpan } from '#shared/model/filter.ts';
import type { ProfileHeatMap } from '#shared/model/profile.ts';
import { formatElapsed } from '../../ui/duration-format.ts';
import { CanvasHost } from '../canvas-host/CanvasHost.tsx';
import { usePalette } from '../canvas-host/use-palette.tsx';
import { useViewport } from '../canvas-host/use-viewport.tsx';
import { ChartTooltip } from '../ChartTooltip.tsx';
import { cellAt, drawHeat, drawHeatMarks, heatFrame, nearestCell } from './draw.ts';
import { cellStart, movedCell, rowMs, spanOfCells, weightOf, type HeatCell } from './model.ts';

interface HeatChartProps {
  readonly label: string;
  readonly map: ProfileHeatMap;
  readonly weightText: (weight: number) => string;
  readonly span: TimeSpan | null;
  readonly spanText: string;
  readonly onSpan: (span: TimeSpan | null) => void;
}

/**
 * Seconds beside each other, each from bottom to top: what happens every second, or once, shows as a stripe. A drag, or Enter
 * at both ends, chooses the time between two cells.
 */
export function HeatChart({ label, map, weightText, span, spanText, onSpan }: HeatChartProps): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const palette = usePalette();
  const viewport = useViewport(host);
  const frame = useMemo(() => heatFrame(map, viewport.width, viewport.height), [map, viewport]);
  const [begun, setBegun] = useState<HeatCell | null>(null);
  const [end, setEnd] = useState<HeatCell | null>(null);
  const [cursor, setCursor] = useState<HeatCell | null>(null);
  const [hovered, setHovered] = useState<{
    readonly cell: HeatCell;
    readonly x: number;
    readonly y: number;
  } | null>(null);

  const shownSpan = useMemo(
    () => (begun === null ? span : spanOfCells(map, begun, end ?? begun)),
    [map, begun, end, span],
  );
  const paintPicture = useCallback(
    (context: CanvasRenderingContext2D) => drawHeat(context, palette, map, frame),
    [palette, map, frame],
  );
  const paintOverlay = useCallback(
    (context: CanvasRenderingContext2D) => drawHeatMarks(context, palette, map, frame, shownSpan, cursor),
    [palette, map, frame, shownSpan, cursor],
  );

  function pointOf(event: PointerEvent): { readonly x: number; readonly y: number } {
    const box = host.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  }

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    const { x, y } = pointOf(event);
    const cell = cellAt(map, frame, x, y);
    if (event.button !== 0 || cell === null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setBegun(cell);
    setEnd(cell);
    setHovered(null);
  }

  function onPointerMove(event: PointerEvent): void {
    const { x, y } = pointOf(event);
    if (begun !== null) setEnd(nearestCell(map, frame, x, y));
    else {
      const cell = cellAt(map, frame, x, y);
      setHovered(cell === null ? null : { cell, x, y });
    }
  }

  function finish(): void {
    if (begun !== null) onSpan(spanOfCells(map, begun, end ?? begun));
    setBegun(null);
    setEnd(null);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = cursor ?? { column: 0, row: 0 };
    const moved = cursor === null && event.key.startsWith('Arrow') ? at : movedCell(map, at, event.key);
    if (moved !== null) {
      setCursor(moved);
      if (begun !== null) setEnd(moved);
    } else if ((event.key === 'Enter' || event.key === ' ') && cursor !== null) {
      if (begun === null) setBegun(cursor);
      else finish();
    } else if (event.key === 'Escape' && begun !== null) {
      setBegun(null);
      setEnd(null);
    } else if (event.key === 'Escape' && span !== null) onSpan(null);
    else return;
    event.preventDefault();
  }

  const said = cursor === null ? '' : cellText(map, cursor, weightText);
  return (
    <div
      ref={host}
      className="chart"
      role="application"
      aria-roledescription="heat map"
      aria-label={`${label}. ${spanText}`}
      aria-keyshortcuts="ArrowUp ArrowDown ArrowLeft ArrowRight Home End Enter Escape"
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => setCursor(null)}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={finish}
      onPointerLeave={() => setHovered(null)}
      onDoubleClick={() => onSpan(null)}
    >
      <CanvasHost viewport={viewport} label={label} paintPicture={paintPicture} paintOverlay={paintOverlay} />
      <span className="visually-hidden" role="status">
        {said}
      </span>
      {hovered !== null && (
        <ChartTooltip
          anchor={hovered}
          title={timeText(map, hovered.cell)}
          note={null}
          rows={[{ name: 'Weight', value: weightText(weightOf(map, hovered.cell)) }]}
          foot={map.secondsPerColumn > 1 ? `${map.secondsPerColumn} seconds on top of each other` : null}
        />
      )}
    </div>
  );
}

function timeText(map: ProfileHeatMap, cell: HeatCell): string {
  const from = cellStart(map, cell);
  return `${formatElapsed(from, 10)} to ${formatElapsed(from + rowMs(map), 10)}`;
}

function cellText(map: ProfileHeatMap, cell: HeatCell, weightText: (weight: number) => string): string {
  return `${timeText(map, cell)}: ${weightText(weightOf(map, cell))}`;
}
