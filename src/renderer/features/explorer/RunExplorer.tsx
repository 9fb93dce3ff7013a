import './explorer.css';
import type { ReactNode } from 'react';
import type { Run } from '#shared/model/run.ts';
import { useNewCrosshair } from '../../charts/use-crosshair.tsx';
import { useRunData } from '../../panels/run-figures/use-run-data.ts';
import { TransactionTable } from '../../panels/transaction-table/TransactionTable.tsx';
import { DistributionPanel } from './DistributionPanel.tsx';
import { OverTimePanel } from './OverTimePanel.tsx';

/** One selection, every view of it: time, distribution and transactions side by side. */
export function RunExplorer({ run }: { readonly run: Run }): ReactNode {
  const data = useRunData(run);
  const crosshair = useNewCrosshair();
  return (
    <div className="explorer">
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
