import type { HeapSeries } from '#shared/model/heap.ts';
import type { ProfileInfo } from '#shared/model/profile.ts';
import { subjectOf, type ReportSubject } from '#shared/model/report.ts';
import type { Run } from '#shared/model/run.ts';

interface Around {
  readonly profiles: readonly ProfileInfo[];
  readonly series: readonly HeapSeries[];
  /** Sides of the profile difference at hand, if any. */
  readonly difference: { readonly baseline: readonly number[]; readonly candidate: readonly number[] } | null;
}

/**
 * Runs with everything in the workspace that belongs to them: profiles and snapshots that were taken during them. Where a
 * workspace has profiles or series that belong to no run, it is most likely about the same: those of a difference at hand take
 * the sides that they have there, all others that of the candidate.
 */
export function subjectAround(
  candidate: readonly number[],
  baseline: readonly number[],
  { profiles, series, difference }: Around,
): ReportSubject {
  const isOf = (runIds: readonly number[], runId: number | undefined | null): boolean =>
    runId !== undefined && runId !== null && runIds.includes(runId);
  const loose = profiles.filter(({ link }) => link === null).map(({ id }) => id);
  // Beside a run that is held against nothing, no profile is.
  const isOneSided = candidate.length > 0 && baseline.length === 0;
  const looseBaseline = isOneSided ? [] : loose.filter((id) => difference?.baseline.includes(id));
  const linked = (runIds: readonly number[]): number[] =>
    profiles.filter(({ link }) => isOf(runIds, link?.runId)).map(({ id }) => id);
  return {
    ...subjectOf(candidate, baseline),
    profileIds: [...linked(candidate), ...loose.filter((id) => !looseBaseline.includes(id))].slice(0, 50),
    baselineProfileIds: [...linked(baseline), ...looseBaseline].slice(0, 50),
    seriesIds: series
      .filter(({ runId }) => runId === null || isOf(candidate, runId))
      .map(({ id }) => id)
      .slice(0, 20),
  };
}

/** `Release 4.18.0-rc2 against 4.17.3`, `Nightly 2214`: what a report is called until somebody knows better. */
export function reportNameOf(
  candidate: readonly number[],
  baseline: readonly number[],
  runs: readonly Run[],
): string {
  const names = (ids: readonly number[]): string => {
    const [first] = runs.filter(({ id }) => ids.includes(id));
    if (first === undefined) return '';
    return ids.length > 1 ? `${first.name} and ${ids.length - 1} more` : first.name;
  };
  const name = baseline.length === 0 ? names(candidate) : `${names(candidate)} against ${names(baseline)}`;
  return name.slice(0, 300);
}

/** `checkout.cpuprofile and 1 more against before.cpuprofile`, `orders-service`: the same without runs. */
export function attachedNameOf(
  { profileIds, baselineProfileIds, seriesIds }: ReportSubject,
  profiles: readonly Pick<ProfileInfo, 'id' | 'name'>[],
  series: readonly Pick<HeapSeries, 'id' | 'name'>[],
): string {
  const names = (ids: readonly number[], of: typeof series): string => {
    const [first, ...more] = of.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
    return more.length === 0 ? (first ?? '') : `${first ?? ''} and ${more.length} more`;
  };
  const [before, now] = [names(baselineProfileIds, profiles), names(profileIds, profiles)];
  const parts = [
    before === '' || now === '' ? now || before : `${now} against ${before}`,
    names(seriesIds, series),
  ];
  return (
    parts
      .filter((part) => part !== '')
      .join(', ')
      .slice(0, 300) || 'Report'
  );
}
