import type { ComparedNodes, DifferenceWidth } from './profile-difference.ts';

/** Where boxes of a difference lie, in scaled weight: the left edge and the width of every node, and of everything. */
export interface DifferenceLayout {
  readonly left: Float64Array;
  readonly width: Float64Array;
  readonly total: number;
}

/**
 * Widths of boxes (method P2). `baseline`, `candidate`: what the node weighs there. `max`: the larger of the two, or what
 * its children need, so that nothing vanishes. `change`: the sum of the sizes of changes of self at and below the node.
 * Children lie from their parent's left edge on, in order; a box of width 0 is not to be drawn.
 */
export function differenceLayout(nodes: ComparedNodes, choice: DifferenceWidth): DifferenceLayout {
  const { count, parent, self, total } = nodes;
  const width = new Float64Array(count);
  let all = 0;
  const below = new Float64Array(count);
  for (let node = count - 1; node >= 0; node--) {
    const own = ownWidth(choice, self, total, node);
    width[node] =
      choice === 'change' ? own + below[node]! : choice === 'max' ? Math.max(own, below[node]!) : own;
    const above = parent[node]!;
    if (above < 0) all += width[node]!;
    else below[above]! += width[node]!;
  }
  const left = new Float64Array(count);
  const next = new Float64Array(count);
  let nextRoot = 0;
  for (let node = 0; node < count; node++) {
    const above = parent[node]!;
    if (above < 0) {
      left[node] = nextRoot;
      nextRoot += width[node]!;
    } else {
      left[node] = next[above]!;
      next[above]! += width[node]!;
    }
    next[node] = left[node]!;
  }
  return { left, width, total: all };
}

function ownWidth(
  choice: DifferenceWidth,
  self: ComparedNodes['self'],
  total: ComparedNodes['total'],
  node: number,
): number {
  switch (choice) {
    case 'baseline':
      return total.baseline[node]!;
    case 'candidate':
      return total.candidate[node]!;
    case 'max':
      return Math.max(total.baseline[node]!, total.candidate[node]!);
    case 'change':
      return Math.abs(self.candidate[node]! - self.baseline[node]!);
  }
}
