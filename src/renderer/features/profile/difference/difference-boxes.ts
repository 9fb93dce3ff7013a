import { differenceLayout } from '#shared/model/profile-difference-layout.ts';
import type { ComparedNodes, DifferenceWidth, ProfileDifference } from '#shared/model/profile-difference.ts';
import {
  childrenOf,
  differenceGeometry,
  NO_NODE,
  type FlameGeometry,
} from '../../../charts/flame/flame-geometry.ts';

/** A box of the whole tree, or of one half of a sandwich. Boxes are numbered anew with every answer: it is of one. */
export interface DifferenceBox {
  readonly of: ProfileDifference;
  readonly geometry: FlameGeometry;
  readonly node: number;
}

/** Boxes of one half: its first row is the function, nothing stands above it. */
export function halfGeometry(nodes: ComparedNodes, width: DifferenceWidth): FlameGeometry {
  return { ...differenceGeometry(nodes, differenceLayout(nodes, width)), hasRoot: false };
}

/** What a box called, the largest change first. */
export function calleesBySize({ of: { nodes }, geometry, node }: DifferenceBox): readonly number[] {
  const { from, to } = childrenOf(geometry, node);
  const size = (child: number): number =>
    Math.abs(nodes.total.candidate[child]! - nodes.total.baseline[child]!);
  return Array.from({ length: to - from }, (_, index) => from + index).sort((a, b) => size(b) - size(a));
}

/** The widest box of a function; below 0: it has none. */
export function widestBox(of: Int32Array, { left, right }: FlameGeometry, row: number): number {
  let best = NO_NODE;
  let most = 0;
  for (let node = 0; node < of.length; node++) {
    if (of[node] !== row || right[node]! - left[node]! <= most) continue;
    most = right[node]! - left[node]!;
    best = node;
  }
  return best;
}
