import { edgesOf, rowCountOf, rowOf, type FlameGeometry } from './flame-geometry.ts';

/** Icicle: callers above what they call. Flame: the other way round. */
export const orientations = ['icicle', 'flame'] as const;
export type Orientation = (typeof orientations)[number];

/** Which part of everything is in view. */
export interface FlameView {
  readonly from: number;
  readonly to: number;
  /** How far rows are scrolled, px from the first row on. */
  readonly scrolledPx: number;
}

/** The canvas, in CSS px. */
export interface FlameFrame {
  readonly width: number;
  readonly height: number;
  readonly rowHeight: number;
  readonly orientation: Orientation;
}

/** Zooming in ends here: beyond, differences of neighbouring places are rounding errors. */
const SMALLEST_PART = 1e-9;

export function wholeView({ from, to }: Pick<FlameGeometry, 'from' | 'to'>): FlameView {
  return { from, to, scrolledPx: 0 };
}

export function isWhole(view: FlameView, geometry: FlameGeometry): boolean {
  return view.from <= geometry.from && view.to >= geometry.to;
}

/** The place stays where it is on screen. @param factor above 1 shows less, larger */
export function zoomedAt(view: FlameView, geometry: FlameGeometry, factor: number, place: number): FlameView {
  const all = geometry.to - geometry.from;
  const span = Math.min(all, Math.max(all * SMALLEST_PART, (view.to - view.from) / factor));
  const share = view.to > view.from ? (place - view.from) / (view.to - view.from) : 0.5;
  return within(geometry, view, place - share * span, span);
}

/** @param byShare of the width in view; positive goes to the right */
export function pannedBy(view: FlameView, geometry: FlameGeometry, byShare: number): FlameView {
  const span = view.to - view.from;
  return within(geometry, view, view.from + byShare * span, span);
}

/** A box as wide as the canvas. */
export function zoomedTo(view: FlameView, geometry: FlameGeometry, node: number): FlameView {
  const { left, right } = edgesOf(geometry, node);
  return right > left ? { ...view, from: left, to: right } : view;
}

export function zoomedToPart(
  view: FlameView,
  geometry: FlameGeometry,
  one: number,
  other: number,
): FlameView {
  const span = Math.max(Math.abs(other - one), (geometry.to - geometry.from) * SMALLEST_PART);
  return within(geometry, view, Math.min(one, other), Math.min(span, geometry.to - geometry.from));
}

function within(geometry: FlameGeometry, view: FlameView, from: number, span: number): FlameView {
  const inside = Math.max(geometry.from, Math.min(from, geometry.to - span));
  return { ...view, from: inside, to: inside + span };
}

/** The scroll that can be: rows stay in view. */
export function scrolledTo(
  view: FlameView,
  geometry: FlameGeometry,
  frame: FlameFrame,
  scrolledPx: number,
): FlameView {
  const most = Math.max(0, rowCountOf(geometry) * frame.rowHeight - frame.height);
  const inside = Math.min(most, Math.max(0, scrolledPx));
  return inside === view.scrolledPx ? view : { ...view, scrolledPx: inside };
}

/** Scrolls, and pans, as far as a box needs to be seen. */
export function revealed(
  view: FlameView,
  geometry: FlameGeometry,
  frame: FlameFrame,
  node: number,
): FlameView {
  const row = rowOf(geometry, node) + (geometry.hasRoot ? 1 : 0);
  const top = row * frame.rowHeight;
  const bottom = top + frame.rowHeight;
  let next = view;
  if (top < view.scrolledPx) next = scrolledTo(next, geometry, frame, top - frame.rowHeight);
  else if (bottom > view.scrolledPx + frame.height)
    next = scrolledTo(next, geometry, frame, bottom - frame.height + frame.rowHeight);
  const { left, right } = edgesOf(geometry, node);
  const outside = right <= next.from || left >= next.to;
  if (!outside) return next;
  const span = next.to - next.from;
  return within(geometry, next, (left + right) / 2 - span / 2, span);
}

/** Place under a pixel. */
export function placeAt(view: FlameView, frame: Pick<FlameFrame, 'width'>, x: number): number {
  return view.from + (x / Math.max(1, frame.width)) * (view.to - view.from);
}

export function xOf(view: FlameView, frame: Pick<FlameFrame, 'width'>, place: number): number {
  return ((place - view.from) / Math.max(view.to - view.from, Number.MIN_VALUE)) * frame.width;
}

/** Upper edge of a row of the picture, px; rows count from the outermost. */
export function topOfRow(view: FlameView, frame: FlameFrame, row: number): number {
  const offset = row * frame.rowHeight - view.scrolledPx;
  return frame.orientation === 'icicle' ? offset : frame.height - offset - frame.rowHeight;
}

/** Row of the picture at a pixel; may be none of the rows. */
export function rowAtY(view: FlameView, frame: FlameFrame, y: number): number {
  const along = frame.orientation === 'icicle' ? y : frame.height - y;
  return Math.floor((along + view.scrolledPx) / frame.rowHeight);
}

/** Rows of the picture that can be seen, `[first, last]`. */
export function rowsInView(
  view: FlameView,
  frame: FlameFrame,
  geometry: FlameGeometry,
): { readonly first: number; readonly last: number } {
  const first = Math.max(0, Math.floor(view.scrolledPx / frame.rowHeight));
  const last = Math.floor((view.scrolledPx + frame.height - 1) / frame.rowHeight);
  return { first, last: Math.min(last, rowCountOf(geometry) - 1) };
}
