import type { ReactNode } from 'react';
import { classes } from '../../../ui/class-names.ts';

/** A share as a bar beside its figure, which says the same. @param share 0..1 */
export function ShareBar({
  share,
  bad = false,
}: {
  readonly share: number;
  readonly bad?: boolean;
}): ReactNode {
  return (
    <span className={classes('share-bar', bad && 'is-bad')} aria-hidden="true">
      <i style={{ width: `${Math.min(100, Math.max(0, share * 100))}%` }} />
    </span>
  );
}
