import { useMemo, useState, type ReactNode, type SyntheticEvent } from 'react';
import type { Run } from '#shared/model/run.ts';
import { summaryQuestion } from '../../data/summary-question.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { percentilesFor, transactionFigures } from '../../panels/run-figures/figures.ts';
import { sampleFilter } from '../../state/selectors.ts';
import { useAppState } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { topTransactions, type TopMeasure } from './top-transactions.ts';

interface TopTransactionsProps {
  readonly run: Run;
  /** Transactions that may be chosen: those that totals count. */
  readonly counted: readonly number[];
  readonly onChoose: (ids: readonly number[]) => void;
}

/** Chooses the few transactions that are the first by samples, p95 or failures in the rest of the selection. */
export function TopTransactions({ run, counted, onChoose }: TopTransactionsProps): ReactNode {
  const [typed, setTyped] = useState('5');
  const [measure, setMeasure] = useState<TopMeasure>('p95');
  const settled = useAppState((state) => state.selection.settled);
  const percentiles = percentilesFor(run);
  const question = useMemo(() => {
    const filter = sampleFilter({ ...settled, transactions: null });
    // The question of the transaction table: its answer is at hand.
    return filter?.runId === run.id ? summaryQuestion(filter, percentiles) : null;
  }, [settled, run.id, percentiles]);
  const answer = useEngineQuery('latency.summary', question);
  const count = /^\d{1,4}$/.test(typed.trim()) ? Number(typed) : 0;
  const ids = useMemo(() => {
    if (answer.data === null || count === 0) return [];
    const choosable = new Set(counted);
    const figures = transactionFigures(answer.data).filter(({ id }) => choosable.has(id));
    return topTransactions(figures, answer.data.percentiles, measure, count);
  }, [answer.data, counted, measure, count]);

  function choose(event: SyntheticEvent): void {
    event.preventDefault();
    if (ids.length > 0) onChoose(ids);
  }

  return (
    <form className="transaction-picker__top" onSubmit={choose}>
      Top
      <TextField
        label="How many transactions"
        size="small"
        inputMode="numeric"
        value={typed}
        onChange={setTyped}
      />
      by
      <Segmented
        label="Measure"
        value={measure}
        options={[
          { value: 'samples', label: 'Samples' },
          { value: 'p95', label: 'p95' },
          { value: 'failures', label: 'Failures' },
        ]}
        onChange={setMeasure}
      />
      <Button
        size="small"
        type="submit"
        disabled={ids.length === 0}
        title={
          ids.length === 0 && answer.data !== null && count > 0
            ? 'No transaction of the selection has such a figure'
            : undefined
        }
      >
        Choose
      </Button>
    </form>
  );
}
