import { ArrowLeftRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ProfileDifference } from '#shared/model/profile-difference.ts';
import type { ProfileInfo } from '#shared/model/profile.ts';
import { useActions, useAppState } from '../../../state/use-store.ts';
import { Button } from '../../../ui/Button.tsx';
import { numberFormat } from '../../../ui/number-format.ts';
import { Tabs } from '../../../ui/Tabs.tsx';
import { Comparability } from './Comparability.tsx';
import type { ComparedProfiles } from './difference-question.ts';

interface DifferenceHeaderProps {
  readonly compared: ComparedProfiles;
  /** Null while it is not computed. */
  readonly difference: ProfileDifference | null;
}

/** What is compared, and whether that can be done. */
export function DifferenceHeader({ compared, difference }: DifferenceHeaderProps): ReactNode {
  const { openProfile, swapDifference } = useActions();
  const { baseline, candidate } = compared;
  const title = `${sideName(baseline)} against ${sideName(candidate)}`;
  return (
    <div className="profile__header" data-pane="tabs">
      <h1 className="ellipsis" title={title}>
        {title}
      </h1>
      <Tabs
        label="Sides"
        value="difference"
        items={[
          { value: 'difference', label: 'Difference' },
          { value: 'baseline', label: 'A only' },
          { value: 'candidate', label: 'B only' },
        ]}
        onChange={(tab) => {
          const [only] = tab === 'baseline' ? baseline : tab === 'candidate' ? candidate : [];
          if (only !== undefined) openProfile(only.id);
        }}
      />
      <span className="profile__space" />
      <Side letter="A" kind="baseline" profiles={baseline} />
      <Side letter="B" kind="candidate" profiles={candidate} />
      <Button size="small" variant="ghost" icon={<ArrowLeftRight />} onClick={swapDifference}>
        Swap
      </Button>
      <ComparedRuns compared={compared} />
      {difference !== null && <Comparability checks={difference.checks} />}
    </div>
  );
}

/** Back to the verdicts of the runs that the profiles were taken during. */
function ComparedRuns({ compared }: Pick<DifferenceHeaderProps, 'compared'>): ReactNode {
  const draft = useAppState((state) => state.compare.draft);
  const { newComparison, setView } = useActions();
  const runsOf = (profiles: readonly ProfileInfo[]): readonly number[] => [
    ...new Set(profiles.flatMap(({ link }) => link?.runId ?? [])),
  ];
  const [baseline, candidate] = [runsOf(compared.baseline), runsOf(compared.candidate)];
  if (baseline.length === 0 || candidate.length === 0) return null;
  if (baseline.some((runId) => candidate.includes(runId))) return null;
  return (
    <Button
      size="small"
      variant="ghost"
      title="Compare the runs that the profiles were taken during"
      onClick={() => {
        const isOpen =
          draft.baseline.runIds.join() === baseline.join() &&
          draft.candidate.runIds.join() === candidate.join();
        if (!isOpen) newComparison(baseline, candidate);
        setView('compare');
      }}
    >
      Runs
    </Button>
  );
}

export function sideName(profiles: readonly ProfileInfo[]): string {
  const [first, ...others] = profiles;
  if (first === undefined) return 'nothing';
  return others.length === 0 ? first.name : `${first.name} and ${numberFormat.count(others.length)} more`;
}

function Side({
  letter,
  kind,
  profiles,
}: {
  readonly letter: string;
  readonly kind: 'baseline' | 'candidate';
  readonly profiles: readonly ProfileInfo[];
}): ReactNode {
  const samples = profiles.reduce((sum, profile) => sum + profile.samples, 0);
  return (
    <span className="difference__who text-2" title={profiles.map(({ name }) => name).join(', ')}>
      <span className={`difference__badge is-${kind}`}>{letter}</span>
      <span className="figure">{numberFormat.count(samples)} samples</span>
    </span>
  );
}
