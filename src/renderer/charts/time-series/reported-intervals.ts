import { numbersToColumn, numberColumn, type Column, type ColumnTable } from '#shared/contract/columns.ts';
import type { LatencySeries } from '#shared/model/latency.ts';

/** Rounding of instants to microseconds is no gap. */
const GAP_MS = 1;

export interface ReportedIntervals {
  readonly table: ColumnTable;
  readonly widthMs: Float64Array;
}

/**
 * Intervals as the tool made them, with their own lengths (column `durationMs`). Where one does not begin at the end of the
 * one before, a row without values stands between them: a line must not cross a time that nobody reported. A series that
 * does not tell lengths is taken to have no such gaps.
 */
export function reportedIntervals({ table, bucketMs }: LatencySeries): ReportedIntervals {
  const { rowCount } = table;
  if (rowCount === 0) return { table, widthMs: new Float64Array(0) };
  const starts = numberColumn(table, 'startMs').values;
  const lengths = table.columns['durationMs'] === undefined ? null : numberColumn(table, 'durationMs').values;
  /** Rows in order; -1 stands for a gap. */
  const rows: number[] = [];
  const startMs: number[] = [];
  const widthMs: number[] = [];
  for (let row = 0; row < rowCount; row++) {
    const start = starts[row]!;
    const next = row + 1 < rowCount ? starts[row + 1]! : null;
    const width = lengths?.[row] ?? (next === null ? bucketMs : next - start);
    rows.push(row);
    startMs.push(start);
    widthMs.push(width);
    if (next === null || next - start - width <= GAP_MS) continue;
    rows.push(-1);
    startMs.push(start + width);
    widthMs.push(next - start - width);
  }
  const spread = (name: string): Column => {
    const { values, nulls } = numberColumn(table, name);
    return numbersToColumn(rows.map((row) => (row < 0 || nulls?.[row] === 1 ? null : values[row]!)));
  };
  const columns = Object.fromEntries(Object.keys(table.columns).map((name) => [name, spread(name)]));
  return {
    table: { rowCount: rows.length, columns: { ...columns, startMs: numbersToColumn(startMs) } },
    widthMs: Float64Array.from(widthMs),
  };
}
