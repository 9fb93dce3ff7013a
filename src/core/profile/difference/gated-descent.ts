import {
  differenceVerdicts,
  nodeVerdicts,
  type DifferenceVerdict,
  type NodeVerdict,
} from '#shared/model/profile-difference.ts';
import type { Estimated, TQuantiles } from './effects.ts';
import { judgeAll, MIN_SAMPLES } from './judge.ts';
import type { TreeWeights } from './node-weights.ts';
import type { Pace } from './pace.ts';
import type { UnionTree } from './union-tree.ts';

export interface NodeJudgements {
  /** Place in `nodeVerdicts`. */
  readonly verdict: Uint8Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * Nodes that can be tested: too small ones cannot have changed by as much as the floor, and would only dilute the correction.
 * In the order of the tree, at most so many.
 */
export function testableNodes(
  { count }: UnionTree,
  { baseline, candidate }: TreeWeights,
  floor: number,
  most: number,
): Int32Array {
  const nodes: number[] = [];
  for (let node = 0; node < count && nodes.length < most; node++) {
    if (Math.max(baseline.total[node]!, candidate.total[node]!) < floor || floor <= 0) continue;
    if (baseline.samples[node]! + candidate.samples[node]! >= MIN_SAMPLES) nodes.push(node);
  }
  return Int32Array.from(nodes);
}

/**
 * Gated descent (method P4): a node is tested where its parent has changed or its own change exceeds the floor, and the
 * correction is for its siblings.
 * @param testable of {@link testableNodes}
 * @param columnOf place in `testable` by node, -1 for others
 * @param rootChanged the verdict on everything together is more or less
 */
export async function gatedDescent(
  tree: UnionTree,
  { baseline, candidate }: TreeWeights,
  testable: Int32Array,
  columnOf: Int32Array,
  estimate: (node: number) => Estimated | null,
  rootChanged: boolean,
  floor: number,
  quantiles: TQuantiles,
  pace: Pace,
): Promise<NodeJudgements> {
  const { count, childStart, rowStart } = tree;
  const verdict = new Uint8Array(count);
  const low = new Float64Array(count).fill(NaN);
  const high = new Float64Array(count).fill(NaN);
  const changeOf = (node: number): number => candidate.total[node]! - baseline.total[node]!;
  const testGroup = async (from: number, to: number, parentChanged: boolean): Promise<void> => {
    const isGated = (node: number): boolean => parentChanged || Math.abs(changeOf(node)) >= floor;
    const group: number[] = [];
    for (let node = from; node < to; node++) if (columnOf[node]! >= 0) group.push(node);
    if (!group.some(isGated)) return;
    // Siblings whose change is small count in the correction: the others were chosen for being large.
    const judged = await judgeAll(
      {
        count: group.length,
        changeOf: (item) => changeOf(group[item]!),
        samplesOf: (item) => baseline.samples[group[item]!]! + candidate.samples[group[item]!]!,
        estimate: (item) => estimate(group[item]!),
      },
      floor,
      quantiles,
      pace,
    );
    for (const [item, node] of group.entries()) {
      if (!isGated(node)) continue;
      verdict[node] = nodeVerdictNumber(differenceVerdicts[judged.verdict[item]!]!);
      low[node] = judged.low[item]!;
      high[node] = judged.high[item]!;
    }
  };
  await testGroup(0, rowStart[1] ?? 0, rootChanged);
  const more = nodeVerdictNumber('more');
  const less = nodeVerdictNumber('less');
  // Parents come first; below what is too small to be tested, everything is.
  for (const node of testable)
    await testGroup(
      childStart[node]!,
      childStart[node + 1]!,
      verdict[node] === more || verdict[node] === less,
    );
  return { verdict, low, high };
}

function nodeVerdictNumber(verdict: NodeVerdict | DifferenceVerdict): number {
  return nodeVerdicts.indexOf(verdict);
}
