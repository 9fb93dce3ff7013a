import type { ReactNode } from 'react';
import { useSelectedRun } from '../../state/use-store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { RunOverview } from './RunOverview.tsx';

export function OverviewView(): ReactNode {
  const run = useSelectedRun();
  if (run === null) {
    return (
      <div className="overview__none">
        <EmptyState title="No run is open">
          Choose a run in the tree, or drop result files anywhere on the window.
        </EmptyState>
      </div>
    );
  }
  // Another run is another page: nothing of the one before may be seen under its name, not even for a frame.
  return <RunOverview key={run.id} run={run} />;
}
