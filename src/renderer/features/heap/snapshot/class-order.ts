import type { ObjectFilter, ObjectSort } from '#shared/model/heap.ts';
import type { TreeSort } from '../tree/tree-column.ts';
import type { ClassRow } from './heap-row.ts';

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** What is not known goes last in both directions. */
export function classOrder({ column, descending }: TreeSort): (a: ClassRow, b: ClassRow) => number {
  const sign = descending ? -1 : 1;
  if (column === 'name') return (a, b) => sign * collator.compare(a.name, b.name);
  const value = (row: ClassRow): number | null =>
    column === 'distance' ? row.distance : column === 'self' ? row.selfBytes : row.retainedBytes;
  return (a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
    return sign * (left - right) || b.selfBytes - a.selfBytes;
  };
}

/** Instances go by the same column as their classes; where these go by name, they go by id. */
export function instanceSort({ column, descending }: TreeSort): ObjectSort {
  if (column === 'name') return { by: 'id', descending };
  const by = (['distance', 'self', 'retained'] as const).find((each) => each === column);
  return { by: by ?? 'retained', descending };
}

/** A class whose instances could all be filtered away is not meant: its own totals are below the bounds. */
export function isMeant(row: ClassRow, filter: ObjectFilter): boolean {
  if (filter.minSelfBytes !== undefined && row.selfBytes < filter.minSelfBytes) return false;
  if (
    filter.minRetainedBytes !== undefined &&
    row.retainedBytes !== null &&
    row.retainedBytes < filter.minRetainedBytes
  )
    return false;
  if (filter.maxDistance !== undefined && row.distance !== null && row.distance > filter.maxDistance)
    return false;
  return true;
}
