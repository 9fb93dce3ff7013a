import './verdict-chip.css';
import { ArrowDown, ArrowUp, CircleQuestionMark, Equal } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Verdict } from '#shared/model/comparison.ts';
import { classes } from '../../ui/class-names.ts';
import { verdictNames } from './verdict-words.ts';

const icons = {
  regressed: ArrowUp,
  improved: ArrowDown,
  inconclusive: CircleQuestionMark,
  'no-change': Equal,
} as const;

interface VerdictChipProps {
  readonly verdict: Verdict;
  /** Found before all others were: it may change. */
  readonly provisional?: boolean;
}

/** Icon, word and tint; "no change" has no tint, so that it recedes. */
export function VerdictChip({ verdict, provisional = false }: VerdictChipProps): ReactNode {
  const Icon = icons[verdict];
  return (
    <span className={classes('verdict-chip', `is-${verdict}`, provisional && 'is-provisional')}>
      <Icon aria-hidden="true" />
      {verdictNames[verdict]}
      {provisional && '…'}
    </span>
  );
}
