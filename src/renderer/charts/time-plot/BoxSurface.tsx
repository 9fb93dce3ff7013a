import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { boxKey, boxOf, type Box, type BoxCursor, type BoxScale, type BoxSteps, type Point } from './box.ts';
import type { PlotGeometry } from './geometry.ts';

export interface BoxActions {
  /** @param adds its time is added to what is selected, instead of taking its place */
  readonly onBox: (box: Box, adds: boolean) => void;
  /** Esc without a box under way. */
  readonly onClear: () => void;
}

interface BoxSurfaceProps extends BoxActions {
  /** "Heat map" */
  readonly name: string;
  readonly geometry: PlotGeometry;
  readonly scale: BoxScale;
  readonly steps: BoxSteps;
  /** Why nothing can be selected; null: it can. */
  readonly locked: string | null;
  readonly onDraft: (box: Box | null) => void;
  /** In px of the chart; null when the pointer has left. */
  readonly onHover: (point: Point | null) => void;
  readonly onCursor: (cursor: BoxCursor) => void;
  /** What lies under the keyboard's cursor, in words. */
  readonly describe: (cursor: BoxCursor) => string;
}

/** The surface over a plot on which pointer and keyboard select time and response time together. */
export function BoxSurface(props: BoxSurfaceProps): ReactNode {
  const { name, geometry, scale, steps, locked, onBox, onClear, onDraft, onHover, onCursor, describe } =
    props;
  const press = useRef<Point | null>(null);
  const draft = useRef<Box | null>(null);
  const cursor = useRef<BoxCursor | null>(null);
  const mark = useRef<BoxCursor | null>(null);
  const [said, setSaid] = useState('');
  const { left, top } = geometry;

  function at(event: PointerEvent): Point {
    return { x: left + event.nativeEvent.offsetX, y: top + event.nativeEvent.offsetY };
  }

  function show(box: Box | null): void {
    draft.current = box;
    onDraft(box);
  }

  function apply(adds: boolean): void {
    const box = draft.current;
    show(null);
    if (box !== null) onBox(box, adds);
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    const point = at(event);
    if (press.current === null) onHover(point);
    else {
      onHover(null);
      show(boxOf(scale, press.current, point));
    }
  }

  function pixelOf({ timeMs, valueMs }: BoxCursor): Point {
    const { fromMs, toMs } = steps.window;
    const share = (timeMs - fromMs) / Math.max(toMs - fromMs, 1);
    return { x: geometry.left + share * (geometry.right - geometry.left), y: scale.values.toPx(valueMs) };
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    if (locked !== null || event.altKey || event.ctrlKey || event.metaKey) return;
    const now = cursor.current ?? {
      timeMs: (steps.window.fromMs + steps.window.toMs) / 2,
      valueMs: scale.values.toValue((geometry.top + geometry.bottom) / 2),
    };
    const command = boxKey(now, event, steps);
    if (command === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (command.kind === 'cancel') {
      if (mark.current === null && press.current === null) onClear();
      mark.current = null;
      press.current = null;
      show(null);
      return;
    }
    if (command.kind === 'mark' && mark.current !== null) {
      mark.current = null;
      apply(event.shiftKey);
      setSaid('Box selected');
      return;
    }
    const next = command.kind === 'move' ? command.cursor : now;
    cursor.current = next;
    if (command.kind === 'mark') mark.current = now;
    onCursor(next);
    if (mark.current !== null) show(boxOf(scale, pixelOf(mark.current), pixelOf(next)));
    setSaid(`${command.kind === 'mark' ? 'Box begins at ' : ''}${describe(next)}`);
  }

  return (
    <>
      <div
        className="chart__brush time-plot__surface"
        role="application"
        tabIndex={0}
        aria-label={`${name}: select a box`}
        aria-description={
          locked ??
          'Arrow keys move the cursor, with Shift by ten. Enter begins a box and ends it. Escape clears the selection.'
        }
        aria-disabled={locked !== null}
        style={{ left, top, width: geometry.right - left, height: geometry.bottom - top }}
        onPointerDown={(event) => {
          if (event.button !== 0 || locked !== null) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          press.current = at(event);
        }}
        onPointerMove={onPointerMove}
        onPointerUp={(event) => {
          if (press.current === null) return;
          press.current = null;
          apply(event.shiftKey);
        }}
        onPointerCancel={() => {
          press.current = null;
          show(null);
        }}
        onPointerLeave={() => onHover(null)}
        onDoubleClick={() => {
          if (locked === null) onClear();
        }}
        onKeyDown={onKeyDown}
      />
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </>
  );
}
