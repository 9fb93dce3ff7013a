import type { ReactNode } from 'react';
import type { Run } from '#shared/model/run.ts';
import { currentView } from '../../state/current-view.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { Chip } from '../../ui/Chip.tsx';
import { useAgainstRun } from './use-against.ts';

/** Names the run that is drawn beside the explored one, and takes it away. */
export function AgainstChip({ run }: { readonly run: Run }): ReactNode {
  const baseline = useAgainstRun(run);
  // Only the explorer draws it: elsewhere the chip would promise what is not there.
  const shown = useAppState((state) => currentView(state) === 'explorer');
  const { setAgainst } = useActions();
  if (baseline === null || !shown) return null;
  return (
    <Chip
      name="against A"
      value={
        <span title="Drawn beside this run in Over time and Distribution; all other figures are of this run alone">
          {baseline.name}
        </span>
      }
      chosen
      onClear={() => setAgainst(null)}
    />
  );
}
