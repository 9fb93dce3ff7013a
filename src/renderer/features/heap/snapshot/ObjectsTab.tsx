import { Search } from 'lucide-react';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import type { EngineParams } from '#shared/contract/engine.ts';
import type { ObjectFilter, ObjectSort } from '#shared/model/heap.ts';
import { useQueryLayer } from '../../../data/use-query.ts';
import { Checkbox } from '../../../ui/Checkbox.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { PanelHeader } from '../../../ui/PanelHeader.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import type { TreeGridHandle } from '../tree/TreeGrid.tsx';
import { ObjectTree } from './ObjectTree.tsx';
import { SizeFilter } from './SizeFilter.tsx';
import type { SnapshotTabProps } from './snapshot-tab.ts';
import { searchSource } from './tree-sources.ts';

type Search = EngineParams<'heap.search'>;
const HOW: readonly { readonly value: Search['how']; readonly label: string }[] = [
  { value: 'contains', label: 'Contains' },
  { value: 'equals', label: 'Equals' },
  { value: 'pattern', label: 'Pattern' },
];
const WHERE: readonly { readonly value: Search['where']; readonly label: string }[] = [
  { value: 'class', label: 'Class' },
  { value: 'anywhere', label: 'Anywhere' },
];
const SORTABLE = ['distance', 'self', 'retained'] as const;
const NO_FILTER: ObjectFilter = {};

/** Objects that a text and bounds find; without either all of them, largest first. */
export function ObjectsTab({ snapshot, marks }: SnapshotTabProps): ReactNode {
  const layer = useQueryLayer();
  const [typed, setTyped] = useState('');
  const [text, setText] = useState('');
  const [how, setHow] = useState<Search['how']>('contains');
  const [where, setWhere] = useState<Search['where']>('anywhere');
  const [matchCase, setMatchCase] = useState(false);
  const [filter, setFilter] = useState(NO_FILTER);
  const [sort, setSort] = useState<ObjectSort>({ by: 'retained', descending: true });
  const grid = useRef<TreeGridHandle>(null);
  const source = useMemo(
    () => searchSource(layer, { snapshotId: snapshot.id, text, how, where, matchCase, filter, sort }),
    [layer, snapshot.id, text, how, where, matchCase, filter, sort],
  );
  if (!snapshot.hasGraph)
    return (
      <EmptyState title="This file has figures of classes only">
        Objects and references come with a heap dump of the process.
      </EmptyState>
    );
  return (
    <section className="heap-tab" aria-label="Objects" data-pane="objects">
      <PanelHeader title="Objects">
        <SizeFilter filter={filter} onChange={setFilter} hasGraph />
        <Checkbox checked={matchCase} onChange={setMatchCase}>
          <span title="Match case" aria-hidden="true">
            Aa
          </span>
          <span className="visually-hidden">Match case</span>
        </Checkbox>
        <Segmented label="Where to look" value={where} options={WHERE} onChange={setWhere} />
        <Segmented label="How to compare" value={how} options={HOW} onChange={setHow} />
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setText(typed.trim());
          }}
        >
          <TextField
            label="Filter objects"
            placeholder="Class, name or @id, then Enter"
            size="small"
            icon={<Search />}
            clearable
            value={typed}
            onChange={(next) => {
              setTyped(next);
              if (next === '') setText('');
            }}
            onKeyDown={(event) => {
              if (event.key === 'Escape') {
                setTyped('');
                setText('');
              } else if (event.key === 'ArrowDown') grid.current?.focus();
              else return;
              event.preventDefault();
            }}
          />
        </form>
      </PanelHeader>
      <div className="heap-tab__body">
        <ObjectTree
          grid={grid}
          label="Objects"
          subject="The objects"
          snapshotId={snapshot.id}
          heapBytes={snapshot.selfBytes}
          source={source}
          marks={marks}
          sort={{ column: sort.by, descending: sort.descending }}
          sortable={SORTABLE}
          onSort={(column) => {
            const by = SORTABLE.find((each) => each === column);
            if (by !== undefined)
              setSort((before) => ({ by, descending: before.by === by ? !before.descending : true }));
          }}
          empty="No object is found"
        />
      </div>
    </section>
  );
}
