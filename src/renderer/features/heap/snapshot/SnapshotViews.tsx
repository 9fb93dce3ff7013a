import type { ReactNode } from 'react';
import type { SnapshotInfo } from '#shared/model/heap.ts';
import type { SnapshotTab } from '../../../state/heap-slice.ts';
import { useAppState } from '../../../state/use-store.ts';
import { classes } from '../../../ui/class-names.ts';
import { ClassesTab } from './ClassesTab.tsx';
import { CollectionsTab } from './CollectionsTab.tsx';
import { ContainmentTab } from './ContainmentTab.tsx';
import { DetachedTab } from './DetachedTab.tsx';
import { DominatorsTab } from './DominatorsTab.tsx';
import { Inspector } from './Inspector.tsx';
import { MarksBar } from './MarksBar.tsx';
import { ObjectsTab } from './ObjectsTab.tsx';
import type { SnapshotTabProps } from './snapshot-tab.ts';
import { StatisticsTab } from './StatisticsTab.tsx';
import { StringsTab } from './StringsTab.tsx';
import { useMarks } from './use-marks.ts';

const tabs: Readonly<Record<SnapshotTab, (props: SnapshotTabProps) => ReactNode>> = {
  statistics: StatisticsTab,
  classes: ClassesTab,
  objects: ObjectsTab,
  dominators: DominatorsTab,
  containment: ContainmentTab,
  strings: StringsTab,
  detached: DetachedTab,
  collections: CollectionsTab,
};

interface SnapshotViewsProps {
  readonly snapshot: SnapshotInfo;
  readonly tab: SnapshotTab;
}

/** One view of a snapshot, the object that is looked at beside it, and what is marked below. */
export function SnapshotViews({ snapshot, tab }: SnapshotViewsProps): ReactNode {
  const marks = useMarks();
  const inspected = useAppState((state) => state.heap.inspected);
  const spot = inspected?.snapshotId === snapshot.id ? inspected : null;
  const Tab = tabs[tab];
  return (
    <div className={classes('heap-snapshot', spot !== null && 'has-object')}>
      <div className="heap-snapshot__main">
        <div className="heap-snapshot__tab">
          <Tab snapshot={snapshot} marks={marks} />
        </div>
        <MarksBar snapshotId={snapshot.id} marks={marks} />
      </div>
      {spot !== null && <Inspector snapshot={snapshot} spot={spot} />}
    </div>
  );
}
