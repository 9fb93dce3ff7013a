import type { TimeSpan } from '#shared/model/filter.ts';

/**
 * The brush as a state machine: px and a scale go in, a span of time comes out. No DOM, no clock.
 * Spans lie on a grid (`stepMs`, the bins of the cube), so that counts are exact while it moves.
 */
export interface BrushScale {
  /** Edges of the plot in px. */
  readonly left: number;
  readonly right: number;
  readonly durationMs: number;
  readonly stepMs: number;
  /** The part of the run between the edges; the whole run unless given. */
  readonly window?: TimeSpan | undefined;
}

export type BrushZone = 'outside' | 'inside' | 'left-edge' | 'right-edge';

export type BrushGesture =
  | { readonly kind: 'create'; readonly anchorPx: number; readonly moved: boolean }
  | { readonly kind: 'move'; readonly grabPx: number; readonly from: TimeSpan }
  | { readonly kind: 'resize'; readonly edge: 'left' | 'right'; readonly fixedMs: number };

/** Reach of a handle to both sides. */
export const HANDLE_REACH_PX = 5;
/** A press that moves less than this is a click and leaves the selection as it is. */
const CLICK_PX = 3;

export function timeAtPx(scale: BrushScale, px: number): number {
  const share = (px - scale.left) / Math.max(1, scale.right - scale.left);
  const { fromMs, toMs } = windowOf(scale);
  return fromMs + Math.min(Math.max(share, 0), 1) * (toMs - fromMs);
}

export function pxAtTime(scale: BrushScale, timeMs: number): number {
  const { fromMs, toMs } = windowOf(scale);
  const share = toMs > fromMs ? Math.min(Math.max((timeMs - fromMs) / (toMs - fromMs), 0), 1) : 0;
  return scale.left + share * (scale.right - scale.left);
}

function windowOf({ window, durationMs }: BrushScale): TimeSpan {
  return window ?? { fromMs: 0, toMs: durationMs };
}

/** The end of the last step: it lies beyond the end of the run unless the run is a whole number of steps. */
export function lastEdge(scale: BrushScale): number {
  return Math.max(1, Math.ceil(scale.durationMs / scale.stepMs - 1e-9)) * scale.stepMs;
}

export function zoneAt(scale: BrushScale, span: TimeSpan | null, px: number): BrushZone {
  if (span === null) return 'outside';
  const left = pxAtTime(scale, span.fromMs);
  const right = pxAtTime(scale, span.toMs);
  const toLeft = Math.abs(px - left);
  const toRight = Math.abs(px - right);
  if (Math.min(toLeft, toRight) <= HANDLE_REACH_PX) {
    // On a brush of a few px both handles are in reach: take the nearer, and outside of it the one on that side.
    if (toLeft === toRight) return px < left ? 'left-edge' : 'right-edge';
    return toLeft < toRight ? 'left-edge' : 'right-edge';
  }
  return px > left && px < right ? 'inside' : 'outside';
}

export function pressBrush(scale: BrushScale, span: TimeSpan | null, px: number): BrushGesture {
  const zone = zoneAt(scale, span, px);
  if (span === null || zone === 'outside') return { kind: 'create', anchorPx: px, moved: false };
  if (zone === 'inside') return { kind: 'move', grabPx: px, from: span };
  return zone === 'left-edge'
    ? { kind: 'resize', edge: 'left', fixedMs: span.toMs }
    : { kind: 'resize', edge: 'right', fixedMs: span.fromMs };
}

export interface BrushStep {
  readonly gesture: BrushGesture;
  /** Null when the gesture has not become a selection yet. */
  readonly span: TimeSpan | null;
}

export function dragBrush(scale: BrushScale, gesture: BrushGesture, px: number): BrushStep {
  switch (gesture.kind) {
    case 'create': {
      const moved = gesture.moved || Math.abs(px - gesture.anchorPx) >= CLICK_PX;
      if (!moved) return { gesture, span: null };
      const span = spanOf(scale, timeAtPx(scale, gesture.anchorPx), timeAtPx(scale, px));
      return { gesture: { ...gesture, moved }, span };
    }
    case 'move': {
      const { fromMs, toMs } = windowOf(scale);
      const byMs = ((px - gesture.grabPx) / Math.max(1, scale.right - scale.left)) * (toMs - fromMs);
      return { gesture, span: shiftSpan(scale, gesture.from, byMs) };
    }
    case 'resize':
      // Dragged past the fixed edge, the span turns over: the pointer then holds the other edge.
      return { gesture, span: spanOf(scale, gesture.fixedMs, timeAtPx(scale, px)) };
  }
}

/** The span between two times, in either order, on the grid and at least one step wide. */
export function spanOf(scale: BrushScale, oneMs: number, otherMs: number): TimeSpan {
  const end = lastEdge(scale);
  const snap = (ms: number): number =>
    Math.min(Math.max(Math.round(ms / scale.stepMs) * scale.stepMs, 0), end);
  const fromMs = snap(Math.min(oneMs, otherMs));
  // At the right edge of the plot the last, partly covered step belongs to the span.
  const latest = Math.max(oneMs, otherMs);
  const toMs = latest >= scale.durationMs ? end : snap(latest);
  if (toMs > fromMs) return { fromMs, toMs };
  return fromMs >= end ? { fromMs: end - scale.stepMs, toMs: end } : { fromMs, toMs: fromMs + scale.stepMs };
}

/** Moves a span as a whole; at the ends of the run it stops and keeps its width. */
export function shiftSpan(scale: BrushScale, span: TimeSpan, byMs: number): TimeSpan {
  const end = lastEdge(scale);
  const width = Math.min(span.toMs - span.fromMs, end);
  const snapped = Math.round((span.fromMs + byMs) / scale.stepMs) * scale.stepMs;
  const fromMs = Math.min(Math.max(snapped, 0), end - width);
  return { fromMs, toMs: fromMs + width };
}
