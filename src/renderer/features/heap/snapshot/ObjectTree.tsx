import { useMemo, type ReactNode, type Ref } from 'react';
import { useActions } from '../../../state/use-store.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { byteScaleFor } from '../byte-scale.ts';
import { HeapBody } from '../HeapBody.tsx';
import type { TreeSource } from '../tree/lazy-tree.ts';
import type { TreeSort } from '../tree/tree-column.ts';
import { TreeGrid, type TreeGridHandle } from '../tree/TreeGrid.tsx';
import { useLazyTree } from '../tree/use-lazy-tree.ts';
import type { HeapRow } from './heap-row.ts';
import type { Marks } from './use-marks.ts';
import { rowColumns } from './row-columns.tsx';

interface ObjectTreeProps {
  /** "Objects that dominate": what the rows are, for assistive technology. */
  readonly label: string;
  /** "The dominators": in messages. */
  readonly subject: string;
  readonly snapshotId: number;
  readonly heapBytes: number;
  /** Null: it waits for something else. A new object is a new tree. */
  readonly source: TreeSource<HeapRow> | null;
  readonly marks: Marks;
  readonly sort?: TreeSort;
  readonly sortable?: readonly string[];
  readonly onSort?: (column: string) => void;
  readonly onActiveRow?: (row: HeapRow) => void;
  readonly empty: string;
  readonly grid?: Ref<TreeGridHandle> | undefined;
}

/** A lazy tree of classes and objects. Enter shows an object at the right, Space marks it. */
export function ObjectTree(props: ObjectTreeProps): ReactNode {
  const { label, subject, snapshotId, heapBytes, source, marks, sort, sortable, onSort, grid } = props;
  const tree = useLazyTree(source);
  const { inspect } = useActions();
  // Single objects are small beside the heap: three digits of megabytes would be noughts for most of them.
  const scale = useMemo(() => byteScaleFor([Math.min(heapBytes, 9_999_999)]), [heapBytes]);
  const columns = useMemo(
    () => rowColumns({ scale, heapBytes, ...(sortable === undefined ? {} : { sortable }) }),
    [scale, heapBytes, sortable],
  );
  return (
    <HeapBody
      subject={subject}
      snapshotIds={[snapshotId]}
      loading={tree.loading}
      error={tree.error}
      stopped={tree.stopped}
      onRetry={tree.retry}
      onStop={tree.stop}
      onResume={tree.resume}
    >
      {tree.total === null ? null : (
        <TreeGrid
          ref={grid}
          label={label}
          columns={columns}
          lines={tree.lines}
          onToggle={tree.toggle}
          onMore={tree.more}
          sort={sort}
          onSort={onSort}
          onActive={(row) => {
            props.onActiveRow?.(row);
            if (row.kind === 'object') inspect({ snapshotId, node: row.object.node });
          }}
          onSpace={marks.toggle}
          isMarked={marks.has}
          empty={<EmptyState title={props.empty} />}
        />
      )}
    </HeapBody>
  );
}
