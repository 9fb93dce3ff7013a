import { Search } from 'lucide-react';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import type { ObjectFilter } from '#shared/model/heap.ts';
import { useQueryLayer } from '../../../data/use-query.ts';
import { parseRowFilter } from '../../../panels/transaction-table/row-filter.ts';
import { PanelHeader } from '../../../ui/PanelHeader.tsx';
import { numberFormat } from '../../../ui/number-format.ts';
import { TextField } from '../../../ui/TextField.tsx';
import { HeapBody } from '../HeapBody.tsx';
import type { TreeSort } from '../tree/tree-column.ts';
import type { TreeGridHandle } from '../tree/TreeGrid.tsx';
import { useHeapQuery } from '../use-heap-query.ts';
import { classOrder, instanceSort, isMeant } from './class-order.ts';
import { classRows } from './heap-row.ts';
import { ObjectTree } from './ObjectTree.tsx';
import { SaveClasses } from './SaveClasses.tsx';
import { SizeFilter } from './SizeFilter.tsx';
import type { SnapshotTabProps } from './snapshot-tab.ts';
import { classesSource } from './tree-sources.ts';

const NO_FILTER: ObjectFilter = {};
const SORTABLE = ['name', 'distance', 'self', 'retained'] as const;

/** Every class with its instances; below each instance what it refers to. */
export function ClassesTab({ snapshot, marks }: SnapshotTabProps): ReactNode {
  const layer = useQueryLayer();
  const answer = useHeapQuery('heap.classes', { snapshotId: snapshot.id });
  const [typed, setTyped] = useState('');
  const [filter, setFilter] = useState(NO_FILTER);
  const [sort, setSort] = useState<TreeSort>({
    column: snapshot.hasGraph ? 'retained' : 'self',
    descending: true,
  });
  const grid = useRef<TreeGridHandle>(null);
  const named = useMemo(() => parseRowFilter(typed), [typed]);
  const all = useMemo(() => (answer.data === null ? null : classRows(answer.data)), [answer.data]);
  const rows = useMemo(
    () =>
      all === null
        ? null
        : all
            .filter((row) => (named.kind !== 'match' || named.test(row.name)) && isMeant(row, filter))
            .sort(classOrder(sort)),
    [all, named, filter, sort],
  );
  const source = useMemo(
    () =>
      rows === null
        ? null
        : classesSource(layer, snapshot.id, rows, snapshot.hasGraph, instanceSort(sort), filter),
    [layer, snapshot, rows, sort, filter],
  );
  return (
    <section className="heap-tab" aria-label="Classes" data-pane="classes">
      <PanelHeader
        title="Classes"
        note={
          rows === null || all === null
            ? undefined
            : `${numberFormat.count(rows.length)}${rows.length === all.length ? '' : ` of ${numberFormat.count(all.length)}`}; of a class no object counts twice`
        }
      >
        <SizeFilter filter={filter} onChange={setFilter} hasGraph={snapshot.hasGraph} />
        <TextField
          label="Filter classes"
          placeholder="Filter by name or /regex/"
          size="small"
          icon={<Search />}
          clearable
          value={typed}
          onChange={setTyped}
          problem={named.kind === 'wrong' ? named.problem : null}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setTyped('');
            else if (event.key === 'ArrowDown') grid.current?.focus();
            else return;
            event.preventDefault();
          }}
        />
        <SaveClasses rows={rows} fileName={`${snapshot.name} classes`} />
      </PanelHeader>
      <div className="heap-tab__body">
        <HeapBody
          subject="The classes"
          snapshotIds={[snapshot.id]}
          loading={answer.status === 'loading'}
          error={answer.error}
          stopped={answer.stopped}
          onRetry={answer.retry}
          onStop={answer.stop}
          onResume={answer.resume}
        >
          {source === null ? null : (
            <ObjectTree
              grid={grid}
              label="Classes and their instances"
              subject="The instances"
              snapshotId={snapshot.id}
              heapBytes={snapshot.selfBytes}
              source={source}
              marks={marks}
              sort={sort}
              sortable={SORTABLE}
              onSort={(column) =>
                setSort((before) => ({
                  column,
                  descending: before.column === column ? !before.descending : column !== 'name',
                }))
              }
              empty="No class fits the filter"
            />
          )}
        </HeapBody>
      </div>
    </section>
  );
}
