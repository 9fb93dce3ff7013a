import type { ReactNode } from 'react';

/** The letter of a side in its colour. */
export function SideBadge({ side }: { readonly side: 'A' | 'B' }): ReactNode {
  return (
    <span
      className={`side-badge side-badge--${side.toLowerCase()}`}
      aria-label={side === 'A' ? 'Baseline' : 'Candidate'}
      role="img"
    >
      {side}
    </span>
  );
}
