import type { ProfileInfo, ProfileSelection } from '#shared/model/profile.ts';
import type { ProfileScreen } from '../../state/profile-slice.ts';

/** What of a profile is looked at, as the engine is asked. */
export function selectionOf(info: ProfileInfo, screen: ProfileScreen): ProfileSelection {
  return {
    profileId: info.id,
    weight: weightOfScreen(info, screen),
    threads: screen.threads === null ? null : [...screen.threads],
    fromMs: screen.span?.fromMs ?? null,
    toMs: screen.span?.toMs ?? null,
    withIdle: screen.withIdle,
    transforms: [...screen.transforms],
  };
}

/** A choice from before the profile was read again may not be there any more. */
export function weightOfScreen(info: ProfileInfo, { weight }: Pick<ProfileScreen, 'weight'>): number {
  return weight !== null && weight < info.weights.length ? weight : info.defaultWeight;
}

/** The whole profile, unchanged: what colours and the share of a selection refer to. */
export function wholeSelection(info: ProfileInfo, weight: number): ProfileSelection {
  return {
    profileId: info.id,
    weight,
    threads: null,
    fromMs: null,
    toMs: null,
    withIdle: false,
    transforms: [],
  };
}
