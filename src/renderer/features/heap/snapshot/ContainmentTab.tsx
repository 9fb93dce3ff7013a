import { useMemo, type ReactNode } from 'react';
import { useEngineQuery, useQueryLayer } from '../../../data/use-query.ts';
import { useActions, useAppState } from '../../../state/use-store.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { PanelHeader } from '../../../ui/PanelHeader.tsx';
import { ObjectName } from './ObjectName.tsx';
import { ObjectTree } from './ObjectTree.tsx';
import type { SnapshotTabProps } from './snapshot-tab.ts';
import { containmentSource } from './tree-sources.ts';

/** What refers to what, from the roots or from one object on. */
export function ContainmentTab({ snapshot, marks }: SnapshotTabProps): ReactNode {
  const layer = useQueryLayer();
  const of = useAppState((state) => state.heap.containmentOf);
  const { showContainment } = useActions();
  const node = of?.snapshotId === snapshot.id ? of.node : null;
  const start = useEngineQuery('heap.object', node === null ? null : { snapshotId: snapshot.id, node });
  const source = useMemo(() => containmentSource(layer, snapshot.id, node), [layer, snapshot.id, node]);
  if (!snapshot.hasGraph)
    return (
      <EmptyState title="This file has no references">
        Containment needs a heap dump of the process, not figures of classes.
      </EmptyState>
    );
  return (
    <section className="heap-tab" aria-label="Containment" data-pane="containment">
      <PanelHeader
        title="Containment"
        note={
          node === null ? (
            'references from the roots on; the same object may stand in several places'
          ) : start.data === null ? undefined : (
            <>
              what <ObjectName object={start.data.object} /> refers to
            </>
          )
        }
      >
        {node !== null && (
          <Button size="small" onClick={() => showContainment(null)}>
            From the roots
          </Button>
        )}
      </PanelHeader>
      <div className="heap-tab__body">
        <ObjectTree
          label="Containment"
          subject="The references"
          snapshotId={snapshot.id}
          heapBytes={snapshot.selfBytes}
          source={source}
          marks={marks}
          empty="It refers to nothing"
        />
      </div>
    </section>
  );
}
