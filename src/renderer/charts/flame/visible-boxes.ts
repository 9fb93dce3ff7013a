import { boxAt, firstAbove, NO_NODE, ROOT, rowCountOf, type FlameGeometry } from './flame-geometry.ts';
import { placeAt, rowAtY, rowsInView, type FlameFrame, type FlameView } from './flame-view.ts';

/** A box on screen: whole px, `left` below `right`. @param row of the picture */
export type VisitBox = (node: number, row: number, left: number, right: number) => void;

/**
 * The boxes that are drawn (method R1): rows in view only, edges on whole px, nothing whose edges fall together. Boxes too
 * narrow to be seen are passed over by searching for the next one that can be, so that a row costs its pixels, not its boxes.
 * @returns how many there are
 */
export function visitVisible(
  geometry: FlameGeometry,
  view: FlameView,
  frame: FlameFrame,
  visit: VisitBox,
): number {
  const { rowStart, left, right, hasRoot } = geometry;
  const { first, last } = rowsInView(view, frame, geometry);
  const perPlace = frame.width / Math.max(view.to - view.from, Number.MIN_VALUE);
  let drawn = 0;
  for (let row = first; row <= last; row++) {
    if (hasRoot && row === 0) {
      visit(ROOT, 0, 0, frame.width);
      drawn++;
      continue;
    }
    const own = hasRoot ? row - 1 : row;
    const end = rowStart[own + 1]!;
    let node = firstAbove(right, rowStart[own]!, end, view.from);
    // Where the last box of the row ends.
    let edge = 0;
    while (node < end && left[node]! < view.to) {
      const from = Math.max(0, (left[node]! - view.from) * perPlace);
      let x0 = Math.max(edge, Math.round(from));
      let x1 = Math.round(Math.min(frame.width, (right[node]! - view.from) * perPlace));
      if (x1 <= x0 && geometry.showsNarrow && Math.floor(from) >= edge) {
        x0 = Math.floor(from);
        x1 = x0 + 1;
      }
      if (x1 > x0) {
        visit(node, row, x0, x1);
        edge = x1;
        drawn++;
        node++;
      } else {
        // The next box that reaches the middle of the pixel can be seen; of narrow ones, the next that reaches beyond it.
        const reach = geometry.showsNarrow ? edge : x0 + 0.5;
        node = gallop(right, node + 1, end, view.from + reach / perPlace);
      }
    }
  }
  return drawn;
}

/** As {@link firstAbove}, but quick where the answer is near the start. */
function gallop(values: Float64Array, start: number, end: number, value: number): number {
  let step = 1;
  let low = start;
  let high = start;
  while (high < end && values[high]! <= value) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  return firstAbove(values, low, Math.min(high, end), value);
}

/** The box under a point, found in the data (method R1); {@link NO_NODE} beside all. */
export function nodeAt(
  geometry: FlameGeometry,
  view: FlameView,
  frame: FlameFrame,
  point: { readonly x: number; readonly y: number },
): number {
  const row = rowAtY(view, frame, point.y);
  if (row < 0 || row >= rowCountOf(geometry)) return NO_NODE;
  if (geometry.hasRoot && row === 0) return ROOT;
  return boxAt(geometry, geometry.hasRoot ? row - 1 : row, placeAt(view, frame, point.x));
}
