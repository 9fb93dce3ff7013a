import type { LargestObject } from '#shared/model/heap.ts';
import type { DataColumn } from '../../../ui/data-table/data-column.ts';
import { exactNumber, numberFormat } from '../../../ui/number-format.ts';
import { byteScaleFor, exactBytes } from '../byte-scale.ts';
import { objectText } from './heap-row.ts';
import { ObjectName } from './ObjectName.tsx';
import { bytes } from './row-columns.tsx';
import { ShareBar } from './ShareBar.tsx';

/** Columns of the objects that hold most. */
export function largestColumns(rows: readonly LargestObject[], heapBytes: number): readonly DataColumn[] {
  const scale = byteScaleFor(rows.map(({ object }) => object.retainedBytes));
  const share = (row: number): number => rows[row]!.object.retainedBytes / Math.max(1, heapBytes);
  return [
    {
      id: 'object',
      header: 'Object',
      width: 240,
      grow: 2,
      cell: (row) => <ObjectName object={rows[row]!.object} />,
      sortValue: (row) => rows[row]!.object.className,
      copyText: (row) => objectText(rows[row]!.object),
    },
    {
      id: 'held-by',
      header: 'Held by',
      hint: 'Classes of its dominators, from below the root',
      width: 120,
      grow: 1,
      cell: (row) => <span title={rows[row]!.heldBy.join(' › ')}>{rows[row]!.heldBy.join(' › ')}</span>,
      copyText: (row) => rows[row]!.heldBy.join(' › '),
    },
    {
      id: 'self',
      header: `Self, ${scale.unit}`,
      width: 84,
      align: 'right',
      cell: (row) => bytes(rows[row]!.object.selfBytes, scale),
      sortValue: (row) => rows[row]!.object.selfBytes,
      copyText: (row) => exactBytes(rows[row]!.object.selfBytes),
    },
    {
      id: 'retained',
      header: `Retained, ${scale.unit}`,
      width: 100,
      align: 'right',
      cell: (row) => bytes(rows[row]!.object.retainedBytes, scale),
      sortValue: (row) => rows[row]!.object.retainedBytes,
      copyText: (row) => exactBytes(rows[row]!.object.retainedBytes),
    },
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
      width: 90,
      cell: (row) => <ShareBar share={share(row)} />,
    },
  ];
}
