import type { FlameChart } from './report-chart.ts';

/** Levels that fit on a page beside other things, and the narrowest box that is still seen. */
const MAX_DEPTH = 26;
const MIN_SHARE = 0.0015;
const MAX_BOXES = 4000;
/** Levels end where no box is wide enough for a name: what stands there alone leaves the page empty. */
const NAMED_SHARE = 0.03;

/**
 * Boxes of a tree that can be seen on paper.
 * @param rowStart as in `ProfileNodes`
 * @param layout left edges and widths of all nodes, and of everything, in one unit
 */
export function flameBoxes(
  parent: Int32Array,
  rowStart: Int32Array,
  layout: { readonly left: Float64Array; readonly width: Float64Array; readonly total: number },
  nameOf: (node: number) => string,
  changeOf: (node: number) => number | null,
): { readonly boxes: FlameChart['boxes']; readonly depth: number; readonly cut: boolean } {
  const boxes: FlameChart['boxes'][number][] = [];
  const total = Math.max(1e-12, layout.total);
  let depth = 0;
  const rows = rowStart.length - 1;
  for (let row = 0; row < rows; row++) {
    for (let node = rowStart[row]!; node < Math.min(rowStart[row + 1]!, parent.length); node++) {
      const share = layout.width[node]! / total;
      if (share < MIN_SHARE) continue;
      if (row >= MAX_DEPTH || boxes.length >= MAX_BOXES) return { ...downTo(boxes, depth), cut: true };
      const from = layout.left[node]! / total;
      boxes.push({ depth: row, from, to: from + share, name: nameOf(node), change: changeOf(node) });
      if (share >= NAMED_SHARE) depth = row + 1;
    }
  }
  const shown = downTo(boxes, depth);
  return { ...shown, cut: shown.boxes.length < boxes.length };
}

function downTo(
  boxes: FlameChart['boxes'],
  depth: number,
): { readonly boxes: FlameChart['boxes']; readonly depth: number } {
  return { boxes: boxes.filter((box) => box.depth < depth), depth };
}
