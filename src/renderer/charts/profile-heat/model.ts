import type { TimeSpan } from '#shared/model/filter.ts';
import type { ProfileHeatMap } from '#shared/model/profile.ts';

/** One cell; rows count from the start of the second. */
export interface HeatCell {
  readonly column: number;
  readonly row: number;
}

const SECOND_MS = 1000;

export function rowMs({ rows }: Pick<ProfileHeatMap, 'rows'>): number {
  return SECOND_MS / rows;
}

/** When a cell begins, ms since the start of the profile; where seconds lie on top of each other, in the first of them. */
export function cellStart(map: ProfileHeatMap, { column, row }: HeatCell): number {
  return map.fromMs + column * map.secondsPerColumn * SECOND_MS + row * rowMs(map);
}

export function weightOf(map: ProfileHeatMap, { column, row }: HeatCell): number {
  return map.weight[column * map.rows + row] ?? 0;
}

/** From the earlier cell to the end of the later one, across seconds in between: all of the time, not a box. */
export function spanOfCells(map: ProfileHeatMap, one: HeatCell, other: HeatCell): TimeSpan {
  const [from, to] = [cellStart(map, one), cellStart(map, other)].sort((a, b) => a - b) as [number, number];
  // Seconds that lie on top of each other are taken together.
  const lastColumn = (map.secondsPerColumn - 1) * SECOND_MS;
  return { fromMs: from, toMs: to + lastColumn + rowMs(map) };
}

/** Cells `[from, to)` in the order of time that a span touches. */
export function cellsOfSpan(
  map: ProfileHeatMap,
  span: TimeSpan,
): { readonly from: number; readonly to: number } {
  const perColumn = map.secondsPerColumn * SECOND_MS;
  const place = (ms: number, round: (value: number) => number): number => {
    const since = ms - map.fromMs;
    const column = Math.floor(since / perColumn);
    const within = since - column * perColumn;
    const row =
      map.secondsPerColumn === 1 ? round(within / rowMs(map) - 1e-9) : round((within / perColumn) * map.rows);
    return column * map.rows + row;
  };
  const last = map.columns * map.rows;
  const clamp = (value: number): number => Math.min(Math.max(value, 0), last);
  return { from: clamp(place(span.fromMs + 1e-6, Math.floor)), to: clamp(place(span.toMs, Math.ceil)) };
}

/** Where an arrow key goes: up is later within the second, right is the next second. @returns null for other keys */
export function movedCell(map: ProfileHeatMap, cell: HeatCell, key: string): HeatCell | null {
  const at = (column: number, row: number): HeatCell => ({
    column: Math.min(Math.max(column, 0), map.columns - 1),
    row: Math.min(Math.max(row, 0), map.rows - 1),
  });
  switch (key) {
    case 'ArrowUp':
      return at(cell.column, cell.row + 1);
    case 'ArrowDown':
      return at(cell.column, cell.row - 1);
    case 'ArrowLeft':
      return at(cell.column - 1, cell.row);
    case 'ArrowRight':
      return at(cell.column + 1, cell.row);
    case 'Home':
      return at(0, cell.row);
    case 'End':
      return at(map.columns - 1, cell.row);
    default:
      return null;
  }
}
