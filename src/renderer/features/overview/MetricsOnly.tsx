import { useState, type ReactNode } from 'react';
import type { Run } from '#shared/model/run.ts';
import { GateStrip } from '../../panels/gates/GateStrip.tsx';
import { useGates } from '../../panels/gates/use-gates.ts';
import { natureOf } from '../../panels/run-nature/run-nature.ts';
import { Tabs } from '../../ui/Tabs.tsx';
import { ChecksTable } from './ChecksTable.tsx';
import { MetricsTable } from './MetricsTable.tsx';
import { tabTitles, type FailureTab } from './run-tabs.ts';
import { ThresholdsTable } from './ThresholdsTable.tsx';

interface MetricsOnlyProps {
  readonly run: Run;
  readonly tabs: readonly FailureTab[];
}

/** The overview of a run without response times: what else its file holds, instead of empty charts. */
export function MetricsOnly({ run, tabs }: MetricsOnlyProps): ReactNode {
  const [tab, setTab] = useState<FailureTab>('metrics');
  const gates = useGates(run);
  // Without samples there is nothing that could have failed.
  const offered = tabs.filter((value) => value !== 'errors');
  const switcher =
    offered.length > 1 ? (
      <Tabs
        label="What the file holds"
        value={tab}
        items={offered.map((value) => ({ value, label: tabTitles[value] }))}
        onChange={setTab}
      />
    ) : null;
  return (
    <section className="overview__metrics" aria-label={tabTitles[tab]} data-pane="metrics">
      <GateStrip runId={run.id} answer={gates} transactions={null} />
      {natureOf(run) === 'report' && (
        <p className="overview__no-times">The report holds no response times. What else it holds:</p>
      )}
      {tab === 'checks' ? (
        <ChecksTable runId={run.id}>{switcher}</ChecksTable>
      ) : tab === 'thresholds' ? (
        <ThresholdsTable run={run}>{switcher}</ThresholdsTable>
      ) : (
        <MetricsTable run={run}>{switcher}</MetricsTable>
      )}
    </section>
  );
}
