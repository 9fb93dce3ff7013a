import './selection-bar.css';
import { useMemo, type ReactNode } from 'react';
import type { Outcome } from '#shared/model/filter.ts';
import type { Run, Transaction } from '#shared/model/run.ts';
import { summaryQuestion } from '../../data/summary-question.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { TABLE_PERCENTILES } from '../../panels/run-figures/figures.ts';
import { isNarrowed, sampleFilter } from '../../state/selectors.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { classes } from '../../ui/class-names.ts';
import { formatElapsed, formatSpan } from '../../ui/duration-format.ts';
import { Menu } from '../../ui/Menu.tsx';
import { numberFormat } from '../../ui/number-format.ts';
import { Popover } from '../../ui/Popover.tsx';
import { TimeSpanForm } from './TimeSpanForm.tsx';
import { choiceLabel, countedIds } from './transaction-choice.ts';
import { TransactionPicker } from './TransactionPicker.tsx';

const outcomeNames: Readonly<Record<Outcome, string>> = {
  all: 'all',
  ok: 'successes',
  failed: 'failures',
};

const NO_TRANSACTIONS: readonly Transaction[] = [];

/** What is selected, in words; every chip can be changed and cleared here. */
export function SelectionBar({ run }: { readonly run: Run }): ReactNode {
  const selection = useAppState((state) => state.selection);
  const actions = useActions();
  const { time, transactions, outcome } = selection;
  return (
    <div className="selection-bar" role="toolbar" aria-label="Selection" data-pane="selection">
      <Chip
        name="Time"
        value={time === null ? `all ${formatSpan(run.durationMs)}` : spanText(time.fromMs, time.toMs)}
        chosen={time !== null}
        onClear={() => actions.setTime(null)}
        opens={(button) => (
          <Popover label="Time span" trigger={button}>
            <TimeSpanForm
              span={time}
              durationMs={run.durationMs}
              onChange={(span) => actions.setTime(span)}
            />
          </Popover>
        )}
      />
      <TransactionChip run={run} ids={transactions} onChange={(ids) => actions.setTransactions(ids)} />
      <Chip
        name="Outcome"
        value={outcomeNames[outcome]}
        chosen={outcome !== 'all'}
        onClear={() => actions.setOutcome('all')}
        opens={(button) => (
          <Menu
            trigger={button}
            entries={(['all', 'ok', 'failed'] as const).map((choice) => ({
              kind: 'choice',
              id: choice,
              label: outcomeLabel(choice),
              chosen: outcome === choice,
              onSelect: () => actions.setOutcome(choice),
            }))}
          />
        )}
      />
      <span className="selection-bar__space" />
      <SampleCount run={run} />
      <Button
        size="small"
        variant="ghost"
        disabled={!isNarrowed(selection)}
        onClick={() => actions.clearSelection()}
      >
        Clear
      </Button>
    </div>
  );
}

function outcomeLabel(outcome: Outcome): string {
  switch (outcome) {
    case 'all':
      return 'Successes and failures';
    case 'ok':
      return 'Successes only';
    case 'failed':
      return 'Failures only';
  }
}

function spanText(fromMs: number, toMs: number): string {
  const step = toMs - fromMs < 10_000 ? 100 : 1000;
  return `${formatElapsed(fromMs, step)}–${formatElapsed(toMs, step)}`;
}

interface TransactionChipProps {
  readonly run: Run;
  readonly ids: readonly number[] | null;
  readonly onChange: (ids: readonly number[] | null) => void;
}

function TransactionChip({ run, ids, onChange }: TransactionChipProps): ReactNode {
  const { data } = useEngineQuery('runs.transactions', { runId: run.id });
  const transactions = data ?? NO_TRANSACTIONS;
  const counted = useMemo(() => countedIds(transactions, run.countedKind), [transactions, run.countedKind]);
  return (
    <Chip
      name="Transactions"
      value={data === null ? `all ${run.transactionCount}` : choiceLabel(ids, transactions, counted)}
      chosen={ids !== null}
      onClear={() => onChange(null)}
      opens={(button) => (
        <Popover label="Transactions" trigger={button}>
          <TransactionPicker ids={ids} transactions={transactions} counted={counted} onChange={onChange} />
        </Popover>
      )}
    />
  );
}

/** Exact count of the selection. While the brush moves it keeps the last figure instead of asking at every pixel. */
function SampleCount({ run }: { readonly run: Run }): ReactNode {
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
