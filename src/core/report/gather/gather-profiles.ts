import type { ProfileInfo } from '#shared/model/profile.ts';
import type { ReportSubject } from '#shared/model/report.ts';
import { strongestDifference, wholeProfile } from '../../sharing/strongest-difference.ts';
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
  const profileDifference = (await strongestDifference(ask, baseline, candidate))?.difference ?? null;
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
