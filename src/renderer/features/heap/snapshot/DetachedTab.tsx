import { useMemo, useState, type ReactNode } from 'react';
import type { DetachedObjects, DetachedRow } from '#shared/model/heap.ts';
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
import { PathSteps } from './PathSteps.tsx';
import { bytes } from './row-columns.tsx';
import type { SnapshotTabProps } from './snapshot-tab.ts';

const rowsOf = ({ rows, total }: DetachedObjects) => ({ rows, total });

/** Elements that are cut off from their document and still alive, and what holds them. */
export function DetachedTab({ snapshot }: SnapshotTabProps): ReactNode {
  const pages = usePages('heap.detached', { snapshotId: snapshot.id }, rowsOf);
  const { rows, first } = pages;
  const { inspect } = useActions();
  const [chosen, setChosen] = useState(0);
  const columns = useMemo(() => detachedColumns(rows), [rows]);
  const at = rows[chosen] ?? rows[0];
  const show = (row: number): void => {
    const found = rows[row];
    if (found === undefined) return;
    setChosen(row);
    inspect({ snapshotId: snapshot.id, node: found.object.node });
  };
  return (
    <div className="heap-rows">
      <section className="heap-tab" aria-label="Detached elements" data-pane="detached">
        <PanelHeader title="Detached elements" note={first === null ? undefined : detachedNote(first)} />
        <div className="heap-tab__body">
          <HeapBody
            subject="The detached elements"
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
                label="Detached elements"
                columns={columns}
                rowCount={rows.length}
                rowKey={(row) => rows[row]?.object.node ?? row}
                onNearEnd={pages.more}
                onActiveRow={setChosen}
                onRowClick={show}
                onEnter={show}
                empty={
                  <EmptyState title="No element is detached">
                    {snapshot.detachedElements === 0 && snapshot.runtime === 'v8'
                      ? 'Elements of a page are in heap snapshots of a browser only.'
                      : 'Every element that is alive is part of a document.'}
                  </EmptyState>
                }
              />
            )}
          </HeapBody>
        </div>
      </section>
      {at !== undefined && (
        <section className="heap-tab heap-tab--lower" aria-label="What holds it" data-pane="detached-path">
          <PanelHeader
            title="What holds it"
            note={
              <>
                from the root to the first detached element on the way,{' '}
                <ObjectName object={at.firstDetached} />
              </>
            }
          />
          <div className="heap-tab__body heap-tab__scroll" role="group" aria-label="Steps" tabIndex={0}>
            {at.path.steps.length === 0 ? (
              <EmptyState title="Nothing of the program holds it" />
            ) : (
              <PathSteps steps={at.path.steps} snapshotId={snapshot.id} />
            )}
          </div>
        </section>
      )}
    </div>
  );
}

function detachedNote({ count, retainedBytes, heldOnly }: DetachedObjects): string {
  if (count === 0) return 'none';
  return `${numberFormat.count(count)} elements retain ${formatBytes(retainedBytes)}; ${numberFormat.count(heldOnly.count)} objects, ${formatBytes(heldOnly.selfBytes)}, are alive through them only`;
}

function detachedColumns(rows: readonly DetachedRow[]): readonly DataColumn[] {
  const scale = byteScaleFor(rows.map(({ object }) => object.retainedBytes));
  return [
    {
      id: 'object',
      header: 'Element',
      width: 220,
      grow: 1,
      cell: (row) => <ObjectName object={rows[row]!.object} />,
      copyText: (row) => objectText(rows[row]!.object),
    },
    {
      id: 'elements',
      header: 'Elements',
      hint: 'Detached elements that it keeps alive, itself included',
      width: 84,
      align: 'right',
      cell: (row) => numberFormat.count(rows[row]!.elements),
      copyText: (row) => exactNumber(rows[row]!.elements),
    },
    {
      id: 'holder',
      header: 'Held by',
      hint: 'The last object of the program on the way to it',
      width: 160,
      grow: 1,
      cell: (row) => {
        const holder = rows[row]!.path.steps.at(-2);
        return holder === undefined ? '' : <ObjectName object={holder.object} />;
      },
      copyText: (row) => {
        const holder = rows[row]!.path.steps.at(-2);
        return holder === undefined ? '' : objectText(holder.object);
      },
    },
    {
      id: 'self',
      header: `Self, ${scale.unit}`,
      width: 84,
      align: 'right',
      cell: (row) => bytes(rows[row]!.object.selfBytes, scale),
      copyText: (row) => exactBytes(rows[row]!.object.selfBytes),
    },
    {
      id: 'retained',
      header: `Retained, ${scale.unit}`,
      width: 100,
      align: 'right',
      cell: (row) => bytes(rows[row]!.object.retainedBytes, scale),
      copyText: (row) => exactBytes(rows[row]!.object.retainedBytes),
    },
  ];
}
