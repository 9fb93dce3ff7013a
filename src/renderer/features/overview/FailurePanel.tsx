import { memo, useState, type ReactNode } from 'react';
import type { Run } from '#shared/model/run.ts';
import { natureOf } from '../../panels/run-nature/run-nature.ts';
import { Tabs } from '../../ui/Tabs.tsx';
import { ChecksTable } from './ChecksTable.tsx';
import { ErrorsTable } from './ErrorsTable.tsx';
import { MetricsTable } from './MetricsTable.tsx';
import { tabTitles, type FailureTab } from './run-tabs.ts';
import { ThresholdsTable } from './ThresholdsTable.tsx';

interface FailurePanelProps {
  readonly run: Run;
  readonly tabs: readonly FailureTab[];
}

/** What failed: errors of every tool, what k6 itself judged, and further metrics of the file. */
export const FailurePanel = memo(function FailurePanel({ run, tabs }: FailurePanelProps): ReactNode {
  // A summary of k6 never lists errors; what k6 judged is what there is to see.
  const [tab, setTab] = useState<FailureTab>(
    natureOf(run) === 'report' && tabs.includes('thresholds') ? 'thresholds' : 'errors',
  );
  const switcher =
    tabs.length > 1 ? (
      <Tabs
        label="What failed"
        value={tab}
        items={tabs.map((value) => ({ value, label: tabTitles[value] }))}
        onChange={setTab}
      />
    ) : null;
  return (
    <section className="overview__failures" aria-label={tabTitles[tab]} data-pane="failures">
      {content(tab, run, switcher)}
    </section>
  );
});

function content(tab: FailureTab, run: Run, tabs: ReactNode): ReactNode {
  switch (tab) {
    case 'errors':
      return <ErrorsTable run={run}>{tabs}</ErrorsTable>;
    case 'checks':
      return <ChecksTable runId={run.id}>{tabs}</ChecksTable>;
    case 'thresholds':
      return <ThresholdsTable run={run}>{tabs}</ThresholdsTable>;
    case 'metrics':
      return <MetricsTable run={run}>{tabs}</MetricsTable>;
  }
}
