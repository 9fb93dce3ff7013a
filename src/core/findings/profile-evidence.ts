import { frameKinds, type ProfileInfo, type ProfileSelection } from '#shared/model/profile.ts';
import type { AskEngine } from '../gates/run-figures.ts';
import { wholeProfile } from '../sharing/strongest-difference.ts';
import type { ProfileEvidence } from './evidence.ts';
import { profileChange } from './profile-change.ts';

const GC_KIND = frameKinds.indexOf('gc');

/**
 * What CPU profiles say: where the time of the candidate went, and how much of it is garbage collection. Profiles that belong to a run of
 * the baseline, or were named so, are of the baseline, all others of the candidate. Those that are not there are left out.
 * @returns null where none of them tells
 */
export async function profileEvidence(
  ask: AskEngine,
  profileIds: readonly number[],
  baseline: { readonly profileIds: readonly number[]; readonly runIds: readonly number[] },
): Promise<ProfileEvidence | null> {
  if (profileIds.length === 0) return null;
  const known = (await ask('profiles.list', {})).filter(({ id }) => profileIds.includes(id));
  const ofBaseline = ({ id, link }: ProfileInfo): boolean =>
    baseline.profileIds.includes(id) || (link !== null && baseline.runIds.includes(link.runId));
  const [before, after] = [known.filter(ofBaseline), known.filter((profile) => !ofBaseline(profile))];
  const difference = after.length === 0 ? null : await profileChange(ask, before, after);
  const candidate = await gcShare(ask, after);
  if (candidate === null) return difference === null ? null : { difference, gc: null };
  const usual = await gcShare(ask, before);
  return {
    difference,
    gc: {
      share: candidate.share,
      baseline: usual?.share ?? null,
      query: { method: 'profiles.functions', params: { selection: candidate.selection } },
    },
  };
}

/** Null where no profile of time has frames that are told to be garbage collection. */
async function gcShare(
  ask: AskEngine,
  profiles: readonly ProfileInfo[],
): Promise<{ readonly share: number; readonly selection: ProfileSelection } | null> {
  let [gc, all] = [0, 0];
  let largest: ProfileSelection | null = null;
  let most = 0;
  for (const { id, defaultWeight, weights } of profiles) {
    const unit = weights[defaultWeight]?.unit;
    if (unit !== 'ns' && unit !== 'samples') continue;
    const selection = wholeProfile(id, defaultWeight);
    const { functions, self, selected } = await ask('profiles.functions', { selection });
    for (let row = 0; row < functions.count; row++) if (functions.kind[row] === GC_KIND) gc += self[row]!;
    all += selected.total;
    if (selected.total > most) [most, largest] = [selected.total, selection];
  }
  return gc > 0 && largest !== null ? { share: gc / all, selection: largest } : null;
}
