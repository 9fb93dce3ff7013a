import { ArrowLeftRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ProfileDifference } from '#shared/model/profile-difference.ts';
import type { ProfileInfo } from '#shared/model/profile.ts';
import { useActions } from '../../../state/use-store.ts';
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
      {difference !== null && <Comparability checks={difference.checks} />}
    </div>
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
