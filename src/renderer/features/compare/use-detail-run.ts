import { useMemo } from 'react';
import type { ComparedRun } from '#shared/model/comparison.ts';
import type { SampleFilter, TimeSpan } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { selectionLimits } from '../../panels/run-nature/run-nature.ts';

/** One run of a side as the details see it. */
export interface DetailRun {
  readonly run: Run;
  /** Its transaction of that name; null: all counted samples. */
  readonly transactionId: number | null;
  /** What verdicts were made from. */
  readonly window: TimeSpan;
  /** Successful samples of the transaction in the window, or in the brushed span (method A1). */
  readonly filter: SampleFilter;
  /** The same without a bound in time: what is drawn over time. */
  readonly untimed: SampleFilter;
}

/** @param span brushed span of elapsed time; null: the window of the run. @returns null until the names are known */
export function useDetailRun(
  run: Run | null,
  compared: ComparedRun | undefined,
  label: string | null,
  span: TimeSpan | null,
): DetailRun | null {
  const names = useEngineQuery('runs.transactions', run === null ? null : { runId: run.id });
  const window = compared?.window;
  return useMemo(() => {
    if (run === null || window === undefined || names.data === null) return null;
    const named = names.data.filter((transaction) => transaction.label === label);
    const transaction = named.find(({ kind }) => kind === run.countedKind) ?? named[0];
    if (label !== null && transaction === undefined) return null;
    const limits = selectionLimits(run);
    const untimed: SampleFilter = {
      runId: run.id,
      time: null,
      transactions: transaction === undefined ? null : [transaction.id],
      outcome: limits.outcome === null ? 'ok' : 'all',
      latency: null,
      conditions: [],
    };
    return {
      run,
      window,
      transactionId: transaction?.id ?? null,
      untimed,
      filter: limits.time === null ? { ...untimed, time: span ?? window } : untimed,
    };
  }, [run, window, names.data, label, span]);
}
