import type { ComparedFunctions, ComparedWeights, JudgedColumns } from '#shared/model/profile-difference.ts';
import { textsToColumn } from '#shared/contract/columns.ts';
import type { FunctionWeights } from './function-weights.ts';
import type { UnionFunctions } from './union-functions.ts';
import type { UnionTree } from './union-tree.ts';

/**
 * Functions that trees hold, by size of the change of self, largest first; equal ones by name: the same whichever side is A.
 */
export function functionOrder(
  { count, rank }: UnionFunctions,
  { baseline, candidate }: FunctionWeights,
  trees: readonly UnionTree[],
): Int32Array {
  const held = new Uint8Array(count);
  for (const { function: ofNode } of trees) for (const own of ofNode) held[own] = 1;
  const size = new Float64Array(count);
  for (let own = 0; own < count; own++) size[own] = Math.abs(candidate.self[own]! - baseline.self[own]!);
  return Int32Array.from({ length: count }, (_, own) => own)
    .filter((own) => held[own] === 1)
    .sort((a, b) => size[b]! - size[a]! || rank[a]! - rank[b]!);
}

/** @param order function by row */
export function comparedFunctions(
  functions: UnionFunctions,
  weights: FunctionWeights,
  judgedSelf: JudgedColumns,
  judgedTotal: JudgedColumns,
  order: Int32Array,
): ComparedFunctions {
  const texts = (values: readonly (string | null)[]): ReturnType<typeof textsToColumn> =>
    textsToColumn(Array.from(order, (own) => values[own]!));
  const numbers = (values: Float64Array): Float64Array => Float64Array.from(order, (own) => values[own]!);
  const compared = (which: 'self' | 'total'): ComparedWeights => ({
    baselineRaw: numbers(weights.baseline[`${which}Raw`]),
    candidateRaw: numbers(weights.candidate[`${which}Raw`]),
    baseline: numbers(weights.baseline[which]),
    candidate: numbers(weights.candidate[which]),
  });
  const judged = ({ low, high, p, mde, mdeInList, verdict, reason }: JudgedColumns): JudgedColumns => ({
    low: numbers(low),
    high: numbers(high),
    p: numbers(p),
    mde: numbers(mde),
    mdeInList: numbers(mdeInList),
    verdict: Uint8Array.from(order, (own) => verdict[own]!),
    reason: Uint8Array.from(order, (own) => reason[own]!),
  });
  return {
    functions: {
      count: order.length,
      id: Int32Array.from(order.keys()),
      name: texts(functions.names),
      file: texts(functions.files),
      module: texts(functions.modules),
      line: Int32Array.from(order, (own) => functions.lines[own]!),
      column: Int32Array.from(order, (own) => functions.columns[own]!),
      kind: Uint8Array.from(order, (own) => functions.kinds[own]!),
    },
    self: { ...compared('self'), ...judged(judgedSelf) },
    total: { ...compared('total'), ...judged(judgedTotal) },
    baselineSamples: numbers(weights.baseline.samples),
    candidateSamples: numbers(weights.candidate.samples),
  };
}
