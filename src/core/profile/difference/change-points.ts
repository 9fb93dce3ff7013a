import type { TreeWeights } from './node-weights.ts';
import type { FunctionWeights } from './function-weights.ts';
import type { UnionTree } from './union-tree.ts';

/** A child that carries so much of its parent's change is where the change comes from (method P5, MAT's big_drop_ratio). */
const STEP = 0.7;
/** A function that carries so much of the whole change is named instead of a path. */
const GROUP = 0.8;
/** Of the whole change: what is less is not listed where several parts carry it. */
const LISTED = 0.2;

/** Where a change comes from. */
export type ChangePoint =
  | { readonly kind: 'path' | 'self'; readonly node: number; readonly change: number }
  | { readonly kind: 'function'; readonly function: number; readonly change: number };

/** What is changed: everything, or one node. */
interface Place {
  /** -1: everything. */
  readonly node: number;
  readonly change: number;
}

/**
 * Descends from everything to the places that carry its change (method P5): a path, several paths, or a function
 * wherever it is called.
 * @param change of everything, scaled; not 0
 * @param withoutStack change of what has no stack
 */
export function changePoints(
  tree: UnionTree,
  { baseline, candidate }: TreeWeights,
  byFunction: FunctionWeights,
  change: number,
  withoutStack: number,
): ChangePoint[] {
  const sign = Math.sign(change);
  const totalOf = (node: number): number => candidate.total[node]! - baseline.total[node]!;
  const selfOf = ({ node }: Place): number =>
    node < 0 ? withoutStack : candidate.self[node]! - baseline.self[node]!;
  const childrenOf = ({ node }: Place): readonly Place[] => {
    const [from, to] =
      node < 0 ? [0, tree.rowStart[1] ?? 0] : [tree.childStart[node]!, tree.childStart[node + 1]!];
    const children: Place[] = [];
    for (let child = from; child < to; child++)
      if (totalOf(child) * sign > 0) children.push({ node: child, change: totalOf(child) });
    return children.sort((a, b) => Math.abs(b.change) - Math.abs(a.change) || a.node - b.node);
  };
  const descend = (from: Place): Place => {
    let at = from;
    for (;;) {
      const [first] = childrenOf(at);
      if (first === undefined || first.change / at.change < STEP) return at;
      at = first;
    }
  };
  const explain = (from: Place): ChangePoint[] => {
    const at = descend(from);
    const own = selfOf(at);
    const ownIsListed = own * sign >= LISTED * change * sign;
    const listed = childrenOf(at).filter((child) => child.change / change >= LISTED);
    const whole: ChangePoint[] = at.node < 0 ? [] : [{ kind: 'path', node: at.node, change: at.change }];
    if (listed.length + (ownIsListed ? 1 : 0) < 2) return at.node < 0 ? listed.flatMap(explain) : whole;
    const parts = listed.flatMap(explain);
    if (ownIsListed && at.node >= 0) parts.push({ kind: 'self', node: at.node, change: own });
    return parts;
  };
  const first = descend({ node: -1, change });
  // A place that explains the change by itself says more than the name of its function.
  if (first.node < 0 || selfOf(first) / change < GROUP) {
    const grouped = largestFunction(byFunction, sign);
    if (grouped !== null && grouped.change / change >= GROUP) return [{ kind: 'function', ...grouped }];
  }
  return explain({ node: -1, change }).sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
}

function largestFunction(
  { baseline, candidate }: FunctionWeights,
  sign: number,
): { readonly function: number; readonly change: number } | null {
  let best: { function: number; change: number } | null = null;
  for (let own = 0; own < baseline.self.length; own++) {
    const change = candidate.self[own]! - baseline.self[own]!;
    if (change * sign > 0 && (best === null || change * sign > best.change * sign))
      best = { function: own, change };
  }
  return best;
}
