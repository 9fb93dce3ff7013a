import { useMemo, useRef, useState, type ReactNode } from 'react';
import { useViewport } from '../../charts/canvas-host/use-viewport.tsx';
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
const wideTabs = tabs.filter(({ value }) => value !== 'tail');

/** From here on samples and what the slowest of them have in common stand side by side. */
const WIDE_PX = 1040;

/** What the selection consists of, below the views: its transactions, its samples, and what is special about the slowest. */
export function Drawer(): ReactNode {
  const { run } = useExplorer();
  const root = useRef<HTMLDivElement>(null);
  const isWide = useViewport(root).width >= WIDE_PX;
  const [chosen, setChosen] = useState<DrawerTab>('transactions');
  // A report has no samples, and its table needs no tab.
  const withTabs = natureOf(run) === 'samples';
  const tab = !withTabs ? 'transactions' : isWide && chosen === 'tail' ? 'samples' : chosen;
  // Rendered again with the choice only: the tabs must not cost a moving brush anything.
  const strip = useMemo(
    () => <Tabs label="What is selected" value={tab} items={isWide ? wideTabs : tabs} onChange={setChosen} />,
    [tab, isWide],
  );
  return (
    <div ref={root} className={classes('explorer__drawer', withTabs && 'has-tabs', isWide && 'is-wide')}>
      {withTabs && strip}
      <DrawerContent tab={tab} isWide={isWide} />
    </div>
  );
}

function DrawerContent({ tab, isWide }: { readonly tab: DrawerTab; readonly isWide: boolean }): ReactNode {
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
      return (
        <div className="explorer__samples">
          <SampleDrawer run={run} crosshair={crosshair} />
          {isWide && <TailTable run={run} />}
        </div>
      );
    case 'tail':
      return <TailTable run={run} />;
  }
}
