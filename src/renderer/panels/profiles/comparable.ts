import type { ProfileInfo } from '#shared/model/profile.ts';

/** Profiles that may stand on the other side: they weigh the same kind of thing. */
export function comparable(info: ProfileInfo, profiles: readonly ProfileInfo[]): readonly ProfileInfo[] {
  const units = new Set(info.weights.map(({ unit }) => unit));
  return profiles.filter(({ id, weights }) => id !== info.id && weights.some(({ unit }) => units.has(unit)));
}

/** What was taken first is the baseline; without instants, what was opened first. */
export function inOrder(
  one: ProfileInfo,
  other: ProfileInfo,
): readonly [baseline: ProfileInfo, candidate: ProfileInfo] {
  const turned =
    one.startedAtUs !== null && other.startedAtUs !== null
      ? other.startedAtUs < one.startedAtUs
      : other.id < one.id;
  return turned ? [other, one] : [one, other];
}

/** Ids of the profiles that were taken during one of the runs. */
export function linkedProfiles(
  profiles: readonly ProfileInfo[],
  runIds: readonly number[],
): readonly number[] {
  return profiles.filter(({ link }) => link !== null && runIds.includes(link.runId)).map(({ id }) => id);
}
