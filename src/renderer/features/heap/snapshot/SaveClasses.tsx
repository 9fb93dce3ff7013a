import { Ellipsis } from 'lucide-react';
import type { ReactNode } from 'react';
import { NoticeText } from '../../../charts/chart-panel/NoticeText.tsx';
import { useNotice } from '../../../charts/chart-panel/use-notice.tsx';
import { saveBlob } from '../../../charts/save-blob.ts';
import { Menu } from '../../../ui/Menu.tsx';
import { byteScaleFor } from '../byte-scale.ts';
import { treeText } from '../tree/tree-column.ts';
import type { ClassRow, HeapRow } from './heap-row.ts';
import { rowColumns } from './row-columns.tsx';

/** The classes as they are shown, with exact values. */
export function SaveClasses({
  rows,
  fileName,
}: {
  readonly rows: readonly ClassRow[] | null;
  readonly fileName: string;
}): ReactNode {
  const { text: notice, report } = useNotice();
  function text(format: 'tsv' | 'csv'): string {
    const shown = rows ?? [];
    const heapBytes = shown.reduce((sum, { selfBytes }) => sum + selfBytes, 0);
    const columns = [
      ...rowColumns({ scale: byteScaleFor([0]), heapBytes }),
      {
        id: 'count',
        header: 'Objects',
        width: 80,
        cell: () => '',
        copyText: (row: HeapRow) => (row.kind === 'class' ? String(row.count) : ''),
      },
    ];
    return treeText<HeapRow>(
      columns.filter(({ id }) => id !== 'share'),
      shown.map((row) => ({ row, level: 1 })),
      format,
    );
  }
  return (
    <>
      <NoticeText text={notice} />
      <Menu
        align="end"
        trigger={
          <button type="button" className="icon-button" aria-label="Classes: more">
            <Ellipsis />
          </button>
        }
        entries={[
          {
            kind: 'action',
            id: 'copy',
            label: 'Copy as table',
            disabled: rows === null,
            onSelect: () =>
              report(navigator.clipboard.writeText(text('tsv')), 'Copied', 'Could not be copied'),
          },
          {
            kind: 'action',
            id: 'save',
            label: 'Save as CSV',
            disabled: rows === null,
            onSelect: () => saveBlob(new Blob([text('csv')], { type: 'text/csv' }), `${fileName}.csv`),
          },
        ]}
      />
    </>
  );
}
