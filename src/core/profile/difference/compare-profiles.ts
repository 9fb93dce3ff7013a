import {
  alignmentSteps,
  differenceVerdicts,
  type ComparedFunctions,
  type DifferenceOptions,
  type DifferenceSide,
  type ProfileDifference,
} from '#shared/model/profile-difference.ts';
import { frameKinds } from '../model/profile.ts';
import { attribution } from './attribution.ts';
import { differenceColours } from './colour.ts';
import { comparabilityChecks } from './comparability.ts';
import { assertSameWeights, type ProfileSide } from './compared-profile.ts';
import { comparedFunctions, functionOrder } from './compared-functions.ts';
import { Estimates, mostTestedNodes } from './estimates.ts';
import { functionWeights, outermostNodes, type FunctionWeights } from './function-weights.ts';
import { gatedDescent, testableNodes } from './gated-descent.ts';
import { effectFloor, judge, judgeAll } from './judge.ts';
import {
  comparedSelf,
  comparedTotal,
  sideTotals,
  sideWeights,
  type SideTotals,
  type TreeWeights,
} from './node-weights.ts';
import type { Pace } from './pace.ts';
import { suggestRenames } from './renames.ts';
import { differenceUnit, exposures, type Exposure } from './scales.ts';
import { sideAround } from './stacks-around.ts';
import { unionFunctions, type UnionFunctions } from './union-functions.ts';
import { unionTree, type UnionTree } from './union-tree.ts';
import { chooseEvidence } from './units.ts';

export interface CompareOptions extends DifferenceOptions {
  /** Response times of the runs became longer, as far as the load tests say. */
  readonly slowerResponses?: boolean;
}

/**
 * What differs between two sides, how sure that is, and where it comes from (methods P1 to P5).
 * @throws {AppError} `bad-request` where the sides do not weigh the same or the mode needs what is not known; `cancelled`
 */
export async function compareProfiles(
  wholeBaseline: ProfileSide,
  wholeCandidate: ProfileSide,
  options: CompareOptions,
  pace: Pace,
): Promise<ProfileDifference> {
  const weight = assertSameWeights(wholeBaseline, wholeCandidate);
  await pace.turn('Aligning functions');
  const unit = differenceUnit(options.mode, weight);
  const functions = unionFunctions(wholeBaseline, wholeCandidate, options);
  await pace.turn('Aligning functions');
  const { around } = options;
  const shown = async (side: ProfileSide): Promise<ProfileSide> =>
    around === undefined ? side : sideAround(side, functions, around, pace);
  const [baseline, candidate] = [await shown(wholeBaseline), await shown(wholeCandidate)];
  const tree = await unionTree(baseline, candidate, functions, 'tree', options.order, pace);
  const flat = hasOwnTree(baseline, candidate)
    ? await unionTree(baseline, candidate, functions, 'unflattened', 'name', pace)
    : tree;
  const scales = {
    baseline: exposures(options.mode, baseline, totalsOf(flat.baseline)),
    candidate: exposures(options.mode, candidate, totalsOf(flat.candidate)),
  };
  const weights = await treeWeights(tree, scales, pace);
  const flatWeights = flat === tree ? weights : await treeWeights(flat, scales, pace);
  const outermost = await outermostNodes(flat, functions.count, pace);
  await pace.turn('Adding up');
  const byFunction = functionWeights(flat, functions.count, outermost, flatWeights);
  const totals = {
    baseline: sideTotals(flat.baseline, scales.baseline),
    candidate: sideTotals(flat.candidate, scales.candidate),
  };
  await pace.turn('Adding up');
  const busy = Math.max(
    busyTotal(functions, byFunction.baseline, totals.baseline),
    busyTotal(functions, byFunction.candidate, totals.candidate),
  );
  const floor = effectFloor(busy, options.mode === 'per-operation', options.floor);
  const counted = [...tree.baseline, ...tree.candidate].every(({ counts }) => counts !== null);
  const evidence = await chooseEvidence(baseline, candidate, options.designEffect, counted, pace);
  await pace.turn('Cutting into blocks');
  const testable = testableNodes(tree, weights, floor, mostTestedNodes(evidence));
  const estimates = await Estimates.make(
    {
      tree,
      flat,
      weights,
      byFunction,
      outermost,
      functions: functions.count,
      testable,
      scales,
      totals,
      floor,
      evidence,
      mode: options.mode,
    },
    pace,
  );
  const { quantiles } = estimates;
  const change = totals.candidate.scaled - totals.baseline.scaled;
  const allSamples = totals.baseline.samples + totals.candidate.samples;
  const overallEstimate = estimates.ofAll(change);
  const overallP = overallEstimate === null || overallEstimate === 'drifting' ? NaN : overallEstimate.p;
  const overall = {
    baseline: totals.baseline.scaled,
    candidate: totals.candidate.scaled,
    change,
    ci95:
      overallEstimate === null || overallEstimate === 'drifting'
        ? null
        : ([overallEstimate.low, overallEstimate.high] as const),
    ...judge(change, overallEstimate, overallP, allSamples, floor),
  };
  const question = (which: 'self' | 'total') =>
    judgeAll(
      {
        count: functions.count,
        changeOf: (own) => byFunction.candidate[which][own]! - byFunction.baseline[which][own]!,
        samplesOf: (own) =>
          which === 'self'
            ? byFunction.baseline.selfSamples[own]! + byFunction.candidate.selfSamples[own]!
            : byFunction.baseline.samples[own]! + byFunction.candidate.samples[own]!,
        estimate: (own) => estimates.ofFunction(own, which),
      },
      floor,
      quantiles,
      pace,
    );
  const judgedSelf = await question('self');
  const judgedTotal = await question('total');
  const rootChanged = overall.verdict === 'more' || overall.verdict === 'less';
  const nodes = await gatedDescent(
    tree,
    weights,
    testable,
    estimates.columnOfNode,
    (node) => estimates.ofNode(node),
    rootChanged,
    floor,
    quantiles,
    pace,
  );
  const order = functionOrder(functions, byFunction, [tree, flat]);
  const rowOf = new Int32Array(functions.count);
  order.forEach((own, row) => (rowOf[own] = row));
  await pace.turn('Finishing');
  const checks = comparabilityChecks(
    options.mode,
    [baseline, candidate],
    [totals.baseline, totals.candidate],
  );
  await pace.turn('Finishing');
  const compared = comparedFunctions(functions, byFunction, judgedSelf, judgedTotal, order);
  await pace.turn('Finishing');
  return {
    mode: options.mode,
    unit,
    baseline: describeSide(baseline, tree.baseline, totals.baseline),
    candidate: describeSide(candidate, tree.candidate, totals.candidate),
    alignment: alignmentSteps.map((step) => ({
      step,
      on: options.alignment.includes(step),
      applied: functions.applied.get(step) ?? 0,
    })),
    checks,
    method: evidence.method,
    floor,
    overall,
    changedFunctions: { self: changed(compared.self), total: changed(compared.total) },
    functions: compared,
    nodes: {
      count: tree.count,
      rowStart: tree.rowStart,
      parent: tree.parent,
      function: tree.function.map((own) => rowOf[own]!),
      self: comparedSelf(weights),
      total: comparedTotal(weights),
      ...differenceColours(weights, floor),
      ...nodes,
    },
    renames: suggestRenames(
      tree,
      functions,
      weights,
      byFunction,
      Math.max(totals.baseline.scaled, totals.candidate.scaled),
    ),
    attribution: attribution({
      tree,
      functions,
      weights,
      byFunction,
      judgedSelf,
      overall,
      withoutStack: totals.candidate.withoutStack - totals.baseline.withoutStack,
      floor,
      unit,
      method: evidence.method,
      comparable: checks.every(({ state }) => state !== 'failed'),
      slowerResponses: options.slowerResponses ?? false,
      estimate: (point, ownChange, lessShare) => estimates.ofPoint(point, ownChange, lessShare),
      rowOf: (own) => rowOf[own]!,
    }),
  };
}

