import './verdict.css';
import { CircleQuestionMark, Minus, TrendingUp } from 'lucide-react';
import type { ReactNode } from 'react';
import type { GrowthVerdict } from '#shared/model/heap-growth.ts';
import { verdictWords } from './growth-words.ts';

/** Icon, word and tint; what does not grow has no tint, so that it recedes. */
export function GrowthVerdictChip({ verdict }: { readonly verdict: GrowthVerdict }): ReactNode {
  return (
    <span className={`growth-verdict is-${verdict}`}>
      <Icon verdict={verdict} />
      {verdictWords[verdict]}
    </span>
  );
}

function Icon({ verdict }: { readonly verdict: GrowthVerdict }): ReactNode {
  switch (verdict) {
    case 'leak':
    case 'candidate':
      return <TrendingUp aria-hidden="true" />;
    case 'cannot-tell':
      return <CircleQuestionMark aria-hidden="true" />;
    case 'no-growth':
      return <Minus aria-hidden="true" />;
    case 'bounded':
      // A curve that rises and stays: no icon of the set says that.
      return (
        <svg className="lucide" viewBox="0 0 24 24" fill="none" stroke="currentColor" aria-hidden="true">
          <path d="M3 20c3 0 3-13 9-13h9" strokeLinecap="round" />
        </svg>
      );
  }
}
