import type { ComparedWeights } from '#shared/model/profile-difference.ts';
import type { Pace } from './pace.ts';
import type { Exposure } from './scales.ts';
import type { PlacedProfile, UnionTree } from './union-tree.ts';

/** What one side weighs by node, raw and scaled, and how many samples it has there. */
export interface SideWeights {
  readonly selfRaw: Float64Array;
  readonly self: Float64Array;
  readonly totalRaw: Float64Array;
  readonly total: Float64Array;
  /** Samples at and below the node; rows where the file does not say how many they stand for. */
  readonly samples: Float64Array;
}

/** Everything of one side, with and without a stack. */
export interface SideTotals {
  readonly raw: number;
  readonly scaled: number;
  readonly withoutStackRaw: number;
  readonly withoutStack: number;
  readonly samples: number;
}

export interface TreeWeights {
  readonly baseline: SideWeights;
  readonly candidate: SideWeights;
}

/**
 * Self and total of every node on one side (method P2): sums of self are the weight of all samples with a stack, and every
 * total is self plus the totals of the children.
 */
export async function sideWeights(
  tree: UnionTree,
  side: readonly PlacedProfile[],
  exposures: readonly Exposure[],
  pace: Pace,
): Promise<SideWeights> {
  const { count, parent } = tree;
  const selfRaw = new Float64Array(count);
  const self = new Float64Array(count);
  const samples = new Float64Array(count);
  for (const [place, placed] of side.entries()) {
    const { factor } = exposures[place]!;
    const { nodeOf } = placed;
    await pace.over('Adding up', nodeOf.length, (from, to) => {
      for (let stack = from; stack < to; stack++) {
        const node = nodeOf[stack]!;
        if (node < 0) continue;
        selfRaw[node]! += placed.self[stack]!;
        samples[node]! += placed.selfSamples[stack]!;
        if (side.length > 1) self[node]! += placed.self[stack]! * factor;
      }
    });
  }
  if (side.length === 1) {
    const { factor } = exposures[0]!;
    for (let node = 0; node < count; node++) self[node] = selfRaw[node]! * factor;
  }
  const totalRaw = selfRaw.slice();
  const total = self.slice();
  await pace.overReversed('Adding up', count, (from, to) => {
    for (let node = to - 1; node >= from; node--) {
      const above = parent[node]!;
      if (above < 0) continue;
      totalRaw[above]! += totalRaw[node]!;
      total[above]! += total[node]!;
      samples[above]! += samples[node]!;
    }
  });
  return { selfRaw, self, totalRaw, total, samples };
}

export function sideTotals(side: readonly PlacedProfile[], exposures: readonly Exposure[]): SideTotals {
  let raw = 0;
  let scaled = 0;
  let withoutStackRaw = 0;
  let withoutStack = 0;
  let samples = 0;
  for (const [place, { stacked, weights, counts }] of side.entries()) {
    const { stack, count } = stacked.samples;
    let all = 0;
    let empty = 0;
    for (let i = 0; i < count; i++) {
      all += weights[i]!;
      if (stack[i]! < 0) empty += weights[i]!;
      samples += counts === null ? 1 : counts[i]!;
    }
    raw += all;
    withoutStackRaw += empty;
    scaled += all * exposures[place]!.factor;
    withoutStack += empty * exposures[place]!.factor;
  }
  return { raw, scaled, withoutStackRaw, withoutStack, samples };
}

export function comparedSelf({ baseline, candidate }: TreeWeights): ComparedWeights {
  return {
    baselineRaw: baseline.selfRaw,
    candidateRaw: candidate.selfRaw,
    baseline: baseline.self,
    candidate: candidate.self,
  };
}

export function comparedTotal({ baseline, candidate }: TreeWeights): ComparedWeights {
  return {
    baselineRaw: baseline.totalRaw,
    candidateRaw: candidate.totalRaw,
    baseline: baseline.total,
    candidate: candidate.total,
  };
}
