import { memo, useState, type ReactNode } from 'react';
import type { Run } from '#shared/model/run.ts';
import { Tabs } from '../../ui/Tabs.tsx';
import { ChecksTable } from './ChecksTable.tsx';
import { ErrorsTable } from './ErrorsTable.tsx';
import { failureTabs, hasK6Results, tabTitles, type FailureTab } from './k6-tabs.ts';
import { MetricsTable } from './MetricsTable.tsx';
import { ThresholdsTable } from './ThresholdsTable.tsx';

const items = failureTabs.map((value) => ({ value, label: tabTitles[value] }));

/** What failed: errors of every tool, and what k6 itself judged. */
export const FailurePanel = memo(function FailurePanel({ run }: { readonly run: Run }): ReactNode {
  const [tab, setTab] = useState<FailureTab>('errors');
  const tabs = hasK6Results(run) ? (
    <Tabs label="What failed" value={tab} items={items} onChange={setTab} />
  ) : null;
  return (
    <section className="overview__failures" aria-label={tabTitles[tab]} data-pane="failures">
      {content(tab, run, tabs)}
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
      return <ThresholdsTable runId={run.id}>{tabs}</ThresholdsTable>;
    case 'metrics':
      return <MetricsTable runId={run.id}>{tabs}</MetricsTable>;
  }
}
