import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { CanvasHost } from '../canvas-host/CanvasHost.tsx';
import type { Paint } from '../canvas-host/canvas-layer.ts';
import type { ChartCanvas } from '../canvas-host/use-chart-canvas.tsx';
import { ChartTooltip } from '../ChartTooltip.tsx';
import type { Crosshair } from '../crosshair.ts';
import { tooltipText, type TooltipContent } from '../pinned/tooltip-text.ts';
import { usePin } from '../pinned/use-pin.tsx';
import { useCrosshairMoves } from '../use-crosshair.tsx';
import { markAfterKey } from './mark-keys.ts';

/** Where the crosshair stands: on a response time, and on an instant where the chart has them. */
export interface ValueMark {
  readonly timeMs: number | null;
  readonly valueMs: number;
}

/** How single places of a chart are read: by keys, and by tooltips that stay. */
export interface ValueReading {
  /** "Percentile curve" */
  readonly name: string;
  /** What the keyboard goes through, in the order of the picture. */
  readonly marks: () => readonly ValueMark[];
  /** Of `marks`, where the keyboard begins. */
  readonly start: number;
  /** Null where nothing is known. */
  readonly readout: (mark: ValueMark) => TooltipContent | null;
  /** Where it stands in the picture, in px of the chart. */
  readonly placeOf: (mark: ValueMark) => { readonly x: number; readonly y: number };
}

interface ValueChartProps {
  readonly canvas: ChartCanvas;
  /** Who sets the crosshair. */
  readonly owner: string;
  readonly crosshair: Crosshair;
  /** The picture in words. */
  readonly label: string;
  readonly paintPicture: Paint;
  readonly paintOverlay: Paint;
  /** What lies at a point of the chart; null: nothing. */
  readonly markAt: (x: number, y: number) => ValueMark | null;
  /** Absent: single places are read elsewhere. */
  readonly reading?: ValueReading | undefined;
  /** A drag that selects, where the chart has one. */
  readonly drag?: ValueDrag | undefined;
  readonly children?: ReactNode;
}

/** In px of the chart. */
export interface ValueDrag {
  readonly onBegin: (x: number) => void;
  /** @returns whether a drag is under way: then the pointer sets no crosshair */
  readonly onMove: (x: number) => boolean;
  readonly onEnd: (taken: boolean) => void;
  readonly onClear: () => void;
}

/** A picture of response times that is not over time: sets the crosshair of all linked charts, and keeps tooltips. */
export function ValueChart(props: ValueChartProps): ReactNode {
  const { canvas, owner, crosshair, label, paintPicture, paintOverlay, markAt, reading, drag } = props;
  const { root, host, viewport, repaint } = canvas;
  useCrosshairMoves(crosshair, repaint);

  function onPointerMove({ nativeEvent: { offsetX, offsetY } }: PointerEvent): void {
    if (drag?.onMove(offsetX) === true) return;
    const mark = markAt(offsetX, offsetY);
    if (mark === null) crosshair.clear(owner);
    else crosshair.set({ owner, ...mark });
  }

  return (
    <div
      ref={root}
      className="chart"
      onPointerDown={(event) => {
        if (event.button !== 0 || drag === undefined) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.onBegin(event.nativeEvent.offsetX);
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => drag?.onEnd(true)}
      onPointerCancel={() => drag?.onEnd(false)}
      onPointerLeave={() => crosshair.clear(owner)}
      onDoubleClick={() => drag?.onClear()}
    >
      <CanvasHost
        ref={host}
        viewport={viewport}
        label={label}
        paintPicture={paintPicture}
        paintOverlay={paintOverlay}
      />
      {reading !== undefined && (
        <ReadingSurface root={root} owner={owner} crosshair={crosshair} reading={reading} />
      )}
      {props.children}
    </div>
  );
}

interface ReadingSurfaceProps {
  readonly root: ChartCanvas['root'];
  readonly owner: string;
  readonly crosshair: Crosshair;
  readonly reading: ValueReading;
}

/** Takes the keyboard, and shows the tooltip that stays. */
function ReadingSurface({ root, owner, crosshair, reading }: ReadingSurfaceProps): ReactNode {
  const { name, marks, start, readout, placeOf } = reading;
  const at = useRef<number | null>(null);
  const [read, setRead] = useState('');
  const pin = usePin(root, {
    placeNow: (): ValueMark | null => {
      const now = crosshair.get();
      if (now?.owner === owner && now.valueMs !== null) return { timeMs: now.timeMs, valueMs: now.valueMs };
      return marks()[at.current ?? start] ?? null;
    },
    textOf: (mark) => {
      const found = readout(mark);
      return found === null ? null : tooltipText(found);
    },
  });
  const pinned = pin.place === null ? null : readout(pin.place);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const all = marks();
    const next = markAfterKey(event.key, event.shiftKey, at.current, all.length, start);
    const mark = next === null ? undefined : all[next];
    if (mark === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    at.current = next;
    crosshair.set({ owner, ...mark });
    const found = readout(mark);
    setRead(found === null ? '' : tooltipText(found).replaceAll('\n', ', ').replaceAll('\t', ' '));
  }

  return (
    <>
      <div
        className="chart__surface"
        role="application"
        tabIndex={0}
        aria-label={`${name}: read values`}
        aria-description="Arrow keys move the crosshair, with Shift by ten. P pins what it reads, C copies that."
        onKeyDown={onKeyDown}
        onBlur={() => crosshair.clear(owner)}
      />
      {pin.place !== null && pinned !== null && (
        <ChartTooltip
          pinned
          anchor={placeOf(pin.place)}
          title={pinned.title}
          note={pinned.note}
          rows={pinned.rows}
        />
      )}
      <span className="visually-hidden" role="status">
        {read}
      </span>
      <span className="visually-hidden" role="status">
        {pin.said}
      </span>
    </>
  );
}
