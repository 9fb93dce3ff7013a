import type { EngineMethod, EngineParams, EngineResult } from '#shared/contract/engine.ts';
import { AppError } from '#shared/contract/errors.ts';
import {
  DEFAULT_ALIGNMENT,
  DEFAULT_DESIGN_EFFECT,
  type DifferenceMode,
  type ProfileDifference,
} from '#shared/model/profile-difference.ts';
import type { ProfileInfo, ProfileSelection } from '#shared/model/profile.ts';

/** A difference with the question that gives it again. */
export interface ScaledDifference {
  readonly difference: ProfileDifference;
  readonly params: EngineParams<'profiles.difference'>;
}

type AskEngine = <M extends EngineMethod>(method: M, params: EngineParams<M>) => Promise<EngineResult<M>>;

/** All of a profile but the time in which the processor had nothing to do. */
export function wholeProfile(profileId: number, weight: number): ProfileSelection {
  return { profileId, weight, threads: null, fromMs: null, toMs: null, withIdle: false, transforms: [] };
}

/**
 * What differs between the profiles of two sides (method P5), by the strongest scaling that they allow: per operation of their
 * runs, per second, or as shares. Findings and reports show the same.
 * @returns null where a side has no profile, or where they do not weigh the same thing
 */
export async function strongestDifference(
  ask: AskEngine,
  baseline: readonly ProfileInfo[],
  candidate: readonly ProfileInfo[],
): Promise<ScaledDifference | null> {
  const weight = baseline[0]?.weights[baseline[0].defaultWeight];
  if (weight === undefined) return null;
  const side = (profiles: readonly ProfileInfo[]) => ({
    profiles: profiles.flatMap(({ id, weights }) => {
      const place = weights.findIndex(({ name, unit }) => name === weight.name && unit === weight.unit);
      return place < 0 ? [] : [{ selection: wholeProfile(id, place), operations: null }];
    }),
  });
  const [a, b] = [side(baseline), side(candidate)];
  if (a.profiles.length === 0 || b.profiles.length === 0) return null;
  const all = [...baseline, ...candidate];
  const modes: DifferenceMode[] = [
    ...(all.every(({ link }) => link !== null) ? (['per-operation'] as const) : []),
    ...(all.every(({ durationMs }) => durationMs !== null) ? (['rate'] as const) : []),
    'share',
  ];
  for (const mode of modes) {
    const params: EngineParams<'profiles.difference'> = {
      baseline: a,
      candidate: b,
      options: {
        mode,
        alignment: [...DEFAULT_ALIGNMENT],
        renames: [],
        order: 'heaviest',
        floor: null,
        designEffect: DEFAULT_DESIGN_EFFECT,
      },
    };
    try {
      return { difference: await ask('profiles.difference', params), params };
    } catch (error) {
      // The operations or the time that this scaling needs are not known after all: the next one needs less.
      if (!(error instanceof AppError) || error.code !== 'bad-request') throw error;
    }
  }
  return null;
}
