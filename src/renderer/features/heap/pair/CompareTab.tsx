import './pair.css';
import { ArrowLeftRight, Search } from 'lucide-react';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { numberColumn, textAt, textColumn, type ColumnTable } from '#shared/contract/columns.ts';
import type { SameProcess, SnapshotDifference } from '#shared/model/heap.ts';
import { NoticeText } from '../../../charts/chart-panel/NoticeText.tsx';
import { useNotice } from '../../../charts/chart-panel/use-notice.tsx';
import { parseRowFilter } from '../../../panels/transaction-table/row-filter.ts';
import { useActions, useAppState } from '../../../state/use-store.ts';
import { Button } from '../../../ui/Button.tsx';
import { formatBytes } from '../../../ui/byte-format.ts';
import { useFittingColumns } from '../../../ui/data-table/fitting-columns.ts';
import { DataTable, type DataTableHandle } from '../../../ui/data-table/DataTable.tsx';
import { tableText } from '../../../ui/data-table/table-text.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { numberFormat } from '../../../ui/number-format.ts';
import { PanelHeader } from '../../../ui/PanelHeader.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { StatusIcon, type Status } from '../../../ui/StatusIcon.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { HeapBody } from '../HeapBody.tsx';
import type { HeapContents, OpenHeap } from '../use-heap-contents.ts';
import { useHeapQuery } from '../use-heap-query.ts';
import { differenceColumns, type DifferenceView } from './difference-columns.tsx';
import { signedBytes } from './signed-bytes.ts';
import { SnapshotSelect } from './SnapshotSelect.tsx';

/** Left out first where there is no room; copies have them all. */
const GIVES_WAY = [
  'deleted-bytes',
  'created-bytes',
  'count-before',
  'before',
  'count-after',
  'deleted',
] as const;

interface CompareTabProps {
  readonly contents: HeapContents;
  readonly open: OpenHeap;
}

const VIEWS = [
  { value: 'class', label: 'By class' },
  { value: 'owner', label: 'By owner' },
  { value: 'path', label: 'By owner path' },
] as const;

const processStates: Readonly<Record<SameProcess, { readonly status: Status; readonly word: string }>> = {
  same: { status: 'good', word: 'Same process' },
  different: { status: 'warn', word: 'Different processes' },
  unknown: { status: 'unknown', word: 'Process not known' },
};

/** What is new, what is gone, and by how much everything changed between two snapshots. */
export function CompareTab({ contents, open }: CompareTabProps): ReactNode {
  const compared = useAppState((state) => state.heap.compared);
  const { compareSnapshots } = useActions();
  const pair = useMemo(() => pairOf(contents, open, compared), [contents, open, compared]);
  const answer = useHeapQuery('heap.compare', pair, { keepPrevious: false });
  if (pair === null)
    return (
      <EmptyState title="There is only one snapshot">
        Drop another one of the same process to see what is new and what is gone.
      </EmptyState>
    );
  const { beforeId, afterId } = pair;
  return (
    <>
      <div className="heap__bar" data-pane="heap-bar">
        <SnapshotSelect
          label="Snapshot before"
          side="A"
          contents={contents}
          value={beforeId}
          onChange={(id) => compareSnapshots(id, id === afterId ? beforeId : afterId)}
        />
        <IconButton label="Swap the two" onClick={() => compareSnapshots(afterId, beforeId)}>
          <ArrowLeftRight />
        </IconButton>
        <SnapshotSelect
          label="Snapshot after"
          side="B"
          contents={contents}
          value={afterId}
          onChange={(id) => compareSnapshots(id === beforeId ? afterId : beforeId, id)}
        />
        {answer.data !== null && <Process difference={answer.data} />}
        <span className="panel-header__space" />
        {answer.data !== null && (
          <span className="heap__totals figure ellipsis">
            {formatBytes(answer.data.selfBytes[0])} to {formatBytes(answer.data.selfBytes[1])},{' '}
            {signedBytes(answer.data.selfBytes[1] - answer.data.selfBytes[0])}
          </span>
        )}
      </div>
      <div className="heap__body">
        <HeapBody
          subject="The comparison"
          snapshotIds={[beforeId, afterId]}
          loading={answer.status === 'loading'}
          error={answer.error}
          stopped={answer.stopped}
          onRetry={answer.retry}
          onStop={answer.stop}
          onResume={answer.resume}
        >
          {answer.data === null ? null : <Difference difference={answer.data} />}
        </HeapBody>
      </div>
    </>
  );
}

