import './explorer.css';
import type { ReactNode } from 'react';
import type { Run } from '#shared/model/run.ts';
import { useNewCrosshair } from '../../charts/use-crosshair.tsx';
import { useRunData } from '../../panels/run-figures/use-run-data.ts';
import { NatureNote } from '../../panels/run-nature/NatureNote.tsx';
import { natureOf } from '../../panels/run-nature/run-nature.ts';
import { TransactionTable } from '../../panels/transaction-table/TransactionTable.tsx';
import { useActions } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { DistributionPanel } from './DistributionPanel.tsx';
import { OverTimePanel } from './OverTimePanel.tsx';

/** One selection, every view of it: time, distribution and transactions side by side. */
export function RunExplorer({ run }: { readonly run: Run }): ReactNode {
  return natureOf(run) === 'none' ? <NothingToExplore run={run} /> : <Panels run={run} />;
}

function Panels({ run }: { readonly run: Run }): ReactNode {
  const data = useRunData(run);
  const crosshair = useNewCrosshair();
  return (
    <div className="explorer">
      <NatureNote run={run} />
      <OverTimePanel run={run} data={data} crosshair={crosshair} />
      <DistributionPanel run={run} runCube={data.cube} crosshair={crosshair} />
      <TransactionTable
        run={run}
        answer={data.figures}
        runCube={data.cube}
        jmeterCompatible={data.jmeterCompatible}
        onJmeterCompatible={data.setJmeterCompatible}
      />
    </div>
  );
}

function NothingToExplore({ run }: { readonly run: Run }): ReactNode {
  const { setView } = useActions();
  return (
    <>
      <NatureNote run={run} />
      <div className="explorer__none">
        <EmptyState
          title="No response times in this file"
          actions={
            <Button size="small" onClick={() => setView('overview')}>
              Show its metrics
            </Button>
          }
        >
          The explorer shows response times over time and by percentile. What this file holds instead is
          listed in the overview.
        </EmptyState>
      </div>
    </>
  );
}
