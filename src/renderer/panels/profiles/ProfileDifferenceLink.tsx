import { Flame } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEngineQuery } from '../../data/use-query.ts';
import { hasProfiles } from '../../state/current-view.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { linkedProfiles } from './comparable.ts';

interface ProfileDifferenceLinkProps {
  readonly baselineRunIds: readonly number[];
  readonly candidateRunIds: readonly number[];
}

/** From the verdict on a transaction to where the processor time went; nothing where a side has no profile. */
export function ProfileDifferenceLink({
  baselineRunIds,
  candidateRunIds,
}: ProfileDifferenceLinkProps): ReactNode {
  const { openDifference, setView } = useActions();
  const { data } = useEngineQuery('profiles.list', useAppState(hasProfiles) ? {} : null);
  const baseline = linkedProfiles(data ?? [], baselineRunIds);
  const candidate = linkedProfiles(data ?? [], candidateRunIds);
  if (baseline.length === 0 || candidate.length === 0) return null;
  return (
    <Button
      size="small"
      icon={<Flame />}
      title="What changed between the profiles that were taken during these runs"
      onClick={() => {
        openDifference(baseline, candidate);
        setView('profile');
      }}
    >
      Profiles
    </Button>
  );
}
