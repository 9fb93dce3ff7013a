import './timeline.css';
import type { ReactNode } from 'react';
import type { Run } from '#shared/model/run.ts';
import { fullerSource } from '../run-nature/report-formats.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';

/** Stands where the time series of a report would be. */
export function NoHistory({ run }: { readonly run: Run }): ReactNode {
  const chosen = useAppState((state) => state.selection.transactions);
  const { setTransactions } = useActions();
  if (chosen !== null) {
    return (
      <div className="timeline-none">
        <EmptyState
          title={`The report has no history of ${chosen.length === 1 ? 'this transaction' : 'these transactions together'}`}
          actions={
            <Button size="small" onClick={() => setTransactions(null)}>
              Show all transactions
            </Button>
          }
        >
          It may have one of everything together.
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="timeline-none">
      <EmptyState title="The report has no history">
        Its figures are those of the whole run, so there is nothing to show over time.{' '}
        {fullerSource(run.format)}
      </EmptyState>
    </div>
  );
}