interface Scales {
  readonly baseline: readonly Exposure[];
  readonly candidate: readonly Exposure[];
}

function hasOwnTree(...sides: readonly ProfileSide[]): boolean {
  return sides.some(({ profiles }) => profiles.some(({ tree, unflattened }) => tree !== unflattened));
}

function totalsOf(side: UnionTree['baseline']): number[] {
  return side.map(({ total }) => total);
}

async function treeWeights(tree: UnionTree, scales: Scales, pace: Pace): Promise<TreeWeights> {
  return {
    baseline: await sideWeights(tree, tree.baseline, scales.baseline, pace),
    candidate: await sideWeights(tree, tree.candidate, scales.candidate, pace),
  };
}

/** Without waiting, which is no work that could change. */
function busyTotal(
  { kinds }: UnionFunctions,
  { self }: FunctionWeights['baseline'],
  { scaled, withoutStack }: SideTotals,
): number {
  const idle = frameKinds.indexOf('idle');
  let waiting = withoutStack;
  for (let own = 0; own < self.length; own++) if (kinds[own] === idle) waiting += self[own]!;
  return scaled - waiting;
}

function changed({ verdict }: ComparedFunctions['self']): number {
  const [more, less] = [differenceVerdicts.indexOf('more'), differenceVerdicts.indexOf('less')];
  return verdict.reduce((count, own) => count + (own === more || own === less ? 1 : 0), 0);
}

function describeSide(
  { profiles }: ProfileSide,
  placed: UnionTree['baseline'],
  totals: SideTotals,
): DifferenceSide {
  return {
    profiles: profiles.map(({ name, tool, seconds, operations }, place) => {
      const { weights, counts, total } = placed[place]!;
      return {
        name,
        tool,
        samples: counts === null ? weights.length : counts.reduce((sum, count) => sum + count, 0),
        total,
        seconds,
        operations,
      };
    }),
    samples: totals.samples,
    total: totals.raw,
    selectedTotal: profiles.reduce(
      (sum, { selectedTotal }, place) => sum + (selectedTotal ?? placed[place]!.total),
      0,
    ),
    withoutStack: totals.withoutStackRaw,
    scaledTotal: totals.scaled,
    scaledWithoutStack: totals.withoutStack,
  };
}
