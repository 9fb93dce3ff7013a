import { useMemo, type ReactNode } from 'react';
import type { SnapshotInfo } from '#shared/model/heap.ts';
import type { GrowthSeries } from '#shared/model/heap-growth.ts';
import { useActions } from '../../../state/use-store.ts';
import { Button } from '../../../ui/Button.tsx';
import { DataTable } from '../../../ui/data-table/DataTable.tsx';
import { useFittingColumns } from '../../../ui/data-table/fitting-columns.ts';
import type { DataColumn, SortKey } from '../../../ui/data-table/data-column.ts';
import { exactNumber, numberFormat } from '../../../ui/number-format.ts';
import { PanelHeader } from '../../../ui/PanelHeader.tsx';
import { byteScaleFor, exactBytes } from '../byte-scale.ts';
import { HeapBody } from '../HeapBody.tsx';
import { classRows, type ClassRow } from '../snapshot/heap-row.ts';
import { bytes } from '../snapshot/row-columns.tsx';
import { ShareBar } from '../snapshot/ShareBar.tsx';
import { useHeapQuery } from '../use-heap-query.ts';
import { growthName } from './growth-words.ts';

interface LastClassesProps {
  readonly snapshot: SnapshotInfo;
  /** `S6` */
  readonly label: string;
  /** What is looked at: its class is marked. */
  readonly grown: GrowthSeries | null;
}

const NO_ROWS: readonly ClassRow[] = [];

/** Left out first where there is no room: the figure beside it says the same. */
const GIVES_WAY = ['bar', 'self'] as const;

/** The classes of the last snapshot, beside what grew up to it. */
export function LastClasses({ snapshot, label, grown }: LastClassesProps): ReactNode {
  const answer = useHeapQuery('heap.classes', { snapshotId: snapshot.id }, { keepPrevious: false });
  const { openSnapshot } = useActions();
  const rows = useMemo(() => (answer.data === null ? NO_ROWS : classRows(answer.data)), [answer.data]);
  const marked = grown === null ? null : growthName(grown);
  const columns = useMemo(() => lastColumns(rows, snapshot, marked), [rows, snapshot, marked]);
  const fitting = useFittingColumns(columns, GIVES_WAY);
  const order: readonly SortKey[] = [{ column: snapshot.hasGraph ? 'retained' : 'self', direction: 'desc' }];
  return (
    <section className="retainer-path" aria-label={`Classes in ${label}`} data-pane="last-classes">
      <PanelHeader title={`Classes in ${label}`} note="of a class no object counts twice">
        <Button size="small" variant="ghost" onClick={() => openSnapshot(snapshot.id, 'classes')}>
          Open {label}
        </Button>
      </PanelHeader>
      <div className="retainer-path__body">
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
          {answer.data === null ? null : (
            <DataTable
              label={`Classes in ${label}`}
              columns={columns}
              hiddenColumns={fitting.hiddenColumns}
              onViewWidth={fitting.onViewWidth}
              rowCount={rows.length}
              rowKey={(row) => rows[row]?.key ?? row}
              defaultSort={order}
              isMarked={(row) => rows[row]?.name === marked}
              onEnter={() => openSnapshot(snapshot.id, 'classes')}
            />
          )}
        </HeapBody>
      </div>
    </section>
  );
}

function lastColumns(
  rows: readonly ClassRow[],
  snapshot: SnapshotInfo,
  marked: string | null,
): readonly DataColumn[] {
  const scale = byteScaleFor([snapshot.selfBytes]);
  const weight = (row: number): number => rows[row]!.retainedBytes ?? rows[row]!.selfBytes;
  const share = (row: number): number => weight(row) / Math.max(1, snapshot.selfBytes);
  const retained: readonly DataColumn[] = snapshot.hasGraph
    ? [
        {
          id: 'retained',
          header: `Retained, ${scale.unit}`,
          width: 100,
          align: 'right',
          cell: (row) => bytes(rows[row]!.retainedBytes, scale),
          sortValue: (row) => rows[row]!.retainedBytes,
          copyText: (row) => {
            const { retainedBytes } = rows[row]!;
            return retainedBytes === null ? '' : exactBytes(retainedBytes);
          },
        },
      ]
    : [];
  return [
    {
      id: 'class',
      header: 'Class',
      width: 110,
      grow: 1,
      cell: (row) => (
        <span className="mono" title={rows[row]!.name}>
          {rows[row]!.name}
        </span>
      ),
      sortValue: (row) => rows[row]!.name,
      copyText: (row) => rows[row]!.name,
    },
    {
      id: 'count',
      header: 'Objects',
      width: 76,
      align: 'right',
      cell: (row) => numberFormat.count(rows[row]!.count),
      sortValue: (row) => rows[row]!.count,
      copyText: (row) => exactNumber(rows[row]!.count),
    },
    {
      id: 'self',
      header: `Self, ${scale.unit}`,
      width: 76,
      align: 'right',
      cell: (row) => bytes(rows[row]!.selfBytes, scale),
      sortValue: (row) => rows[row]!.selfBytes,
      copyText: (row) => exactBytes(rows[row]!.selfBytes),
    },
    ...retained,
    {
      id: 'share',
      header: 'Heap, %',
      width: 64,
      align: 'right',
      cell: (row) => numberFormat.percentNumber(share(row)),
      sortValue: share,
      copyText: (row) => exactNumber(share(row) * 100),
    },
    {
      id: 'bar',
      header: '',
      name: 'Share as a bar',
      width: 84,
      cell: (row) => <ShareBar share={share(row)} bad={rows[row]!.name === marked} />,
    },
  ];
}
