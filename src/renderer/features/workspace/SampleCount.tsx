import { useMemo, type ReactNode } from 'react';
import type { Run, Transaction } from '#shared/model/run.ts';
import { summaryQuestion } from '../../data/summary-question.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { TABLE_PERCENTILES } from '../../panels/run-figures/figures.ts';
import { describeSelection, isNarrowed, sampleFilter } from '../../state/selectors.ts';
import { useAppState } from '../../state/use-store.ts';
import { classes } from '../../ui/class-names.ts';
import { formatSpan } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { spanText } from './span-text.ts';

interface SampleCountProps {
  readonly run: Run;
  readonly transactions: readonly Transaction[];
}

/** Exact count of the selection. While the brush moves it keeps the last figure instead of asking at every pixel. */
export function SampleCount({ run, transactions }: SampleCountProps): ReactNode {
  const settled = useAppState((state) => state.selection.settled);
  const moving = useAppState((state) => state.selection.moving);
  const question = useMemo(() => {
    const filter = isNarrowed(settled) ? sampleFilter(settled) : null;
    // The very question that the transaction table asks: it costs the engine nothing more.
    return filter === null ? null : summaryQuestion(filter, TABLE_PERCENTILES);
  }, [settled]);
  const { data, isPrevious } = useEngineQuery('latency.summary', question);
  const all = numberFormat.count(run.samples);
  const waiting = question !== null && data === null;
  const some = question === null || data === null ? all : numberFormat.count(data.overall.samples);
  return (
    <span
      className={classes('selection-bar__count figure', (moving || isPrevious || waiting) && 'is-old')}
      role="status"
      title={describeSelection(settled, {
        span: (span) => `${spanText(span)} (${formatSpan(span.toMs - span.fromMs)})`,
        transactionName: (id) => transactions.find((item) => item.id === id)?.label ?? `number ${id}`,
        count: numberFormat.count,
      })}
    >
      {question === null ? (
        <>
          <b>{all}</b> samples
        </>
      ) : (
        <>
          <b>{waiting ? '…' : some}</b> of {all} samples
        </>
      )}
    </span>
  );
}
