import './badge.css';
import type { ReactNode } from 'react';

/** A word or figure that qualifies what stands before it. */
export function Badge({
  tone = 'neutral',
  children,
}: {
  readonly tone?: 'neutral' | 'accent' | 'warn';
  readonly children: ReactNode;
}): ReactNode {
  return <span className={`badge badge--${tone}`}>{children}</span>;
}
