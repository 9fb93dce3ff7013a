import {
  useEffect,
  useLayoutEffect,
  useRef,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
} from 'react';
import type { SelectedTime, TimeSpan } from '#shared/model/filter.ts';
import { joinSpans } from '#shared/model/time-spans.ts';
import { dragBrush, type BrushGesture, type BrushScale, type BrushZone } from './brush.ts';
import { brushCommand } from './brush-keys.ts';
import { lastSpan, pressSpans, sameTime, spanUnder, withoutSpan, zoneOfSpans } from './several-spans.ts';
import type { TimeSeriesGeometry } from './geometry.ts';

/** Without movement for this long the brush rests, although the button is still down. */
const REST_MS = 150;
/** Handles at the very edges of the plot can be grabbed from outside of it. */
const MARGIN = 6;

const cursors: Readonly<Record<BrushZone, string>> = {
  outside: 'crosshair',
  inside: 'grab',
  'left-edge': 'ew-resize',
  'right-edge': 'ew-resize',
};

export type BrushListener = (time: SelectedTime | null, moving: boolean) => void;

interface TimeBrushProps {
  /** Tells the brushes of several charts apart. */
  readonly name?: string;
  readonly geometry: Pick<TimeSeriesGeometry, 'left' | 'right' | 'bottom'>;
  readonly scale: BrushScale;
  readonly bucketMs: number;
  readonly span: SelectedTime | null;
  /** A drag with Shift adds a span to what is selected. */
  readonly several?: boolean | undefined;
  /** The span in words. */
  readonly description: string;
  /** Why no time can be selected; null: it can. */
  readonly locked: string | null;
  readonly onBrush: BrushListener;
  /** True from the pointer going down, or the first step by key, until the span rests and the pointer is up. */
  readonly onHold?: ((held: boolean) => void) | undefined;
  /** Pointer over the plots, in px of the chart; null when it has left. */
  readonly onHover: (point: { readonly x: number; readonly y: number } | null) => void;
}

interface Drag {
  readonly gesture: BrushGesture;
  readonly before: SelectedTime | null;
  /** Spans that the gesture leaves as they are. */
  readonly others: readonly TimeSpan[];
  readonly span: SelectedTime | null;
}

/** The surface over the plots that pointer and keyboard select time with. What it selects is drawn by the overlay. */
export function TimeBrush(props: TimeBrushProps): ReactNode {
  const { geometry, scale, span, locked, onBrush, onHold, onHover } = props;
  const drag = useRef<Drag | null>(null);
  const restTimer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const held = useRef(false);
  const latest = useRef({ onBrush, onHold });
  const left = geometry.left - MARGIN;

  useLayoutEffect(() => {
    latest.current = { onBrush, onHold };
  });
  // The screen may be left meanwhile.
  useEffect(
    () => () => {
      if (restTimer.current !== null) clearTimeout(restTimer.current);
      restTimer.current = null;
      if (held.current) latest.current.onHold?.(false);
      held.current = false;
    },
    [],
  );

  function move(next: SelectedTime): void {
    stopTimer();
    restTimer.current = setTimeout(() => rest(next), REST_MS);
    tellHold();
    onBrush(next, true);
  }

  function rest(next: SelectedTime | null): void {
    stopTimer();
    latest.current.onBrush(next, false);
    tellHold();
  }

  function stopTimer(): void {
    if (restTimer.current !== null) clearTimeout(restTimer.current);
    restTimer.current = null;
  }

  function tellHold(): void {
    const now = drag.current !== null || restTimer.current !== null;
    if (now === held.current) return;
    held.current = now;
    latest.current.onHold?.(now);
  }

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    if (event.button !== 0 || locked !== null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const adds = props.several === true && event.shiftKey;
    drag.current = {
      ...pressSpans(scale, span, left + event.nativeEvent.offsetX, adds),
      before: span,
      span: null,
    };
    tellHold();
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    const x = left + event.nativeEvent.offsetX;
    const now = drag.current;
    if (now === null) {
      event.currentTarget.style.cursor = locked === null ? cursors[zoneOfSpans(scale, span, x)] : 'default';
      onHover({ x, y: event.nativeEvent.offsetY });
      return;
    }
    onHover(null);
    const step = dragBrush(scale, now.gesture, x);
    const next = step.span === null ? null : joinSpans([...now.others, step.span]);
    drag.current = { ...now, gesture: step.gesture, span: next ?? now.span };
    if (next !== null && !sameTime(next, now.span)) move(next);
  }

  function onPointerUp(): void {
    const now = drag.current;
    drag.current = null;
    if (now?.span != null) rest(now.span);
    tellHold();
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    if (locked !== null || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape' && drag.current !== null) {
      const { before } = drag.current;
      drag.current = null;
      rest(before);
      event.preventDefault();
      return;
    }
    const { span: last, others } = lastSpan(span);
    const command = brushCommand(scale, last, props.bucketMs, event);
    if (command === null) return;
    event.preventDefault();
    event.stopPropagation();
    const next = command.kind === 'clear' ? null : joinSpans([...others, command.span]);
    if (next === null) rest(null);
    else move(next);
  }

  return (
    <div
      className="chart__brush"
      role="slider"
      tabIndex={0}
      aria-label={props.name ?? 'Time selection'}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={Math.round(scale.durationMs / 1000)}
      aria-valuenow={Math.round((span?.fromMs ?? 0) / 1000)}
      aria-valuetext={props.description}
      aria-disabled={locked !== null}
      aria-description={locked ?? undefined}
      aria-keyshortcuts={
        locked === null ? 'ArrowLeft ArrowRight Shift+ArrowLeft Shift+ArrowRight Home End Escape' : undefined
      }
      style={{ left, width: geometry.right - left + MARGIN, top: 0, height: geometry.bottom }}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onLostPointerCapture={onPointerUp}
      onPointerLeave={() => onHover(null)}
      onDoubleClick={(event) => {
        const under = spanUnder(scale, span, left + event.nativeEvent.offsetX);
        if (locked === null && under !== null) rest(withoutSpan(span, under));
      }}
      onKeyDown={onKeyDown}
    />
  );
}
