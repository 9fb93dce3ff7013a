import { AppError } from '#shared/contract/errors.ts';
import type { DifferenceMode, DifferenceUnit } from '#shared/model/profile-difference.ts';
import type { WeightType } from '../model/profile.ts';
import type { ComparedProfile, ProfileSide } from './compared-profile.ts';

/** By what the weights of a profile are divided in each mode (method P1). */
export interface Exposure {
  /** Of the whole profile: 1, its total, its seconds, or its operations. */
  readonly whole: number;
  /** Factor from weight to scaled weight; 0 where there is nothing to divide by. */
  readonly factor: number;
}

const PER: Readonly<Record<DifferenceMode, DifferenceUnit['per']>> = {
  raw: 'profile',
  share: 'total',
  rate: 'second',
  'per-operation': 'operation',
};

export function differenceUnit(mode: DifferenceMode, { unit }: WeightType): DifferenceUnit {
  return { unit, per: PER[mode] };
}

/**
 * Side values are means over the profiles of the side, so that no profile counts for more because it is longer.
 * @param totals by profile of the side
 * @throws {AppError} `bad-request` where seconds or operations are not known
 */
export function exposures(
  mode: DifferenceMode,
  { profiles }: ProfileSide,
  totals: readonly number[],
): Exposure[] {
  return profiles.map((profile, place) => {
    const whole = wholeOf(mode, profile, totals[place]!);
    return { whole, factor: whole > 0 ? 1 / (whole * profiles.length) : 0 };
  });
}

function wholeOf(
  mode: DifferenceMode,
  { name, seconds, operations }: ComparedProfile,
  total: number,
): number {
  switch (mode) {
    case 'raw':
      return 1;
    case 'share':
      return total;
    case 'rate':
      return known(
        seconds,
        `It is not known how many seconds "${name}" covers, so there is no weight per second.`,
        'Compare shares, or raw weights of profiles that were taken alike.',
      );
    case 'per-operation':
      return known(
        operations,
        `It is not known how many operations were completed during "${name}", so there is no weight per operation.`,
        'Link the profile to a run, or give the operations of both sides; or compare shares.',
      );
  }
}

function known(value: number | null, message: string, hint: string): number {
  if (value === null || !(value > 0) || !Number.isFinite(value))
    throw new AppError('bad-request', message, { hint });
  return value;
}
