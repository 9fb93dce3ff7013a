import type { ReactNode } from 'react';
import { useActions } from '../../../state/use-store.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';

/** Why a view that is drawn from counts by time, transaction and outcome has nothing to draw. */
export function NoCells({ reason }: { readonly reason: 'rare' | 'empty' }): ReactNode {
  const { setTransactions } = useActions();
  switch (reason) {
    case 'rare':
      return (
        <div className="explorer__none">
          <EmptyState
            title="Too rare for this view"
            actions={
              <Button size="small" onClick={() => setTransactions(null)}>
                Show all transactions
              </Button>
            }
          >
            Of the many transactions of this run only the busiest are counted one by one.
          </EmptyState>
        </div>
      );
    case 'empty':
      return (
        <div className="explorer__none">
          <EmptyState title="No samples in the selection">
            Widen the time span or choose other outcomes.
          </EmptyState>
        </div>
      );
  }
}
