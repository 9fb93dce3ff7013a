import { functionTable, placeOfFrame, type FunctionPlace } from './functions.ts';
import { functionTotals } from './function-totals.ts';
import {
  frameKinds,
  type FrameKind,
  type Profile,
  type SampleTable,
  type WeightType,
} from './model/profile.ts';
import { selectSamples, type SampleSelection } from './select-samples.ts';
import { stackTotals } from './totals.ts';
import { transformSamples, transformStacks } from './transforms.ts';

export interface FunctionFigures extends FunctionPlace {
  readonly kind: FrameKind;
  readonly self: number;
  readonly total: number;
}

/** Figures of a profile, or of the selected part of it, in one weight. */
export interface ProfileSummary {
  readonly weight: WeightType;
  /** Of all samples, with and without a stack. */
  readonly total: number;
  /** Of samples with nothing on the stack. */
  readonly withoutStack: number;
  readonly samples: number;
  /** Threads that have samples, by place. */
  readonly threads: readonly { readonly thread: number; readonly samples: number; readonly total: number }[];
  /** Heaviest self first. */
  readonly functions: readonly FunctionFigures[];
}

/**
 * @param weight place in the weight types
 * @param withIdle false leaves out samples in which the processor had nothing to do
 */
export function summariseProfile(
  profile: Profile,
  weight: number,
  selection: SampleSelection,
  withIdle: boolean,
): ProfileSummary {
  const functions = functionTable(profile.frames);
  const selected = selectSamples(profile, selection);
  const samples = withIdle ? selected : withoutIdle(profile, selected);
  const weights = samples.weights[weight]!;
  const totals = stackTotals(profile.stacks, samples, weights);
  const { self, total } = functionTotals(profile.stacks, functions, totals);
  const figures: FunctionFigures[] = [];
  for (let own = 0; own < functions.count; own++) {
    if (self[own] === 0 && total[own] === 0) continue;
    const frame = functions.frame[own]!;
    figures.push({
      ...placeOfFrame(profile.frames, frame),
      kind: frameKinds[profile.frames.kind[frame]!]!,
      self: self[own]!,
      total: total[own]!,
    });
  }
  figures.sort((a, b) => b.self - a.self || b.total - a.total || (a.name < b.name ? -1 : 1));
  return {
    weight: profile.weightTypes[weight]!,
    total: totals.all,
    withoutStack: totals.empty,
    samples: samples.count,
    threads: threadFigures(profile, samples, weights),
    functions: figures,
  };
}

function withoutIdle(profile: Profile, samples: SampleTable): SampleTable {
  const functions = functionTable(profile.frames);
  const idle = frameKinds.indexOf('idle');
  const dropped = [...functions.frame.keys()].filter(
    (own) => profile.frames.kind[functions.frame[own]!] === idle,
  );
  if (dropped.length === 0) return samples;
  const changed = transformStacks(profile.stacks, functions, [{ kind: 'drop', functions: dropped }]);
  // Only what is left out matters here: the others keep their stacks.
  const kept = { ...changed, stackOf: changed.stackOf.map((stack, old) => (stack >= 0 ? old : stack)) };
  return transformSamples(samples, kept);
}

function threadFigures(
  profile: Profile,
  { count, thread }: SampleTable,
  weights: Float64Array,
): ProfileSummary['threads'] {
  const samples = new Float64Array(profile.threads.length);
  const total = new Float64Array(profile.threads.length);
  for (let i = 0; i < count; i++) {
    samples[thread[i]!]!++;
    total[thread[i]!]! += weights[i]!;
  }
  return [...samples.keys()]
    .filter((own) => samples[own]! > 0)
    .map((own) => ({ thread: own, samples: samples[own]!, total: total[own]! }));
}
