import type { ReactNode } from 'react';
import { exactNumber, numberFormat } from '../../../ui/number-format.ts';
import { exactBytes, inScale, type ByteScale } from '../byte-scale.ts';
import type { TreeColumn } from '../tree/tree-column.ts';
import { distanceOf, retainedOf, rowText, selfOf, type HeapRow } from './heap-row.ts';
import { HeapRowName } from './ObjectName.tsx';
import { ShareBar } from './ShareBar.tsx';

export interface RowColumnsContext {
  readonly scale: ByteScale;
  /** Own bytes of the whole heap. */
  readonly heapBytes: number;
  /** Which end of its reference a row is. */
  readonly arrow?: 'out' | 'in';
  readonly sortable?: readonly string[];
}

/** Columns of every tree of classes and objects. */
export function rowColumns(context: RowColumnsContext): readonly TreeColumn<HeapRow>[] {
  const { scale, heapBytes, arrow = 'out' } = context;
  const sortable = (id: string): boolean => context.sortable?.includes(id) === true;
  return [
    {
      id: 'name',
      header: arrow === 'in' ? 'Held by' : 'Object',
      width: 240,
      grow: 1,
      cell: (row) => <HeapRowName row={row} arrow={arrow} />,
      copyText: rowText,
      sortable: sortable('name'),
    },
    {
      id: 'distance',
      header: 'Distance',
      hint: 'Steps from what the program can name; empty: only the runtime leads there',
      width: 70,
      align: 'right',
      cell: (row) => count(distanceOf(row)),
      copyText: (row) => copied(distanceOf(row)),
      sortable: sortable('distance'),
    },
    {
      id: 'self',
      header: `Self, ${scale.unit}`,
      hint: 'Own bytes',
      width: 82,
      align: 'right',
      cell: (row) => bytes(selfOf(row), scale),
      copyText: (row) => exactBytes(selfOf(row)),
      sortable: sortable('self'),
    },
    {
      id: 'retained',
      header: `Retained, ${scale.unit}`,
      hint: 'Bytes that would be freed without it; of a class no object counts twice',
      width: 96,
      align: 'right',
      cell: (row) => bytes(retainedOf(row), scale),
      copyText: (row) => copied(retainedOf(row)),
      sortable: sortable('retained'),
    },
    {
      id: 'share',
      header: 'Heap, %',
      hint: 'Retained bytes as a share of the heap',
      width: 70,
      align: 'right',
      cell: (row) => {
        const retained = retainedOf(row);
        return retained === null || heapBytes === 0 ? '' : numberFormat.percentNumber(retained / heapBytes);
      },
      copyText: (row) => {
        const retained = retainedOf(row);
        return retained === null || heapBytes === 0 ? '' : exactNumber((retained / heapBytes) * 100);
      },
    },
    {
      id: 'bar',
      header: '',
      hint: 'Share of the heap as a bar',
      width: 64,
      cell: (row) => <ShareBar share={(retainedOf(row) ?? 0) / Math.max(1, heapBytes)} />,
    },
  ];
}

export function bytes(value: number | null, scale: ByteScale): ReactNode {
  if (value === null) return '';
  return <span title={`${numberFormat.count(value)} bytes`}>{inScale(value, scale)}</span>;
}

function count(value: number | null): string {
  return value === null ? '' : numberFormat.count(value);
}

function copied(value: number | null): string {
  return value === null ? '' : exactNumber(value);
}
