import { AppError } from '#shared/contract/errors.ts';
import {
  DEFAULT_ALIGNMENT,
  DEFAULT_DESIGN_EFFECT,
  type DifferenceMode,
  type ProfileDifference,
} from '#shared/model/profile-difference.ts';
import type { ProfileInfo, ProfileSelection } from '#shared/model/profile.ts';
import type { ReportSubject } from '#shared/model/report.ts';
import type { AskEngine } from './gather-report.ts';
import type { ProfileFacts, ReportData } from './report-data.ts';

/** What differs between the profiles of both sides; of one side alone, functions and trees. */
export async function gatherProfiles(
  ask: AskEngine,
  { profileIds, baselineProfileIds }: ReportSubject,
): Promise<Pick<ReportData, 'profiles' | 'profileDifference' | 'profileInfos'>> {
  const chosen = profileIds.length + baselineProfileIds.length;
  if (chosen === 0) return { profiles: [], profileDifference: null, profileInfos: [] };
  const known = await ask('profiles.list', {});
  const ofIds = (ids: readonly number[]): ProfileInfo[] =>
    ids.flatMap((id) => known.find((each) => each.id === id) ?? []);
  const [baseline, candidate] = [ofIds(baselineProfileIds), ofIds(profileIds)];
  const profileInfos = [...baseline, ...candidate];
  const profileDifference = await difference(ask, baseline, candidate);
  if (profileDifference !== null) return { profiles: [], profileDifference, profileInfos };
  const profiles: ProfileFacts[] = [];
  for (const profile of profileInfos) {
    const selection = wholeProfile(profile.id, profile.defaultWeight);
    profiles.push({
      side: baseline.includes(profile) ? 'baseline' : 'candidate',
      profile,
      functions: await ask('profiles.functions', { selection }),
      tree: await ask('profiles.tree', { selection, order: 'heaviest', direction: 'callees' }),
    });
  }
  return { profiles, profileDifference: null, profileInfos };
}

/**
 * By the strongest scaling that the profiles allow: per operation of their runs, per second, or as shares. Null where one side
 * has none, or where they do not weigh the same thing.
 */
async function difference(
  ask: AskEngine,
  baseline: readonly ProfileInfo[],
  candidate: readonly ProfileInfo[],
): Promise<ProfileDifference | null> {
  const weight = baseline[0]?.weights[baseline[0].defaultWeight];
  if (weight === undefined || candidate.length === 0) return null;
  const side = (profiles: readonly ProfileInfo[]) => ({
    profiles: profiles.flatMap((profile) => {
      const place = profile.weights.findIndex(
        ({ name, unit }) => name === weight.name && unit === weight.unit,
      );
      return place < 0 ? [] : [{ selection: wholeProfile(profile.id, place), operations: null }];
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
    try {
      return await ask('profiles.difference', {
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
      });
    } catch (error) {
      // The operations or the time that this scaling needs are not known after all: the next one needs less.
      if (!(error instanceof AppError) || error.code !== 'bad-request') throw error;
    }
  }
  return null;
}

/** All of a profile but the time in which the processor had nothing to do. */
function wholeProfile(profileId: number, weight: number): ProfileSelection {
  return { profileId, weight, threads: null, fromMs: null, toMs: null, withIdle: false, transforms: [] };
}
