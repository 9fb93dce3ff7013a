import type { ComparedNodes } from '#shared/model/profile-difference.ts';
import type { DifferenceLayout } from '#shared/model/profile-difference-layout.ts';
import type { ProfileNodes, ProfileTimeOrder } from '#shared/model/profile.ts';

/** The box above all others: everything. It is no entry of the arrays. */
export const ROOT = -1;
/** No box at all. */
export const NO_NODE = -2;

/**
 * Where boxes lie, as columns: row `r` is the entries `rowStart[r] .. rowStart[r + 1])`, which do not overlap and are sorted
 * by place, so that whatever is asked of a row is a binary search. Places are weight, or ms in the order of time.
 */
export interface FlameGeometry {
  readonly rowStart: Int32Array;
  readonly left: Float64Array;
  readonly right: Float64Array;
  /** Row of the functions that the boxes are of. */
  readonly function: Int32Array;
  /** An entry, or -1; null where nobody says who called: then it is the box above. */
  readonly parent: Int32Array | null;
  /** Left and right edge of everything. */
  readonly from: number;
  readonly to: number;
  /** One more row, above all: everything, as {@link ROOT}. */
  readonly hasRoot: boolean;
  /** Boxes too narrow to be seen are a pixel wide rather than left out: between calls in time there may be nothing but them. */
  readonly showsNarrow: boolean;
}

/**
 * @param total width of everything, at least that of the first row: samples without a stack have no box
 */
export function treeGeometry(nodes: ProfileNodes, total: number, hasRoot: boolean): FlameGeometry {
  const { count, parent, rowStart } = nodes;
  const left = new Float64Array(count);
  const right = new Float64Array(count);
  // Children come in the order of their parents: where the next one begins is all there is to remember.
  let nextRoot = 0;
  let of = NO_NODE;
  let next = 0;
  for (let node = 0; node < count; node++) {
    const above = parent[node]!;
    if (above < 0) {
      left[node] = nextRoot;
      nextRoot += nodes.total[node]!;
      right[node] = nextRoot;
      continue;
    }
    if (above !== of) {
      of = above;
      next = left[above]!;
    }
    left[node] = next;
    next += nodes.total[node]!;
    right[node] = next;
  }
  return {
    rowStart,
    left,
    right,
    function: nodes.function,
    parent,
    from: 0,
    to: Math.max(total, nextRoot),
    hasRoot,
    showsNarrow: false,
  };
}

/** Boxes of both sides of a difference, as wide as was chosen. */
export function differenceGeometry(nodes: ComparedNodes, layout: DifferenceLayout): FlameGeometry {
  const right = new Float64Array(nodes.count);
  for (let node = 0; node < nodes.count; node++) right[node] = layout.left[node]! + layout.width[node]!;
  return {
    rowStart: nodes.rowStart,
    left: layout.left,
    right,
    function: nodes.function,
    parent: nodes.parent,
    from: 0,
    to: layout.total,
    hasRoot: true,
    showsNarrow: false,
  };
}

/** Calls in the order of time, ms since the start of the profile. */
export function timeGeometry(order: ProfileTimeOrder, fromMs: number, toMs: number): FlameGeometry {
  return {
    rowStart: order.rowStart,
    left: order.fromMs,
    right: order.toMs,
    function: order.function,
    parent: null,
    from: fromMs,
    to: toMs,
    hasRoot: false,
    showsNarrow: true,
  };
}

/** Rows of the picture: those of the arrays, and the one of {@link ROOT}. */
export function rowCountOf({ rowStart, hasRoot }: FlameGeometry): number {
  return Math.max(0, rowStart.length - 1) + (hasRoot ? 1 : 0);
}

/** First entry in `[start, end)` for which `values` is greater than `value`; `end` when there is none. */
export function firstAbove(
  values: Float64Array | Int32Array,
  start: number,
  end: number,
  value: number,
): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Row of the arrays that an entry is in; -1 of {@link ROOT}. */
export function rowOf({ rowStart }: FlameGeometry, node: number): number {
  return node < 0 ? -1 : firstAbove(rowStart, 0, rowStart.length, node) - 1;
}

/** Entries `[from, to)` that a box called; needs parents. */
export function childrenOf(
  geometry: FlameGeometry,
  node: number,
): { readonly from: number; readonly to: number } {
  const { rowStart, parent } = geometry;
  const row = rowOf(geometry, node) + 1;
  const start = rowStart[row] ?? 0;
  const end = rowStart[row + 1] ?? start;
  if (node < 0) return { from: start, to: end };
  if (parent === null) {
    const from = firstAbove(geometry.right, start, end, geometry.left[node]!);
    let to = from;
    while (to < end && geometry.left[to]! < geometry.right[node]!) to++;
    return { from, to };
  }
  const from = firstAbove(parent, start, end, node - 1);
  return { from, to: firstAbove(parent, from, end, node) };
}

/** Who called: an entry, {@link ROOT}, or {@link NO_NODE} above everything. */
export function parentOf(geometry: FlameGeometry, node: number): number {
  if (node < 0) return NO_NODE;
  const top = geometry.hasRoot ? ROOT : NO_NODE;
  if (geometry.parent !== null) {
    const above = geometry.parent[node]!;
    return above < 0 ? top : above;
  }
  const row = rowOf(geometry, node);
  if (row === 0) return top;
  const above = boxAt(geometry, row - 1, geometry.left[node]!);
  return above === NO_NODE ? top : above;
}

/** Callers of a box and the box itself, the outermost first; without {@link ROOT}. */
export function pathTo(geometry: FlameGeometry, node: number): readonly number[] {
  const path: number[] = [];
  for (let at = node; at >= 0; at = parentOf(geometry, at)) path.push(at);
  return path.reverse();
}

/** The box of a row of the arrays at a place; {@link NO_NODE} between boxes. */
export function boxAt({ rowStart, left, right }: FlameGeometry, row: number, value: number): number {
  const start = rowStart[row];
  const end = rowStart[row + 1];
  if (start === undefined || end === undefined) return NO_NODE;
  const node = firstAbove(right, start, end, value);
  return node < end && left[node]! <= value ? node : NO_NODE;
}

export function edgesOf(
  { left, right, from, to }: FlameGeometry,
  node: number,
): { readonly left: number; readonly right: number } {
  return node < 0 ? { left: from, right: to } : { left: left[node]!, right: right[node]! };
}
