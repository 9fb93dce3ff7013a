import './rejected-rows.css';
import { useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { Reject } from '#shared/model/run.ts';
import { useQueryLayer } from '../../data/use-query.ts';
import { Button } from '../../ui/Button.tsx';
import type { DataColumn } from '../../ui/data-table/data-column.ts';
import { DataTable } from '../../ui/data-table/DataTable.tsx';
import { tableText } from '../../ui/data-table/table-text.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { numberFormat } from '../../ui/number-format.ts';
import { PanelHeader } from '../../ui/PanelHeader.tsx';
import { RejectPager } from './reject-pager.ts';

interface RejectedRowsProps {
  readonly sourceId: number;
  readonly fileName: string;
  readonly rows: number;
  readonly rejectedRows: number;
  readonly onShowLog?: () => void;
}

/** The rows of one file that were left out, and why. Give it `key={sourceId}`. */
export function RejectedRows(props: RejectedRowsProps): ReactNode {
  const { sourceId, fileName, rows, rejectedRows, onShowLog } = props;
  const layer = useQueryLayer();
  const [pager] = useState(() => new RejectPager(layer, sourceId));
  const { rejects, error, complete } = useSyncExternalStore(pager.subscribe, pager.current);
  const columns = useMemo(() => rejectColumns(rejects), [rejects]);

  async function copy(): Promise<void> {
    const all = await pager.loadAll();
    await navigator.clipboard.writeText(tableText(rejectColumns(all), all.keys(), 'tsv'));
  }

  const part = `${numberFormat.count(rejectedRows)} of ${numberFormat.count(rows + rejectedRows)} rows`;
  const kept =
    complete && rejects.length < rejectedRows
      ? `; the first ${numberFormat.count(rejects.length)} are listed`
      : '';
  return (
    <section className="rejected-rows" aria-label="Rejected rows">
      <PanelHeader title="Rejected rows" note={`${fileName}, ${part}; all others were kept${kept}`}>
        <Button size="small" variant="ghost" onClick={() => void copy()}>
          Copy rows
        </Button>
        {onShowLog !== undefined && (
          <Button size="small" variant="ghost" onClick={onShowLog}>
            Show log
          </Button>
        )}
      </PanelHeader>
      {error !== null && (
        <ErrorNote title="The rejected rows could not be read" error={error} onRetry={pager.retry} />
      )}
      <div className="rejected-rows__table">
        <DataTable
          label={`Rejected rows of ${fileName}`}
          columns={columns}
          rowCount={rejects.length}
          onNearEnd={() => void pager.loadMore()}
        />
      </div>
    </section>
  );
}

function rejectColumns(rejects: readonly Reject[]): readonly DataColumn[] {
  const at = (row: number): Reject | undefined => rejects[row];
  return [
    {
      id: 'line',
      header: 'Line',
      width: 92,
      align: 'right',
      firstDirection: 'asc',
      cell: (row) => numberFormat.count(at(row)?.line ?? 0),
      sortValue: (row) => at(row)?.line ?? null,
      copyText: (row) => String(at(row)?.line ?? ''),
    },
    {
      id: 'byte',
      header: 'Byte, unpacked',
      width: 118,
      align: 'right',
      firstDirection: 'asc',
      cell: (row) => <span className="text-2">{numberFormat.count(at(row)?.byte ?? 0)}</span>,
      sortValue: (row) => at(row)?.byte ?? null,
      copyText: (row) => String(at(row)?.byte ?? ''),
    },
    {
      id: 'reason',
      header: 'Reason',
      width: 230,
      cell: (row) => <span title={at(row)?.reason}>{at(row)?.reason}</span>,
      sortValue: (row) => at(row)?.reason ?? null,
      copyText: (row) => at(row)?.reason ?? '',
    },
    {
      id: 'raw',
      header: 'Text',
      width: 240,
      grow: 1,
      cell: (row) => (
        <span className="mono text-2" title={at(row)?.raw}>
          {at(row)?.raw}
        </span>
      ),
      copyText: (row) => at(row)?.raw ?? '',
    },
  ];
}
