import './severity-mark.css';
import { CircleCheck, CircleX, Info, StickyNote, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FindingSeverity } from '#shared/model/finding.ts';
import { severityWords } from './severity-words.ts';

const icons = {
  high: CircleX,
  medium: TriangleAlert,
  low: Info,
  good: CircleCheck,
  info: StickyNote,
} as const;

/** How much a finding matters: sign, word and colour. */
export function SeverityMark({ severity }: { readonly severity: FindingSeverity }): ReactNode {
  const Icon = icons[severity];
  return (
    <span className={`severity-mark severity-mark--${severity}`}>
      <Icon aria-hidden="true" />
      {severityWords[severity]}
    </span>
  );
}
