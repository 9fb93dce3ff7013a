import { ArrowDown, ArrowUp, CircleQuestionMark, Equal } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DifferenceVerdict } from '#shared/model/profile-difference.ts';
import { verdictNames } from './difference-words.ts';

const icons = {
  more: ArrowUp,
  less: ArrowDown,
  'no-change': Equal,
  'cannot-tell': CircleQuestionMark,
} as const;

/** Icon, word and colour: more is not worse by itself, so that it has the colour of the side that has more. */
export function DifferenceVerdictMark({
  verdict,
  reason,
}: {
  readonly verdict: DifferenceVerdict;
  readonly reason: string | null;
}): ReactNode {
  const Icon = icons[verdict];
  return (
    <span className={`difference__verdict is-${verdict}`} title={reason ?? undefined}>
      <Icon aria-hidden="true" />
      {verdictNames[verdict]}
    </span>
  );
}
