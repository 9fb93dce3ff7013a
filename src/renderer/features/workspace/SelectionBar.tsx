import './selection-bar.css';
import { memo, useMemo, type ReactNode } from 'react';
import type { Outcome } from '#shared/model/filter.ts';
import type { Run, Transaction } from '#shared/model/run.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { AgainstChip } from '../../panels/against/AgainstChip.tsx';
import { NOT_IN_REPORT } from '../../panels/run-nature/report-words.ts';
import { natureOf, selectionLimits } from '../../panels/run-nature/run-nature.ts';
import { isNarrowed } from '../../state/selectors.ts';
import { useActions, useAppState } from '../../state/use-store.ts';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { formatSpan } from '../../ui/duration-format.ts';
import { Menu } from '../../ui/Menu.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { ConditionChips } from './filter/ConditionChips.tsx';
import { FilterMenu } from './filter/FilterMenu.tsx';
import { PhaseChip } from './PhaseChip.tsx';
import { SampleCount } from './SampleCount.tsx';
import { SavedSelections } from './SavedSelections.tsx';
import { timeText } from './span-text.ts';
import { TimeSpanForm } from './TimeSpanForm.tsx';
import { choiceLabel, countedIds } from './transaction-choice.ts';
import { TransactionPicker } from './TransactionPicker.tsx';

const outcomeNames: Readonly<Record<Outcome, string>> = {
  all: 'all',
  ok: 'successes',
  failed: 'failures',
};

const NO_TRANSACTIONS: readonly Transaction[] = [];

/**
 * What is selected, in words; every chip can be changed and cleared here. Each reads its own part of the selection: while a
 * brush moves, only the text of the time is rendered again.
 */
export const SelectionBar = memo(function SelectionBar({ run }: { readonly run: Run }): ReactNode {
  const hasSamples = natureOf(run) === 'samples';
  const transactions = useEngineQuery('runs.transactions', { runId: run.id }).data ?? NO_TRANSACTIONS;
  return (
    <div className="selection-bar" role="toolbar" aria-label="Selection" data-pane="selection">
      <TimeChip run={run} />
      <TransactionChip run={run} transactions={transactions} />
      <OutcomeChip run={run} />
      <PhaseChip run={run} />
      {hasSamples && (
        <>
          <ConditionChips run={run} />
          <FilterMenu run={run} />
        </>
      )}
      <AgainstChip run={run} />
      <div className="selection-bar__end">
        {hasSamples && <SavedSelections transactions={transactions} />}
        <SampleCount run={run} transactions={transactions} />
        <ClearButton />
      </div>
    </div>
  );
});

function ClearButton(): ReactNode {
  const narrowed = useAppState((state) => isNarrowed(state.selection));
  const { clearSelection } = useActions();
  return (
    <Button size="small" variant="ghost" disabled={!narrowed} onClick={() => clearSelection()}>
      Clear
    </Button>
  );
}

function TimeChip({ run }: { readonly run: Run }): ReactNode {
  const chosen = useAppState((state) => state.selection.time !== null);
  const { setTime } = useActions();
  return (
    <Chip
      name="Time"
      value={<TimeText run={run} />}
      chosen={chosen}
      locked={selectionLimits(run).time}
      onClear={() => setTime(null)}
      opens={(button) => (
        <Popover label="Time span" trigger={button}>
          <TimeForm run={run} />
        </Popover>
      )}
    />
  );
}

function TimeText({ run }: { readonly run: Run }): ReactNode {
  const time = useAppState((state) => state.selection.time);
  return time === null ? wholeTime(run) : timeText(time);
}

function TimeForm({ run }: { readonly run: Run }): ReactNode {
  const time = useAppState((state) => state.selection.time);
  const { setTime, addTime } = useActions();
  return (
    <TimeSpanForm
      span={time}
      durationMs={run.durationMs}
      onChange={(span) => setTime(span)}
      onAdd={(span) => addTime(span)}
    />
  );
}

function OutcomeChip({ run }: { readonly run: Run }): ReactNode {
  const outcome = useAppState((state) => state.selection.outcome);
  const { setOutcome } = useActions();
  return (
    <Chip
      name="Outcome"
      value={natureOf(run) === 'none' ? '–' : outcomeNames[outcome]}
      chosen={outcome !== 'all'}
      locked={selectionLimits(run).outcome}
      onClear={() => setOutcome('all')}
      opens={(button) => (
        <Menu
          trigger={button}
          entries={(['all', 'ok', 'failed'] as const).map((choice) => ({
            kind: 'choice',
            id: choice,
            label: outcomeLabel(choice),
            chosen: outcome === choice,
            onSelect: () => setOutcome(choice),
          }))}
        />
      )}
    />
  );
}

/** The span that nothing is left out of. */
function wholeTime(run: Run): string {
  if (run.startedAtUs !== null) return `all ${formatSpan(run.durationMs)}`;
  switch (natureOf(run)) {
    case 'samples':
      return 'no time stamps in the file';
    case 'report':
      return NOT_IN_REPORT;
    case 'none':
      return '–';
  }
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

interface TransactionChipProps {
  readonly run: Run;
  /** Empty until the engine has answered. */
  readonly transactions: readonly Transaction[];
}

function TransactionChip({ run, transactions }: TransactionChipProps): ReactNode {
  const ids = useAppState((state) => state.selection.transactions);
  const { setTransactions } = useActions();
  const locked = selectionLimits(run).transactions;
  const counted = useMemo(() => countedIds(transactions, run.countedKind), [transactions, run.countedKind]);
  return (
    <Chip
      name="Transactions"
      value={
        locked !== null
          ? natureOf(run) === 'none'
            ? '–'
            : 'all together'
          : transactions.length === 0
            ? `all ${run.transactionCount}`
            : choiceLabel(ids, transactions, counted)
      }
      chosen={ids !== null}
      locked={locked}
      onClear={() => setTransactions(null)}
      opens={(button) => (
        <Popover label="Transactions" trigger={button}>
          <TransactionPicker
            run={run}
            ids={ids}
            transactions={transactions}
            counted={counted}
            onChange={setTransactions}
          />
        </Popover>
      )}
    />
  );
}
