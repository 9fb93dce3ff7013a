import type { ReactNode } from 'react';
import { numberAt, numberColumn, textAt, textColumn, type ColumnTable } from '#shared/contract/columns.ts';
import type { DataColumn } from '../../../ui/data-table/data-column.ts';
import { exactNumber, numberFormat } from '../../../ui/number-format.ts';
import { signed } from '../../../ui/signed-format.ts';
import { byteScaleFor, inScale, type ByteScale } from '../byte-scale.ts';

export type DifferenceView = 'class' | 'owner' | 'path';

type Read = (row: number) => number | null;

/** Columns of the difference of two snapshots. @param byIdentity new and deleted objects are known */
export function differenceColumns(
  view: DifferenceView,
  table: ColumnTable,
  byIdentity: boolean,
): readonly DataColumn[] {
  if (table.rowCount === 0) return [nameColumn(view, () => '')];
  const read = (name: string): Read => {
    const column = numberColumn(table, name);
    return (row) => numberAt(column, row);
  };
  const names = textColumn(table, view === 'path' ? 'path' : 'name');
  const weight = view === 'path' ? 'retained' : 'self';
  const [before, after] = [read(`${weight}Before`), read(`${weight}After`)];
  const rows = Array.from({ length: table.rowCount }, (_, row) => row);
  const scale = byteScaleFor(rows.flatMap((row) => [before(row), after(row)]));
  const what = view === 'path' ? 'Retained' : 'Self';
  const size = (id: string, header: string, value: Read): DataColumn => ({
    id,
    header: `${header}, ${scale.unit}`,
    width: 92,
    align: 'right',
    cell: (row) => sized(value(row), scale),
    sortValue: value,
    copyText: (row) => exact(value(row)),
  });
  const change = (id: string, from: Read, to: Read): DataColumn => deltaColumn(id, from, to, scale);
  const counts: readonly DataColumn[] = view === 'owner' ? [] : countColumns(read);
  const identity: readonly DataColumn[] =
    view === 'class' && byIdentity
      ? [
          countColumn('created', 'New', 'Objects that are not in the first snapshot', read('created')),
          size('created-bytes', 'New', read('createdBytes')),
          countColumn('deleted', 'Deleted', 'Objects that are not in the second snapshot', read('deleted')),
          size('deleted-bytes', 'Deleted', read('deletedBytes')),
        ]
      : [];
  const retained: readonly DataColumn[] =
    view === 'class' && rows.some((row) => read('retainedAfter')(row) !== null)
      ? [
          {
            ...change('retained-delta', read('retainedBefore'), read('retainedAfter')),
            header: `Δ retained, ${scale.unit}`,
            width: 104,
          },
        ]
      : [];
  return [
    nameColumn(view, (row) => textAt(names, row) ?? ''),
    ...counts,
    ...identity,
    size('before', `${what} A`, before),
    size('after', `${what} B`, after),
    change('delta', before, after),
    ...retained,
  ];
}

function nameColumn(view: DifferenceView, nameOf: (row: number) => string): DataColumn {
  return {
    id: 'name',
    header: view === 'class' ? 'Class' : view === 'owner' ? 'Owner' : 'Owner path',
    width: 200,
    grow: 1,
    cell: (row) => (
      <span className="mono" title={nameOf(row)}>
        {nameOf(row)}
      </span>
    ),
    sortValue: nameOf,
    copyText: nameOf,
  };
}

function countColumns(read: (name: string) => Read): readonly DataColumn[] {
  const [before, after] = [read('countBefore'), read('countAfter')];
  return [
    countColumn('count-before', 'Objects A', 'Objects in the first snapshot', before),
    countColumn('count-after', 'Objects B', 'Objects in the second snapshot', after),
    {
      id: 'count-delta',
      header: 'Δ objects',
      width: 84,
      align: 'right',
      cell: (row) => signed((after(row) ?? 0) - (before(row) ?? 0)),
      sortValue: (row) => (after(row) ?? 0) - (before(row) ?? 0),
      copyText: (row) => exactNumber((after(row) ?? 0) - (before(row) ?? 0)),
    },
  ];
}

function countColumn(id: string, header: string, hint: string, value: Read): DataColumn {
  return {
    id,
    header,
    hint,
    width: 80,
    align: 'right',
    cell: (row) => {
      const count = value(row);
      return count === null ? '' : numberFormat.count(count);
    },
    sortValue: value,
    copyText: (row) => exact(value(row)),
  };
}

/** Sorted by how much it changed, in whichever direction, as the engine gives it; a click sorts by the change itself. */
function deltaColumn(id: string, before: Read, after: Read, scale: ByteScale): DataColumn {
  const delta: Read = (row) => {
    const [from, to] = [before(row), after(row)];
    return from === null || to === null ? null : to - from;
  };
  return {
    id,
    header: `Δ, ${scale.unit}`,
    width: 92,
    align: 'right',
    cell: (row) => {
      const value = delta(row);
      if (value === null) return '';
      return (
        <span className={value > 0 ? 'pair__more' : undefined} title={`${exactNumber(value)} bytes`}>
          {signed(Number((value / scale.bytes).toPrecision(3)))}
        </span>
      );
    },
    sortValue: delta,
    copyText: (row) => exact(delta(row)),
  };
}

function sized(value: number | null, scale: ByteScale): ReactNode {
  return value === null ? (
    ''
  ) : (
    <span title={`${numberFormat.count(value)} bytes`}>{inScale(value, scale)}</span>
  );
}

function exact(value: number | null): string {
  return value === null ? '' : exactNumber(value);
}
