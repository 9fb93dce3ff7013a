import {
  differenceVerdicts,
  type AttributedChange,
  type DifferenceAttribution,
  type DifferenceMethod,
  type DifferenceUnit,
  type JudgedChange,
  type JudgedColumns,
} from '#shared/model/profile-difference.ts';
import {
  attributionSentence,
  changedPlaceWords,
  changeSentence,
  zeroSumSentence,
} from './attribution-words.ts';
import { changePoints, type ChangePoint } from './change-points.ts';
import type { Estimated } from './effects.ts';
import type { FunctionWeights } from './function-weights.ts';
import type { TreeWeights } from './node-weights.ts';
import { pathTo } from './paths.ts';
import type { UnionFunctions } from './union-functions.ts';
import type { UnionTree } from './union-tree.ts';

const MOST_LISTED = 5;
const MOST_AGAINST = 3;

/**
 * Uncertainty of the change at a place, or in a function itself; null where nothing could be tested.
 * @param lessShare subtracts this part of the change of everything
 */
export type PointEstimate = (point: ChangePoint, change: number, lessShare: number) => Estimated | null;

export interface AttributionInput {
  readonly tree: UnionTree;
  readonly functions: UnionFunctions;
  readonly weights: TreeWeights;
  readonly byFunction: FunctionWeights;
  /** Verdicts on self by function of the union. */
  readonly judgedSelf: JudgedColumns;
  readonly overall: JudgedChange;
  readonly withoutStack: number;
  readonly floor: number;
  readonly unit: DifferenceUnit;
  readonly method: DifferenceMethod;
  /** A check of comparability has failed. */
  readonly comparable: boolean;
  readonly slowerResponses: boolean;
  readonly estimate: PointEstimate;
  /** Row of a function in the answer. */
  readonly rowOf: (own: number) => number;
}

/** Where a change comes from (method P5): a sentence, and the places that carry it. */
export function attribution(input: AttributionInput): DifferenceAttribution {
  const { overall, unit, method, floor } = input;
  const { change } = overall;
  const changed = overall.verdict === 'more' || overall.verdict === 'less';
  if (unit.per === 'total') {
    const { changes, against } = changedFunctions(input, sumOfGrowth(input.byFunction));
    return { state: 'zero-sum', sentence: zeroSumSentence(changes, against), changes, against };
  }
  if (unit.per === 'operation' && input.slowerResponses && overall.verdict !== 'more') {
    return {
      state: 'off-cpu',
      sentence: `Responses became slower, but the weight per operation did not: ${changeSentence(overall, unit, floor)} Look at what profiles of the processor do not see: waiting, locks, input and output, garbage collection on other threads.`,
      changes: [],
      against: [],
    };
  }
  const untested = method.kind === 'none' && Math.abs(change) >= floor && change !== 0;
  if (!changed && !untested) {
    const { changes, against } = changedFunctions(input, null);
    return {
      state: 'no-change-point',
      sentence: attributionSentence(overall, unit, floor, changes, method),
      changes,
      against,
    };
  }
  const points = changePoints(input.tree, input.weights, input.byFunction, change, input.withoutStack);
  const changes = points.slice(0, MOST_LISTED).map((point) => describe(input, point, change));
  const named = new Set(changes.map((entry) => entry.function));
  const against = oppositeFunctions(input, Math.sign(change))
    .filter((point) => !named.has(input.rowOf(point.function)))
    .slice(0, MOST_AGAINST)
    .map((point) => describe(input, point, change));
  return {
    state: changed ? 'change' : 'no-change-point',
    sentence: attributionSentence(overall, unit, floor, changes, method),
    changes,
    against,
  };
}

type FunctionPoint = Extract<ChangePoint, { readonly kind: 'function' }>;

/** Functions whose verdict is more, and those whose verdict is less: where there is no change of everything to explain. */
function changedFunctions(
  input: AttributionInput,
  whole: number | null,
): { readonly changes: AttributedChange[]; readonly against: AttributedChange[] } {
  const list = (verdict: 'more' | 'less'): AttributedChange[] =>
    functionPoints(input, (own) => differenceVerdicts[input.judgedSelf.verdict[own]!] === verdict)
      .slice(0, MOST_LISTED)
      .map((point) => describe(input, point, whole === null || verdict === 'more' ? whole : -whole));
  return { changes: list('more'), against: list('less') };
}

function oppositeFunctions(input: AttributionInput, sign: number): FunctionPoint[] {
  const { byFunction, floor, method } = input;
  const opposite = sign > 0 ? 'less' : 'more';
  return functionPoints(input, (own) => {
    const change = byFunction.candidate.self[own]! - byFunction.baseline.self[own]!;
    if (change * sign >= 0) return false;
    return (
      differenceVerdicts[input.judgedSelf.verdict[own]!] === opposite ||
      (method.kind === 'none' && Math.abs(change) >= floor)
    );
  });
}

function functionPoints(
  { functions, byFunction }: AttributionInput,
  chosen: (own: number) => boolean,
): FunctionPoint[] {
  const points: FunctionPoint[] = [];
  for (let own = 0; own < functions.count; own++) {
    if (!chosen(own)) continue;
    points.push({
      kind: 'function',
      function: own,
      change: byFunction.candidate.self[own]! - byFunction.baseline.self[own]!,
    });
  }
  return points.sort(
    (a, b) =>
      Math.abs(b.change) - Math.abs(a.change) || functions.rank[a.function]! - functions.rank[b.function]!,
  );
}

function sumOfGrowth({ baseline, candidate }: FunctionWeights): number {
  return candidate.self.reduce((sum, value, own) => sum + Math.max(0, value - baseline.self[own]!), 0);
}

/** @param whole what it is a share of; null where there is nothing to explain */
function describe(input: AttributionInput, point: ChangePoint, whole: number | null): AttributedChange {
  const { tree, functions, unit, method, comparable } = input;
  const own = point.kind === 'function' ? point.function : tree.function[point.node]!;
  const share = whole === null || whole === 0 ? null : point.change / whole;
  const estimated = input.estimate(point, point.change, 0);
  const tested = estimated === null || estimated === 'drifting' ? null : estimated;
  const ci95 = tested === null ? null : ([tested.low, tested.high] as const);
  const excludesZero = ci95 !== null && (ci95[0] > 0 || ci95[1] < 0);
  const described = {
    kind: point.kind,
    path: point.kind === 'function' ? [functions.names[own]!] : pathTo(tree, functions, point.node),
    node: point.kind === 'function' ? null : point.node,
    function: input.rowOf(own),
    change: point.change,
    ci95,
    share,
    shareCi95: shareInterval(input, point, share, whole),
    confidence:
      method.indicative || !excludesZero
        ? ('low' as const)
        : comparable
          ? ('high' as const)
          : ('medium' as const),
  };
  return { ...described, sentence: changedPlaceWords(described, unit, whole) };
}

/** Numerator and denominator come from the same units: the interval is of what is left of one without the other. */
function shareInterval(
  { unit, estimate }: AttributionInput,
  point: ChangePoint,
  share: number | null,
  whole: number | null,
): readonly [number, number] | null {
  // Of shares, what grew altogether has no units of its own.
  if (share === null || whole === null || unit.per === 'total') return null;
  const left = estimate(point, 0, share);
  if (left === null || left === 'drifting') return null;
  const half = left.high / Math.abs(whole);
  return [share - half, share + half];
}
