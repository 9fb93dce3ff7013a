import './overview.css';
import { useMemo, type ReactNode } from 'react';
import { wholeRun } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import { useEngineQuery } from '../../data/use-query.ts';
import { useRunData, type RunData } from '../../panels/run-figures/use-run-data.ts';
import type { GateTransactions } from '../../panels/gates/GateDetails.tsx';
import { useAgainstBaseline } from '../../panels/comparison/use-against-baseline.ts';
import { GateStrip } from '../../panels/gates/GateStrip.tsx';
import { useGates } from '../../panels/gates/use-gates.ts';
import { canHavePhases } from '../../panels/phases/use-phases.ts';
import { NatureNote } from '../../panels/run-nature/NatureNote.tsx';
import { natureOf } from '../../panels/run-nature/run-nature.ts';
import { useTimeline } from '../../panels/timeline/use-timeline.ts';
import { TransactionTable } from '../../panels/transaction-table/TransactionTable.tsx';
import { useActions } from '../../state/use-store.ts';
import { classes } from '../../ui/class-names.ts';
import { MAX_ERRORS } from './ErrorsTable.tsx';
import { CausesPanel } from './CausesPanel.tsx';
import { FailurePanel } from './FailurePanel.tsx';
import { Headline } from './Headline.tsx';
import { holdsTimes } from './holds-times.ts';
import { MetricsOnly } from './MetricsOnly.tsx';
import { RunFacts } from './RunFacts.tsx';
import { TimelinePanel } from './TimelinePanel.tsx';
import { useRunTabs, type FailureTab } from './run-tabs.ts';

/** One run on one page: how fast, when, what failed, which transaction, and what all that rests on. */
export function RunOverview({ run }: { readonly run: Run }): ReactNode {
  const data = useRunData(run);
  const tabs = useRunTabs(run);
  return (
    <div className="overview">
      <NatureNote run={run} />
      {holdsTimes(run, data.figures.figures) ? (
        <Figures run={run} data={data} tabs={tabs} />
      ) : (
        <MetricsOnly run={run} tabs={tabs} />
      )}
      <RunFacts run={run} transactions={data.transactions} />
    </div>
  );
}

interface FiguresProps {
  readonly run: Run;
  readonly data: RunData;
  readonly tabs: readonly FailureTab[];
}

function Figures({ run, data, tabs }: FiguresProps): ReactNode {
  const timeline = useTimeline(run);
  // The figures themselves come first: gates may take a comparison.
  const gates = useGates(run, data.figures.figures?.state === 'exact');
  const limits = gates.evaluation?.limits;
  // Gates ask for the same comparison, and come first.
  const against = useAgainstBaseline(run, gates.baseline?.chosen.runIds ?? null, gates.evaluation !== null);
  const picking = useGatePicking(data.transactions);
  const isReport = natureOf(run) === 'report';
  // A report may count failures without listing them; the same question as that of the table.
  const listed = useEngineQuery(
    'latency.errors',
    isReport ? { filter: wholeRun(run.id), limit: MAX_ERRORS } : null,
  );
  const withIncidents = canHavePhases(run);
  const hasErrors = isReport ? (listed.data ?? []).length > 0 : run.failures > 0;
  return (
    <div
      className={classes(
        'overview__centre',
        'has-details',
        (run.startedAtUs === null || timeline.hasNoHistory) && 'is-timeless',
        isReport && 'is-report',
        (hasErrors || tabs.length > 1) && 'has-failures',
      )}
    >
      <Headline run={run} answer={data.figures} limits={limits} />
      <TimelinePanel run={run} data={data} timeline={timeline} />
      <GateStrip runId={run.id} answer={gates} transactions={picking} />
      <div className="overview__causes">
        <CausesPanel
          run={run}
          transactions={data.transactions}
          withIncidents={withIncidents}
          baseline={gates.baseline?.chosen.runIds ?? null}
          ready={data.figures.figures?.state === 'exact'}
        />
        <FailurePanel run={run} tabs={tabs} />
      </div>
      <TransactionTable
        run={run}
        answer={data.figures}
        runCube={data.cube}
        jmeterCompatible={data.jmeterCompatible}
        onJmeterCompatible={data.setJmeterCompatible}
        limits={limits}
        against={against}
      />
    </div>
  );
}

/** Evidence of a gate selects its transaction in all views. */
function useGatePicking(transactions: RunData['transactions']): GateTransactions {
  const { setTransactions } = useActions();
  return useMemo(() => {
    const ids = (label: string): readonly number[] =>
      [...transactions.values()].filter((each) => each.label === label).map(({ id }) => id);
    return {
      isLabel: (text) => ids(text).length > 0,
      onPick: (label) => setTransactions(ids(label)),
    };
  }, [transactions, setTransactions]);
}
