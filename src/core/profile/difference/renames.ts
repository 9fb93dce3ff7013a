import type { RenameSuggestion } from '#shared/model/profile-difference.ts';
import type { FunctionWeights } from './function-weights.ts';
import type { TreeWeights } from './node-weights.ts';
import { pathTo } from './paths.ts';
import type { UnionFunctions } from './union-functions.ts';
import type { UnionTree } from './union-tree.ts';

/** Part of what is called below that has to be the same (method P2). */
const LEAST_SHARED = 0.8;
/** Of the larger total: smaller ones are not worth a question. */
const LEAST_WEIGHT = 0.001;
const MOST = 20;

/**
 * Functions that may have got another name: under one caller one has vanished and one has appeared, neither is anywhere on
 * the other side, and by weight at least 80 % of what they call is the same. Functions that call nothing give no evidence.
 */
export function suggestRenames(
  tree: UnionTree,
  functions: UnionFunctions,
  weights: TreeWeights,
  byFunction: FunctionWeights,
  total: number,
): RenameSuggestion[] {
  const { count, childStart, rowStart } = tree;
  const found = new Map<string, { readonly suggestion: RenameSuggestion; readonly weight: number }>();
  const least = LEAST_WEIGHT * total;
  const look = (from: number, to: number): void => {
    let gone = -1;
    let come = -1;
    for (let node = from; node < to; node++) {
      const a = weights.baseline.total[node]!;
      const b = weights.candidate.total[node]!;
      const own = tree.function[node]!;
      if (Math.max(a, b) < least) continue;
      // Two of a kind: which belongs to which cannot be told.
      if (b === 0 && byFunction.candidate.samples[own] === 0) gone = gone === -1 ? node : -2;
      if (a === 0 && byFunction.baseline.samples[own] === 0) come = come === -1 ? node : -2;
    }
    if (gone < 0 || come < 0) return;
    const shared = sharedCallees(tree, weights, gone, come);
    if (shared < LEAST_SHARED) return;
    const [old, now] = [tree.function[gone]!, tree.function[come]!];
    const weight = weights.baseline.total[gone]! + weights.candidate.total[come]!;
    const key = `${old} ${now}`;
    if ((found.get(key)?.weight ?? 0) >= weight) return;
    found.set(key, {
      weight,
      suggestion: {
        baseline: { name: functions.names[old]!, file: functions.files[old]! },
        candidate: { name: functions.names[now]!, file: functions.files[now]! },
        path: pathTo(tree, functions, tree.parent[gone]!),
        shared,
      },
    });
  };
  look(0, rowStart[1] ?? 0);
  for (let node = 0; node < count; node++)
    if (childStart[node + 1]! - childStart[node]! > 1) look(childStart[node]!, childStart[node + 1]!);
  return [...found.values()]
    .sort((a, b) => b.weight - a.weight || (a.suggestion.baseline.name < b.suggestion.baseline.name ? -1 : 1))
    .slice(0, MOST)
    .map(({ suggestion }) => suggestion);
}

/** Part of the weight below two nodes that is in functions which both call directly. */
function sharedCallees(tree: UnionTree, weights: TreeWeights, gone: number, come: number): number {
  const calledBy = (node: number, total: Float64Array): Map<number, number> => {
    const called = new Map<number, number>();
    for (let child = tree.childStart[node]!; child < tree.childStart[node + 1]!; child++)
      called.set(tree.function[child]!, total[child]!);
    return called;
  };
  const before = calledBy(gone, weights.baseline.total);
  const after = calledBy(come, weights.candidate.total);
  const part = (own: ReadonlyMap<number, number>, other: ReadonlyMap<number, number>): number => {
    let all = 0;
    let shared = 0;
    for (const [callee, weight] of own) {
      all += weight;
      if (other.has(callee)) shared += weight;
    }
    return all === 0 ? 0 : shared / all;
  };
  return Math.min(part(before, after), part(after, before));
}
