import { useMemo, type ReactNode } from 'react';
import type { Run, Transaction } from '#shared/model/run.ts';
import { summaryQuestion } from '../../data/summary-question.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { overallFigures, percentilesFor } from '../../panels/run-figures/figures.ts';
import { NOT_IN_REPORT } from '../../panels/run-nature/report-words.ts';
import { natureOf } from '../../panels/run-nature/run-nature.ts';
import { bandText, describeCondition } from '../../panels/selection/condition-words.ts';
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
    return filter === null ? null : summaryQuestion(filter, percentilesFor(run));
  }, [settled, run]);
  const { data, isPrevious } = useEngineQuery('latency.summary', question);
  const all = wholeCount(run);
  const waiting = question !== null && data === null;
  const some = data === null ? null : overallFigures(data).samples;
  return (
    <span
      className={classes('selection-bar__count figure', (moving || isPrevious || waiting) && 'is-old')}
      role="status"
      title={describeSelection(settled, {
        span: (span) => `${spanText(span)} (${formatSpan(span.toMs - span.fromMs)})`,
        transactionName: (id) => transactions.find((item) => item.id === id)?.label ?? `number ${id}`,
        latency: bandText,
        condition: describeCondition,
        count: numberFormat.count,
      })}
    >
      {all === null ? (
        natureOf(run) === 'none' ? (
          'no samples'
        ) : (
          `samples ${NOT_IN_REPORT}`
        )
      ) : question === null ? (
        <>
          <b>{all}</b> samples
        </>
      ) : (
        <>
          <b>{waiting ? '…' : some === null ? '–' : numberFormat.count(some)}</b> of {all} samples
        </>
      )}
    </span>
  );
}

/** Null: not known. A report that does not count has 0. */
function wholeCount(run: Run): string | null {
  return natureOf(run) !== 'samples' && run.samples === 0 ? null : numberFormat.count(run.samples);
}
