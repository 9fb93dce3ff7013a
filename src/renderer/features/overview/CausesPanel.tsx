import { memo, useState, type ReactNode } from 'react';
import type { Run, Transaction } from '#shared/model/run.ts';
import { FindingsPanel } from '../../panels/findings/FindingsPanel.tsx';
import { IncidentsPanel } from '../../panels/incidents/IncidentsPanel.tsx';
import { Tabs } from '../../ui/Tabs.tsx';

interface CausesPanelProps {
  readonly run: Run;
  readonly transactions: ReadonlyMap<number, Transaction>;
  readonly withIncidents: boolean;
  /** Runs that this one is held against; null: not known yet. */
  readonly baseline: readonly number[] | null;
  /** The figures themselves come first: findings may take a comparison. */
  readonly ready: boolean;
}

/** What the run has to say, and where it was not itself. */
export const CausesPanel = memo(function CausesPanel({
  run,
  transactions,
  withIncidents,
  baseline,
  ready,
}: CausesPanelProps): ReactNode {
  const [tab, setTab] = useState<'findings' | 'incidents'>('findings');
  const [begun, setBegun] = useState(ready);
  if (ready && !begun) setBegun(true);
  const tabs = withIncidents ? (
    <Tabs
      label="Findings and incidents"
      value={tab}
      items={[
        { value: 'findings', label: 'Findings' },
        { value: 'incidents', label: 'Incidents' },
      ]}
      onChange={setTab}
    />
  ) : null;
  return tab === 'incidents' && withIncidents ? (
    <IncidentsPanel run={run} transactions={transactions}>
      {tabs}
    </IncidentsPanel>
  ) : (
    <FindingsPanel run={run} baseline={begun ? baseline : null}>
      {tabs}
    </FindingsPanel>
  );
});
