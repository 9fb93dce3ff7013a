import { AppError } from '#shared/contract/errors.ts';
import type { FrameTable, NewProfile, SampleTable, StackTable, WeightType } from '../model/profile.ts';

/** Samples with what their stacks are made of. */
export interface StackedSamples {
  readonly frames: FrameTable;
  readonly stacks: StackTable;
  readonly samples: SampleTable;
}

/** One profile of a side: the part of it that is looked at. */
export interface ComparedProfile {
  readonly name: string;
  readonly tool: string | null;
  readonly weightTypes: readonly WeightType[];
  /** Place in {@link weightTypes}. */
  readonly weight: number;
  /** Time between samples that the tool aimed at; null when it is not known. */
  readonly intervalUs: number | null;
  /** Length of the part that is looked at; null when it is not known. */
  readonly seconds: number | null;
  /** Operations that were completed in this time; null when they are not known. */
  readonly operations: number | null;
  /** Weight before the changes of the tree; null: nothing was changed. */
  readonly selectedTotal: number | null;
  /** Before recursion is collapsed: where figures of functions come from (method P6). */
  readonly unflattened: StackedSamples;
  /** What the tree shows: the same, or what changes of the tree made of it. */
  readonly tree: StackedSamples;
}

/** A baseline or a candidate: one profile, or the same of several runs. */
export interface ProfileSide {
  readonly profiles: readonly ComparedProfile[];
  /** Processors of the machine; null when they are not known. */
  readonly cpus: number | null;
}

/** A whole profile as it is, for comparing. */
export function wholeProfile(
  profile: NewProfile,
  more: { readonly weight?: number; readonly operations?: number | null } = {},
): ComparedProfile {
  const { frames, stacks, samples } = profile;
  const all: StackedSamples = { frames, stacks, samples };
  return {
    name: profile.name,
    tool: profile.tool,
    weightTypes: profile.weightTypes,
    weight: more.weight ?? profile.defaultWeight,
    intervalUs: profile.intervalUs,
    seconds: secondsOf(samples, profile.durationUs),
    operations: more.operations ?? null,
    selectedTotal: null,
    unflattened: all,
    tree: all,
  };
}

/** Wall clock that samples cover: what the file says, else from the first sample to the last. */
export function secondsOf({ time, count }: SampleTable, durationUs: number | null): number | null {
  if (durationUs !== null && durationUs > 0) return durationUs / 1e6;
  if (time === null || count < 2) return null;
  const { first, last } = timeSpan(time, count);
  return last > first ? (last - first) / 1e6 : null;
}

export function timeSpan(
  time: Float64Array,
  count: number,
): { readonly first: number; readonly last: number } {
  let first = Infinity;
  let last = -Infinity;
  for (let i = 0; i < count; i++) {
    first = Math.min(first, time[i]!);
    last = Math.max(last, time[i]!);
  }
  return { first, last };
}

export function weightsOf(profile: ComparedProfile, { samples }: StackedSamples): Float64Array {
  return samples.weights[profile.weight]!;
}

/**
 * How many samples of the tool each row stands for; null where the file does not say: rows without time may be sums.
 */
export function sampleCounts(
  { weightTypes, weight, intervalUs }: ComparedProfile,
  { samples }: StackedSamples,
): Float64Array | null {
  const own = weightTypes[weight]!;
  const counting =
    own.unit === 'samples'
      ? weight
      : weightTypes.findIndex(
          ({ unit, name }) => unit === 'samples' || (unit === 'count' && /^samples?$/iu.test(name)),
        );
  if (counting >= 0) return samples.weights[counting]!;
  if (samples.time !== null) return new Float64Array(samples.count).fill(1);
  if (own.unit === 'ns' && intervalUs !== null && intervalUs > 0)
    return samples.weights[weight]!.map((ns) => ns / (intervalUs * 1000));
  return null;
}

/** @throws {AppError} `bad-request` where the sides do not weigh the same, or hold differences already */
export function assertSameWeights(baseline: ProfileSide, candidate: ProfileSide): WeightType {
  const first = weightTypeOf(baseline.profiles[0]);
  for (const side of [baseline, candidate]) {
    for (const profile of side.profiles) {
      const { unit } = weightTypeOf(profile);
      if (unit !== first.unit)
        throw new AppError(
          'bad-request',
          `One profile weighs ${first.unit} and another ${unit}: they cannot be compared.`,
          {
            hint: 'Choose a weight that both have.',
          },
        );
      if (weightsOf(profile, profile.unflattened).some((value) => value < 0))
        throw new AppError(
          'bad-request',
          `"${profile.name}" holds negative weights: it is a difference already.`,
          {
            hint: 'Compare the two profiles that it was made of.',
          },
        );
    }
  }
  return first;
}

function weightTypeOf(profile: ComparedProfile | undefined): WeightType {
  const type = profile?.weightTypes[profile.weight];
  if (type === undefined)
    throw new AppError(
      'bad-request',
      'A side of the difference has no profile, or not the weight that was chosen.',
      {
        hint: 'Choose at least one profile on each side, and a weight that it has.',
      },
    );
  return type;
}
