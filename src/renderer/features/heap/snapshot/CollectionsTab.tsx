import { useMemo, useState, type ReactNode } from 'react';
import type { HeapCollections } from '#shared/model/heap.ts';
import { useActions } from '../../../state/use-store.ts';
import { DataTable } from '../../../ui/data-table/DataTable.tsx';
import type { DataColumn } from '../../../ui/data-table/data-column.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { exactNumber, numberFormat } from '../../../ui/number-format.ts';
import { PanelHeader } from '../../../ui/PanelHeader.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { byteScaleFor, exactBytes } from '../byte-scale.ts';
import { HeapBody } from '../HeapBody.tsx';
import { usePages } from '../use-pages.ts';
import { ObjectName } from './ObjectName.tsx';
import { objectText } from './heap-row.ts';
import { bytes } from './row-columns.tsx';
import type { SnapshotTabProps } from './snapshot-tab.ts';

type Row = HeapCollections['rows'][number];
const WHICH = [
  { value: 'largest', label: 'Largest' },
  { value: 'mostly-empty', label: 'Mostly empty' },
] as const;

const rowsOf = ({ rows, total }: HeapCollections) => ({ rows, total });

/** Collections that hold most, and arrays and tables with far more room than content. */
export function CollectionsTab({ snapshot }: SnapshotTabProps): ReactNode {
  const [which, setWhich] = useState<(typeof WHICH)[number]['value']>('largest');
  const pages = usePages('heap.collections', { snapshotId: snapshot.id, which }, rowsOf);
  const { rows, first } = pages;
  const { inspect } = useActions();
  const columns = useMemo(() => collectionColumns(rows), [rows]);
  const show = (row: number): void => {
    const found = rows[row];
    if (found !== undefined) inspect({ snapshotId: snapshot.id, node: found.object.node });
  };
  return (
    <section className="heap-tab" aria-label="Collections" data-pane="collections">
      <PanelHeader
        title="Collections"
        note={
          first === null
            ? undefined
            : `${numberFormat.count(first.total)}, ${which === 'largest' ? 'by references' : 'by bytes that hold nothing'}`
        }
      >
        <Segmented label="Which collections" value={which} options={WHICH} onChange={setWhich} />
      </PanelHeader>
      <div className="heap-tab__body">
        <HeapBody
          subject="The collections"
          snapshotIds={[snapshot.id]}
          loading={pages.loading && first === null}
          error={pages.error}
          stopped={pages.stopped}
          onRetry={pages.retry}
          onStop={pages.stop}
          onResume={pages.resume}
        >
          {first === null ? null : (
            <DataTable
              label="Collections"
              columns={columns}
              rowCount={rows.length}
              rowKey={(row) => rows[row]?.object.node ?? row}
              onNearEnd={pages.more}
              onRowClick={show}
              onEnter={show}
              empty={
                <EmptyState
                  title={which === 'largest' ? 'There are no collections' : 'No collection is mostly empty'}
                />
              }
            />
          )}
        </HeapBody>
      </div>
    </section>
  );
}

function collectionColumns(rows: readonly Row[]): readonly DataColumn[] {
  const scale = byteScaleFor(rows.map(({ selfBytes }) => selfBytes));
  const retained = byteScaleFor(rows.map(({ object }) => object.retainedBytes));
  return [
    {
      id: 'object',
      header: 'Collection',
      width: 240,
      grow: 1,
      cell: (row) => <ObjectName object={rows[row]!.object} />,
      copyText: (row) => objectText(rows[row]!.object),
    },
    {
      id: 'children',
      header: 'References',
      hint: 'References that go out of it and of its storage',
      width: 92,
      align: 'right',
      cell: (row) => numberFormat.count(rows[row]!.children),
      copyText: (row) => exactNumber(rows[row]!.children),
    },
    ...(rows.every(({ filled }) => filled === null) ? [] : [filledColumn(rows)]),
    {
      id: 'self',
      header: `Self, ${scale.unit}`,
      hint: 'Own bytes of it and its storage',
      width: 84,
      align: 'right',
      cell: (row) => bytes(rows[row]!.selfBytes, scale),
      copyText: (row) => exactBytes(rows[row]!.selfBytes),
    },
    {
      id: 'retained',
      header: `Retained, ${retained.unit}`,
      width: 100,
      align: 'right',
      cell: (row) => bytes(rows[row]!.object.retainedBytes, retained),
      copyText: (row) => exactBytes(rows[row]!.object.retainedBytes),
    },
  ];
}

function filledColumn(rows: readonly Row[]): DataColumn {
  return {
    id: 'filled',
    header: 'Filled, %',
    hint: 'Share of its slots that are in use, told from its size',
    width: 76,
    align: 'right',
    cell: (row) => {
      const { filled } = rows[row]!;
      return filled === null ? '' : numberFormat.percentNumber(filled);
    },
    copyText: (row) => {
      const { filled } = rows[row]!;
      return filled === null ? '' : exactNumber(filled * 100);
    },
  };
}
