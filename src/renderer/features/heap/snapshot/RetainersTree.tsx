import { useMemo, useState, type ReactNode } from 'react';
import type { SnapshotInfo } from '#shared/model/heap.ts';
import { useQueryLayer } from '../../../data/use-query.ts';
import { useActions } from '../../../state/use-store.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { byteScaleFor } from '../byte-scale.ts';
import { HeapBody } from '../HeapBody.tsx';
import { TreeGrid } from '../tree/TreeGrid.tsx';
import { useLazyTree } from '../tree/use-lazy-tree.ts';
import { CutFigure } from './CutFigure.tsx';
import type { HeapRow } from './heap-row.ts';
import { rowColumns } from './row-columns.tsx';
import { retainersSource } from './tree-sources.ts';

const SHOWN = ['name', 'distance', 'retained'];

/** What refers to an object, nearest to the root first, and what clearing that reference would free. */
export function RetainersTree({
  snapshot,
  node,
}: {
  readonly snapshot: SnapshotInfo;
  readonly node: number;
}): ReactNode {
  const layer = useQueryLayer();
  const source = useMemo(() => retainersSource(layer, snapshot.id, node), [layer, snapshot.id, node]);
  const tree = useLazyTree(source);
  const { inspectNext } = useActions();
  const [active, setActive] = useState<HeapRow | null>(null);
  const columns = useMemo(() => {
    const scale = byteScaleFor([Math.min(snapshot.selfBytes, 9_999_999)]);
    return rowColumns({ scale, heapBytes: snapshot.selfBytes, arrow: 'in' })
      .filter(({ id }) => SHOWN.includes(id))
      .map((column) => (column.id === 'name' ? { ...column, width: 150 } : column))
      .map((column) => (column.id === 'distance' ? { ...column, header: 'Dist.', width: 44 } : column));
  }, [snapshot.selfBytes]);
  const via = active?.kind === 'object' ? active.via : null;
  return (
    <div className="inspector__tree">
      <HeapBody
        subject="The retainers"
        snapshotIds={[snapshot.id]}
        loading={tree.loading}
        error={tree.error}
        stopped={tree.stopped}
        onRetry={tree.retry}
        onStop={tree.stop}
        onResume={tree.resume}
      >
        {tree.total === null ? null : (
          <TreeGrid
            label="Retainers"
            columns={columns}
            lines={tree.lines}
            onToggle={tree.toggle}
            onMore={tree.more}
            onActive={setActive}
            onEnter={(row) => {
              if (row.kind === 'object') inspectNext({ snapshotId: snapshot.id, node: row.object.node });
            }}
            empty={<EmptyState title="Nothing refers to it" />}
          />
        )}
      </HeapBody>
      {via !== null && (
        <p className="inspector__cut">
          Clearing <span className="mono">{via.name}</span> of {via.object.className} @{via.object.id}{' '}
          {via.essential ? (
            <CutFigure snapshotId={snapshot.id} edge={via.edge} />
          ) : (
            <>frees nothing: a {via.kind} reference keeps nothing alive.</>
          )}
        </p>
      )}
    </div>
  );
}
