import type { LatencyBand, TimeSpan } from '#shared/model/filter.ts';
import { spanOf, timeAtPx, type BrushScale } from '../time-series/brush.ts';
import type { ValueAxis } from '../value-axis.ts';

/** Where boxes are made: time on the grid of the brush, response times on the edges of `snapMs`. */
export interface BoxScale {
  readonly time: BrushScale;
  readonly values: ValueAxis;
  readonly top: number;
  readonly bottom: number;
  /** The nearest response time at which a band may begin or end. */
  readonly snapMs: (valueMs: number) => number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Either part is null where the drag says nothing about it. */
export interface Box {
  readonly span: TimeSpan | null;
  readonly band: LatencyBand | null;
}

/** A drag shorter than this in one direction is about the other alone. */
const FLAT_PX = 5;

/**
 * The box between two points of the plot: a flat one is a span of time over all response times, an upright one a band over all
 * times. At the upper edge a band has no end.
 * @returns null for a click
 */
export function boxOf(scale: BoxScale, from: Point, to: Point): Box | null {
  const wide = Math.abs(to.x - from.x) >= FLAT_PX;
  const high = Math.abs(to.y - from.y) >= FLAT_PX;
  if (!wide && !high) return null;
  return {
    span: wide ? spanOf(scale.time, timeAtPx(scale.time, from.x), timeAtPx(scale.time, to.x)) : null,
    band: high ? bandOf(scale, from.y, to.y) : null,
  };
}

function bandOf({ values, top, bottom, snapMs }: BoxScale, oneY: number, otherY: number): LatencyBand {
  const high = Math.max(Math.min(oneY, otherY), top);
  const low = Math.min(Math.max(oneY, otherY), bottom);
  // Below the axis of a logarithmic plot there are faster samples still.
  const fromMs = low >= bottom - 1 ? 0 : Math.max(0, snapMs(values.toValue(low)));
  if (high <= top + 1) return { fromMs, toMs: null };
  return { fromMs, toMs: Math.max(snapMs(values.toValue(high)), fromMs) };
}

export interface BoxCursor {
  readonly timeMs: number;
  readonly valueMs: number;
}

export type BoxKeyCommand =
  | { readonly kind: 'move'; readonly cursor: BoxCursor }
  /** Begins a box at the cursor, or ends it there. */
  | { readonly kind: 'mark' }
  | { readonly kind: 'cancel' };

/** Steps of the keyboard's cursor. */
export interface BoxSteps {
  readonly timeMs: number;
  /** The response time one step above (1) or below (-1). */
  readonly value: (valueMs: number, direction: 1 | -1) => number;
  readonly window: TimeSpan;
}

/** Arrows move the cursor, with Shift by ten; Enter or Space begins and ends a box; Esc gives it up. */
export function boxKey(
  cursor: BoxCursor,
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
  steps: BoxSteps,
): BoxKeyCommand | null {
  const count = shiftKey ? 10 : 1;
  const sideways = (direction: number): BoxKeyCommand => {
    const timeMs = cursor.timeMs + direction * count * steps.timeMs;
    const inside = Math.min(Math.max(timeMs, steps.window.fromMs), steps.window.toMs);
    return { kind: 'move', cursor: { ...cursor, timeMs: inside } };
  };
  const upwards = (direction: 1 | -1): BoxKeyCommand => {
    let { valueMs } = cursor;
    for (let i = 0; i < count; i++) valueMs = steps.value(valueMs, direction);
    return { kind: 'move', cursor: { ...cursor, valueMs } };
  };
  switch (key) {
    case 'ArrowLeft':
      return sideways(-1);
    case 'ArrowRight':
      return sideways(1);
    case 'ArrowUp':
      return upwards(1);
    case 'ArrowDown':
      return upwards(-1);
    case 'Enter':
    case ' ':
      return { kind: 'mark' };
    case 'Escape':
      return { kind: 'cancel' };
    default:
      return null;
  }
}
