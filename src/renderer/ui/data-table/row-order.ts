import type { DataColumn, SortDirection, SortKey, SortValue } from './data-column.ts';

/**
 * What a click on a header does. Plain click: sort by this column alone, or turn its direction round. With `add`
 * (Shift): keep the other keys and append, turn, then drop this one.
 */
export function toggleSort(sort: readonly SortKey[], column: DataColumn, add: boolean): readonly SortKey[] {
  const first = column.firstDirection ?? (column.align === 'right' ? 'desc' : 'asc');
  const present = sort.find((key) => key.column === column.id);
  if (!add) {
    const turn = present !== undefined && sort.length === 1;
    return [{ column: column.id, direction: turn ? opposite(present.direction) : first }];
  }
  if (present === undefined) return [...sort, { column: column.id, direction: first }];
  if (present.direction === first) {
    return sort.map((key) => (key === present ? { ...key, direction: opposite(first) } : key));
  }
  return sort.filter((key) => key !== present);
}

function opposite(direction: SortDirection): SortDirection {
  return direction === 'asc' ? 'desc' : 'asc';
}

/**
 * Row indexes in the order of the table. Equal rows keep their given order, so that a second sort refines the first.
 * @param rows the rows to show (a filter's result); null: all of them
 */
export function orderRows(
  rowCount: number,
  rows: ArrayLike<number> | null,
  columns: readonly DataColumn[],
  sort: readonly SortKey[],
): Uint32Array {
  const order =
    rows === null ? Uint32Array.from({ length: rowCount }, (_, row) => row) : Uint32Array.from(rows);
  const comparers = sort.flatMap((key) => {
    const column = columns.find((candidate) => candidate.id === key.column);
    return column?.sortValue === undefined
      ? []
      : [comparer(order, rowCount, column.sortValue, key.direction)];
  });
  if (comparers.length === 0) return order;
  const place = new Uint32Array(rowCount);
  order.forEach((row, index) => {
    place[row] = index;
  });
  return order.sort((a, b) => {
    for (const compare of comparers) {
      const result = compare(a, b);
      if (result !== 0) return result;
    }
    return place[a]! - place[b]!;
  });
}

type Compare = (a: number, b: number) => number;

/** Values are taken once per row: a sort of 100,000 rows asks about 1.7 million times. */
function comparer(
  order: Uint32Array,
  rowCount: number,
  valueOf: (row: number) => SortValue,
  direction: SortDirection,
): Compare {
  const values = new Array<SortValue>(rowCount).fill(null);
  let texts = false;
  for (const row of order) {
    const value = valueOf(row);
    values[row] = typeof value === 'number' && Number.isNaN(value) ? null : value;
    if (typeof value === 'string') texts = true;
  }
  const sign = direction === 'asc' ? 1 : -1;
  const collator = texts ? new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' }) : null;
  return (a, b) => {
    const left = values[a] ?? null;
    const right = values[b] ?? null;
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
    if (collator !== null) return sign * collator.compare(String(left), String(right));
    return left < right ? -sign : left > right ? sign : 0;
  };
}
