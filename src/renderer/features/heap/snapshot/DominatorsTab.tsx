import { useMemo, useState, type ReactNode } from 'react';
import { useQueryLayer } from '../../../data/use-query.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { PanelHeader } from '../../../ui/PanelHeader.tsx';
import { ObjectTree } from './ObjectTree.tsx';
import type { SnapshotTabProps } from './snapshot-tab.ts';
import { dominatorsSource, type DominatorSort } from './tree-sources.ts';

const SORTABLE = ['self', 'retained'] as const;

/** Who alone keeps what alive: retained bytes of siblings add up. */
export function DominatorsTab({ snapshot, marks }: SnapshotTabProps): ReactNode {
  const layer = useQueryLayer();
  const [sort, setSort] = useState<DominatorSort>('retained');
  const source = useMemo(() => dominatorsSource(layer, snapshot.id, null, sort), [layer, snapshot.id, sort]);
  if (!snapshot.hasGraph)
    return (
      <EmptyState title="This file has no references">
        Dominators need a heap dump of the process, not figures of classes.
      </EmptyState>
    );
  return (
    <section className="heap-tab" aria-label="Dominators" data-pane="dominators">
      <PanelHeader
        title="Dominators"
        note="what is below an object would be freed with it; siblings add up"
      />
      <div className="heap-tab__body">
        <ObjectTree
          label="Dominators"
          subject="The dominators"
          snapshotId={snapshot.id}
          heapBytes={snapshot.selfBytes}
          source={source}
          marks={marks}
          sort={{ column: sort, descending: true }}
          sortable={SORTABLE}
          onSort={(column) => setSort(column === 'self' ? 'self' : 'retained')}
          empty="The root dominates nothing"
        />
      </div>
    </section>
  );
}
