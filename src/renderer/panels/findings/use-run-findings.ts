import { useMemo } from 'react';
import type { EngineParams } from '#shared/contract/engine.ts';
import type { FindingList } from '#shared/model/finding.ts';
import { useEngineQuery, type QueryAnswer } from '../../data/use-query.ts';
import { hasProfiles, hasSnapshots } from '../../state/current-view.ts';
import { useAppState } from '../../state/use-store.ts';
import { subjectAround } from './report-subject.ts';

/**
 * What one run has to say, with the profiles and snapshots that belong to it.
 * @param baseline runs that it is held against; null: not known yet, and nothing is asked
 */
export function useRunFindings(runId: number, baseline: readonly number[] | null): QueryAnswer<FindingList> {
  const withProfiles = useAppState(hasProfiles);
  const withSnapshots = useAppState(hasSnapshots);
  const difference = useAppState((state) => state.profile.difference);
  const profiles = useEngineQuery('profiles.list', withProfiles ? {} : null);
  const series = useEngineQuery('series.list', withSnapshots ? {} : null);
  const known = (!withProfiles || profiles.data !== null) && (!withSnapshots || series.data !== null);
  const question = useMemo((): EngineParams<'findings.list'> | null => {
    if (baseline === null || !known) return null;
    const around = { profiles: profiles.data ?? [], series: series.data ?? [], difference };
    const subject = subjectAround([runId], baseline, around);
    return {
      candidate: subject.candidate,
      baseline: subject.baseline,
      profileIds: subject.profileIds,
      baselineProfileIds: subject.baselineProfileIds,
      seriesIds: subject.seriesIds,
    };
  }, [runId, baseline, known, profiles.data, series.data, difference]);
  return useEngineQuery('findings.list', question);
}
