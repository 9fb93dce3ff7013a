/** The part of a tree that a table of it needs. */
export interface TableNodes {
  readonly rowStart: Int32Array;
  readonly parent: Int32Array;
}

/** What children are sorted by, heaviest first. */
export type NodeWeights = Float64Array | Float32Array;

/** One line of a tree table. */
export interface TreeLine {
  readonly node: number;
  /** From 0. */
  readonly level: number;
  readonly hasChildren: boolean;
  readonly expanded: boolean;
}

/** First entry at or after `start` whose parent is not below `parent`. */
function lowerBound(values: Int32Array, start: number, end: number, parent: number): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < parent) low = middle + 1;
    else high = middle;
  }
  return low;
}

function childrenIn(
  { rowStart, parent }: TableNodes,
  node: number,
  row: number,
): { from: number; to: number } {
  const start = rowStart[row] ?? 0;
  const end = rowStart[row + 1] ?? start;
  if (node < 0) return { from: start, to: end };
  const from = lowerBound(parent, start, end, node);
  return { from, to: lowerBound(parent, from, end, node + 1) };
}

/**
 * The lines of a tree table: roots, and what is expanded below them, each group heaviest first. Only what is expanded is
 * looked at, so that a tree of millions of nodes costs its open part.
 */
export function treeLines(
  nodes: TableNodes,
  weights: NodeWeights,
  expanded: ReadonlySet<number>,
): readonly TreeLine[] {
  const lines: TreeLine[] = [];
  // Depth is bounded by the stacks of the profile, which may be thousands deep: no recursion.
  const open: { readonly list: readonly number[]; at: number; readonly row: number }[] = [
    { list: sorted(childrenIn(nodes, -1, 0), weights), at: 0, row: 0 },
  ];
  for (let level = open.at(-1); level !== undefined; level = open.at(-1)) {
    const node = level.list[level.at++];
    if (node === undefined) {
      open.pop();
      continue;
    }
    const children = childrenIn(nodes, node, level.row + 1);
    const hasChildren = children.to > children.from;
    const isOpen = hasChildren && expanded.has(node);
    lines.push({ node, level: level.row, hasChildren, expanded: isOpen });
    if (isOpen) open.push({ list: sorted(children, weights), at: 0, row: level.row + 1 });
  }
  return lines;
}

function sorted({ from, to }: { from: number; to: number }, weights: NodeWeights): readonly number[] {
  const list = Array.from({ length: to - from }, (_, index) => from + index);
  return list.sort((a, b) => Math.abs(weights[b]!) - Math.abs(weights[a]!) || a - b);
}

/** The callers that must be open for a node to be seen. */
export function ancestorsOf({ parent }: TableNodes, node: number): readonly number[] {
  const list: number[] = [];
  for (let at = node < 0 ? -1 : parent[node]!; at >= 0; at = parent[at]!) list.push(at);
  return list;
}

/** A node and the heaviest callee of each after it: the way down that most of the weight goes. */
export function hotPath(nodes: TableNodes, weights: NodeWeights, node: number): readonly number[] {
  const path: number[] = [];
  let row = ancestorsOf(nodes, node).length;
  for (let at = node; at >= 0; row++) {
    path.push(at);
    at = sorted(childrenIn(nodes, at, row + 1), weights)[0] ?? -1;
  }
  return path;
}