/** What was chosen; else the first and the last of the series, else the open snapshot and another one. */
function pairOf(
  { snapshots }: HeapContents,
  { snapshot, series }: OpenHeap,
  compared: { readonly beforeId: number; readonly afterId: number } | null,
): { beforeId: number; afterId: number } | null {
  const has = (id: number | undefined): id is number => snapshots.some((each) => each.id === id);
  if (compared !== null && has(compared.beforeId) && has(compared.afterId)) return { ...compared };
  const kept = series?.snapshotIds.filter((id) => has(id) && !series.leftOut.includes(id)) ?? [];
  const [first, last] = [kept[0], kept.at(-1)];
  if (first !== undefined && last !== undefined && first !== last) return { beforeId: first, afterId: last };
  const other = snapshots.find(({ id }) => id !== snapshot.id);
  if (other === undefined) return null;
  const isBefore = other.id < snapshot.id;
  return isBefore
    ? { beforeId: other.id, afterId: snapshot.id }
    : { beforeId: snapshot.id, afterId: other.id };
}

function Process({ difference }: { readonly difference: SnapshotDifference }): ReactNode {
  const { status, word } = processStates[difference.process];
  return (
    <span className="pair__process" title={difference.processNote}>
      <StatusIcon status={status} /> {word}
    </span>
  );
}

function Difference({ difference }: { readonly difference: SnapshotDifference }): ReactNode {
  const [view, setView] = useState<DifferenceView>('class');
  const [typed, setTyped] = useState('');
  const [changedOnly, setChangedOnly] = useState(true);
  const table = useRef<DataTableHandle>(null);
  const { text: notice, report } = useNotice();
  const filter = useMemo(() => parseRowFilter(typed), [typed]);
  const data =
    view === 'class' ? difference.classes : view === 'owner' ? difference.owners : difference.ownerPaths;
  const columns = useMemo(
    () => differenceColumns(view, data, difference.process === 'same'),
    [view, data, difference.process],
  );
  const fitting = useFittingColumns(columns, GIVES_WAY);
  const rows = useMemo(
    () => shownRows(view, data, (name) => filter.kind !== 'match' || filter.test(name), changedOnly),
    [view, data, filter, changedOnly],
  );
  return (
    <section className="heap-tab" aria-label="Difference" data-pane="difference">
      <PanelHeader
        title="Difference"
        note={`${numberFormat.count(rows.length)} of ${numberFormat.count(data.rowCount)}; ${difference.processNote}`}
      >
        <NoticeText text={notice} />
        <Button
          size="small"
          variant="ghost"
          aria-pressed={!changedOnly}
          onClick={() => setChangedOnly(!changedOnly)}
        >
          {changedOnly ? 'Show unchanged too' : 'Hide unchanged'}
        </Button>
        <Button
          size="small"
          variant="ghost"
          onClick={() =>
            report(
              navigator.clipboard.writeText(tableText(columns, table.current?.orderedRows() ?? [], 'tsv')),
              'Copied',
              'Could not be copied',
            )
          }
        >
          Copy table
        </Button>
        <Segmented label="Cut the difference" value={view} options={VIEWS} onChange={setView} />
        <TextField
          label="Filter the difference"
          placeholder="Filter by name or /regex/"
          size="small"
          icon={<Search />}
          clearable
          value={typed}
          onChange={setTyped}
          problem={filter.kind === 'wrong' ? filter.problem : null}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setTyped('');
            else if (event.key === 'ArrowDown') table.current?.focus();
            else return;
            event.preventDefault();
          }}
        />
      </PanelHeader>
      <div className="heap-tab__body">
        <DataTable
          key={view}
          ref={table}
          label={`Difference ${view === 'class' ? 'by class' : view === 'owner' ? 'by owner' : 'by owner path'}`}
          columns={columns}
          hiddenColumns={fitting.hiddenColumns}
          onViewWidth={fitting.onViewWidth}
          rowCount={data.rowCount}
          rows={rows}
          empty={<EmptyState title={typed === '' ? 'Nothing changed' : 'Nothing fits the filter'} />}
        />
      </div>
    </section>
  );
}

function shownRows(
  view: DifferenceView,
  data: ColumnTable,
  matches: (name: string) => boolean,
  changedOnly: boolean,
): Uint32Array {
  if (data.rowCount === 0) return new Uint32Array();
  const names = textColumn(data, view === 'path' ? 'path' : 'name');
  const figures = (
    view === 'path' ? ['retained', 'count'] : view === 'owner' ? ['self'] : ['self', 'count']
  ).map((name) => [numberColumn(data, `${name}Before`), numberColumn(data, `${name}After`)] as const);
  const changed = (row: number): boolean =>
    figures.some(([before, after]) => before.values[row] !== after.values[row]);
  const rows: number[] = [];
  for (let row = 0; row < data.rowCount; row++)
    if ((!changedOnly || changed(row)) && matches(textAt(names, row) ?? '')) rows.push(row);
  return Uint32Array.from(rows);
}
