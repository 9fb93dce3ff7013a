import './status-icon.css';
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleQuestionMark,
  CircleSlash,
  CircleX,
  LoaderCircle,
  TriangleAlert,
} from 'lucide-react';
import type { ReactNode } from 'react';

/** States of a thing. The word always stands beside the icon: colour and shape alone say nothing for sure. */
export type Status = 'good' | 'bad' | 'warn' | 'unknown' | 'busy' | 'waiting' | 'stopped' | 'note';

export function StatusIcon({
  status,
  label,
}: {
  readonly status: Status;
  readonly label?: string;
}): ReactNode {
  const Icon = icons[status];
  const hidden = label === undefined;
  return (
    <Icon
      className={`status-icon status-icon--${status}`}
      {...(hidden ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    />
  );
}

const icons = {
  good: CircleCheck,
  bad: CircleX,
  warn: TriangleAlert,
  unknown: CircleQuestionMark,
  busy: LoaderCircle,
  waiting: CircleDashed,
  stopped: CircleSlash,
  note: CircleAlert,
} as const;
