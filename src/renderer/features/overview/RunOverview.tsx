import './overview.css';
import type { ReactNode } from 'react';
import type { Run } from '#shared/model/run.ts';
import { useRunData } from '../../panels/run-figures/use-run-data.ts';
import { TransactionTable } from '../../panels/transaction-table/TransactionTable.tsx';
import { classes } from '../../ui/class-names.ts';
import { FailurePanel } from './FailurePanel.tsx';
import { Headline } from './Headline.tsx';
import { hasK6Results } from './k6-tabs.ts';
import { RunFacts } from './RunFacts.tsx';
import { TimelinePanel } from './TimelinePanel.tsx';

/** One run on one page: how fast, when, what failed, which transaction, and what all that rests on. */
export function RunOverview({ run }: { readonly run: Run }): ReactNode {
  const data = useRunData(run);
  const detailed = run.failures > 0 || hasK6Results(run);
  return (
    <div className="overview">
      <div
        className={classes(
          'overview__centre',
          detailed && 'has-details',
          run.startedAtUs === null && 'is-timeless',
        )}
      >
        <Headline run={run} answer={data.figures} />
        <TimelinePanel run={run} data={data} />
        <FailurePanel run={run} />
        <TransactionTable
          run={run}
          answer={data.figures}
          runCube={data.cube}
          jmeterCompatible={data.jmeterCompatible}
          onJmeterCompatible={data.setJmeterCompatible}
        />
      </div>
      <RunFacts run={run} transactions={data.transactions} />
    </div>
  );
}
