import type { ReactNode } from 'react';
import { useSelectedRun } from '../../state/use-store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { RunCapacity } from './RunCapacity.tsx';

export function CapacityView(): ReactNode {
  const run = useSelectedRun();
  if (run === null)
    return (
      <EmptyState title="No run is open">
        Choose a run in the tree, or drop result files anywhere on the window.
      </EmptyState>
    );
  return <RunCapacity key={run.id} run={run} />;
}
