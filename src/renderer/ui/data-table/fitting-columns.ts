import { useMemo, useState } from 'react';
import type { DataColumn } from './data-column.ts';

/**
 * Columns that a narrow table leaves out rather than being scrolled sideways.
 * @param roomPx width of the table; null while it is not known
 * @param givesWay ids, the first to go first; the others stay whatever the width
 */
export function columnsWithoutRoom(
  columns: readonly Pick<DataColumn, 'id' | 'width'>[],
  roomPx: number | null,
  givesWay: readonly string[],
): readonly string[] {
  let width = columns.reduce((sum, column) => sum + column.width, 0);
  const left: string[] = [];
  for (const id of givesWay) {
    if (roomPx === null || width <= roomPx) break;
    const column = columns.find((candidate) => candidate.id === id);
    if (column === undefined) continue;
    left.push(id);
    width -= column.width;
  }
  return left;
}

/** {@link columnsWithoutRoom} of a table that tells its width. */
export function useFittingColumns(
  columns: readonly DataColumn[],
  givesWay: readonly string[],
): { readonly hiddenColumns: readonly string[]; readonly onViewWidth: (px: number) => void } {
  const [roomPx, setRoomPx] = useState<number | null>(null);
  const hiddenColumns = useMemo(
    () => columnsWithoutRoom(columns, roomPx, givesWay),
    [columns, roomPx, givesWay],
  );
  return { hiddenColumns, onViewWidth: setRoomPx };
}
