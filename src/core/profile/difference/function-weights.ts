import type { SideWeights, TreeWeights } from './node-weights.ts';
import type { Pace } from './pace.ts';
import type { UnionTree } from './union-tree.ts';

/** What one side weighs by function of the union. */
export interface FunctionSide {
  readonly selfRaw: Float64Array;
  readonly self: Float64Array;
  readonly totalRaw: Float64Array;
  readonly total: Float64Array;
  /** With the function anywhere on the stack, and on top of it. */
  readonly samples: Float64Array;
  readonly selfSamples: Float64Array;
}

/** Of {@link FunctionSide}. */
const FIGURES = 6;

export interface FunctionWeights {
  readonly baseline: FunctionSide;
  readonly candidate: FunctionSide;
}

/**
 * 1 where no caller of the node is its function: summed over these nodes, a sample counts once for a function, however
 * often it recurs (method P6).
 */
export async function outermostNodes(tree: UnionTree, functions: number, pace: Pace): Promise<Uint8Array> {
  const { count, childStart, parent } = tree;
  const outermost = new Uint8Array(count);
  const open = new Int32Array(functions);
  const next = childStart.slice(0, count);
  const roots = tree.rowStart[1] ?? 0;
  let steps = 0;
  for (let root = 0; root < roots; root++) {
    let at = root;
    outermost[at] = 1;
    open[tree.function[at]!] = 1;
    while (at >= 0) {
      if (next[at]! < childStart[at + 1]!) {
        at = next[at]!++;
        if (open[tree.function[at]!]!++ === 0) outermost[at] = 1;
      } else {
        open[tree.function[at]!]!--;
        at = parent[at]!;
      }
      if ((++steps & 0x3fff) === 0) await pace.turn('Adding up');
    }
  }
  return outermost;
}

export function functionWeights(
  tree: UnionTree,
  functions: number,
  outermost: Uint8Array,
  weights: TreeWeights,
): FunctionWeights {
  return {
    baseline: functionSide(tree, functions, outermost, weights.baseline),
    candidate: functionSide(tree, functions, outermost, weights.candidate),
  };
}

function functionSide(
  { count, childStart, function: own }: UnionTree,
  functions: number,
  outermost: Uint8Array,
  weights: SideWeights,
): FunctionSide {
  // Figures of a function lie together while they are added up: nodes meet functions in no order.
  const sums = new Float64Array(functions * FIGURES);
  for (let node = 0; node < count; node++) {
    const at = own[node]! * FIGURES;
    sums[at]! += weights.selfRaw[node]!;
    sums[at + 1]! += weights.self[node]!;
    let ended = weights.samples[node]!;
    for (let child = childStart[node]!; child < childStart[node + 1]!; child++)
      ended -= weights.samples[child]!;
    sums[at + 2]! += ended;
    if (outermost[node] === 0) continue;
    sums[at + 3]! += weights.totalRaw[node]!;
    sums[at + 4]! += weights.total[node]!;
    sums[at + 5]! += weights.samples[node]!;
  }
  const figure = (place: number): Float64Array => {
    const column = new Float64Array(functions);
    for (let i = 0; i < functions; i++) column[i] = sums[i * FIGURES + place]!;
    return column;
  };
  return {
    selfRaw: figure(0),
    self: figure(1),
    selfSamples: figure(2),
    totalRaw: figure(3),
    total: figure(4),
    samples: figure(5),
  };
}
