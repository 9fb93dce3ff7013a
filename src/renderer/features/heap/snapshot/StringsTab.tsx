import { useMemo, type ReactNode } from 'react';
import type { DuplicateStrings } from '#shared/model/heap.ts';
import { useActions } from '../../../state/use-store.ts';
import { formatBytes } from '../../../ui/byte-format.ts';
import { DataTable } from '../../../ui/data-table/DataTable.tsx';
import type { DataColumn } from '../../../ui/data-table/data-column.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { exactNumber, numberFormat } from '../../../ui/number-format.ts';
import { PanelHeader } from '../../../ui/PanelHeader.tsx';
import { byteScaleFor, exactBytes } from '../byte-scale.ts';
import { HeapBody } from '../HeapBody.tsx';
import { usePages } from '../use-pages.ts';
import { ObjectName } from './ObjectName.tsx';
import { objectText } from './heap-row.ts';
import { bytes } from './row-columns.tsx';
import type { SnapshotTabProps } from './snapshot-tab.ts';

type StringRow = DuplicateStrings['rows'][number];

const rowsOf = (answer: DuplicateStrings) => ({ rows: answer.rows, total: answer.groups });

/** Values that exist more than once, and short slices that keep long texts alive. */
export function StringsTab({ snapshot }: SnapshotTabProps): ReactNode {
  const pages = usePages('heap.strings', { snapshotId: snapshot.id }, rowsOf);
  const { rows, first } = pages;
  const { inspect } = useActions();
  const columns = useMemo(() => stringColumns(rows), [rows]);
  const show = (row: number): void => {
    const found = rows[row];
    if (found !== undefined) inspect({ snapshotId: snapshot.id, node: found.node });
  };
  return (
    <div className="heap-rows">
      <section className="heap-tab" aria-label="Duplicate strings" data-pane="strings">
        <PanelHeader title="Duplicate strings" note={first === null ? undefined : stringsNote(first)} />
        <div className="heap-tab__body">
          <HeapBody
            subject="The strings"
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
                label="Duplicate strings"
                columns={columns}
                rowCount={rows.length}
                rowKey={(row) => rows[row]?.node ?? row}
                onNearEnd={pages.more}
                onRowClick={show}
                onEnter={show}
                empty={<EmptyState title="No value exists more than once" />}
              />
            )}
          </HeapBody>
        </div>
      </section>
      {first !== null && first.slices.length > 0 && <Slices snapshotId={snapshot.id} slices={first.slices} />}
    </div>
  );
}

function stringsNote({ groups, wastedBytes, strings }: DuplicateStrings): string {
  const all = `${numberFormat.count(strings.count)} strings, ${formatBytes(strings.selfBytes)}`;
  return groups === 0
    ? all
    : `${numberFormat.count(groups)} values more than once, ${formatBytes(wastedBytes)} in copies; ${all}`;
}

function stringColumns(rows: readonly StringRow[]): readonly DataColumn[] {
  const scale = byteScaleFor(rows.map(({ wastedBytes }) => wastedBytes));
  return [
    {
      id: 'value',
      header: 'Value',
      width: 240,
      grow: 1,
      cell: (row) => (
        <span className="mono" title={rows[row]!.value}>
          {rows[row]!.value === '' ? <span className="text-3">empty</span> : rows[row]!.value}
        </span>
      ),
      copyText: (row) => rows[row]!.value,
    },
    {
      id: 'count',
      header: 'Copies',
      width: 84,
      align: 'right',
      cell: (row) => numberFormat.count(rows[row]!.count),
      copyText: (row) => exactNumber(rows[row]!.count),
    },
    {
      id: 'wasted',
      header: `In copies, ${scale.unit}`,
      hint: 'Bytes of all copies but the largest',
      width: 104,
      align: 'right',
      cell: (row) => bytes(rows[row]!.wastedBytes, scale),
      copyText: (row) => exactBytes(rows[row]!.wastedBytes),
    },
  ];
}

interface SlicesProps {
  readonly snapshotId: number;
  readonly slices: DuplicateStrings['slices'];
}

function Slices({ snapshotId, slices }: SlicesProps): ReactNode {
  const { inspect } = useActions();
  const columns = useMemo((): readonly DataColumn[] => {
    const scale = byteScaleFor(slices.map(({ parent }) => parent.selfBytes));
    return [
      {
        id: 'slice',
        header: 'Slice',
        width: 200,
        grow: 1,
        cell: (row) => <ObjectName object={slices[row]!.slice} />,
        copyText: (row) => objectText(slices[row]!.slice),
      },
      {
        id: 'parent',
        header: 'Text that it keeps alive',
        width: 200,
        grow: 1,
        cell: (row) => <ObjectName object={slices[row]!.parent} />,
        copyText: (row) => objectText(slices[row]!.parent),
      },
      {
        id: 'size',
        header: `Kept, ${scale.unit}`,
        width: 96,
        align: 'right',
        cell: (row) => bytes(slices[row]!.parent.selfBytes, scale),
        sortValue: (row) => slices[row]!.parent.selfBytes,
        copyText: (row) => exactBytes(slices[row]!.parent.selfBytes),
      },
    ];
  }, [slices]);
  const show = (row: number): void => {
    const found = slices[row];
    if (found !== undefined) inspect({ snapshotId, node: found.slice.node });
  };
  return (
    <section className="heap-tab heap-tab--lower" aria-label="Slices" data-pane="slices">
      <PanelHeader
        title="Small slices of large strings"
        note="a copy of the slice would let the long text go"
      />
      <div className="heap-tab__body">
        <DataTable
          label="Slices that keep long strings alive"
          columns={columns}
          rowCount={slices.length}
          onRowClick={show}
          onEnter={show}
        />
      </div>
    </section>
  );
}
