import { useMemo, useState, type ReactNode } from 'react';
import { natureOf } from '../../panels/run-nature/run-nature.ts';
import { SampleDrawer } from '../../panels/samples/SampleDrawer.tsx';
import { TailTable } from '../../panels/samples/TailTable.tsx';
import { TransactionTable } from '../../panels/transaction-table/TransactionTable.tsx';
import { classes } from '../../ui/class-names.ts';
import { Tabs, type TabItem } from '../../ui/Tabs.tsx';
import { useExplorer } from './explorer-context.ts';

type DrawerTab = 'transactions' | 'samples' | 'tail';

const tabs: readonly TabItem<DrawerTab>[] = [
  { value: 'transactions', label: 'Transactions' },
  { value: 'samples', label: 'Samples' },
  { value: 'tail', label: 'Slowest 1 %' },
];

/** What the selection consists of, below the views: its transactions, its samples, and what is special about the slowest. */
export function Drawer(): ReactNode {
  const { run } = useExplorer();
  const [tab, setTab] = useState<DrawerTab>('transactions');
  // A report has no samples, and its table needs no tab.
  const withTabs = natureOf(run) === 'samples';
  // Rendered again with the choice only: the tabs must not cost a moving brush anything.
  const strip = useMemo(
    () => <Tabs label="What is selected" value={tab} items={tabs} onChange={setTab} />,
    [tab],
  );
  return (
    <div className={classes('explorer__drawer', withTabs && 'has-tabs')}>
      {withTabs && strip}
      <DrawerContent tab={withTabs ? tab : 'transactions'} />
    </div>
  );
}

function DrawerContent({ tab }: { readonly tab: DrawerTab }): ReactNode {
  const { run, data, crosshair } = useExplorer();
  switch (tab) {
    case 'transactions':
      return (
        <TransactionTable
          run={run}
          answer={data.figures}
          runCube={data.cube}
          jmeterCompatible={data.jmeterCompatible}
          onJmeterCompatible={data.setJmeterCompatible}
        />
      );
    case 'samples':
      return <SampleDrawer run={run} crosshair={crosshair} />;
    case 'tail':
      return <TailTable run={run} />;
  }
}
