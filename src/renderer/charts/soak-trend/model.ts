import { numberColumn, type ColumnTable } from '#shared/contract/columns.ts';
import type { TimeSpan } from '#shared/model/filter.ts';
import type { SoakTrend } from '#shared/model/soak.ts';

/** One value per minute under constant load, with the line or the step that was found in it. */
export interface SoakTrendModel {
  readonly trend: SoakTrend;
  readonly span: TimeSpan;
  /** Start of the minutes that have a value, ms since the start of the run. */
  readonly atMs: Float64Array;
  readonly values: Float64Array;
  readonly clockTickMs: number;
}

export function soakTrendModel(
  trend: SoakTrend,
  span: TimeSpan,
  table: ColumnTable,
  clockTickMs: number,
): SoakTrendModel {
  const numbers = (name: string): Float64Array =>
    table.rowCount === 0
      ? new Float64Array(0)
      : Float64Array.from(numberColumn(table, name).values.subarray(0, table.rowCount));
  return { trend, span, atMs: numbers('atMs'), values: numbers('value'), clockTickMs };
}

/** Index of the minute that a time lies in, or the nearest; -1: there is none. */
export function minuteAt({ atMs }: SoakTrendModel, timeMs: number): number {
  let nearest = -1;
  let least = Infinity;
  for (let i = 0; i < atMs.length; i++) {
    const away = Math.abs(atMs[i]! + 30_000 - timeMs);
    if (away >= least) continue;
    nearest = i;
    least = away;
  }
  return nearest;
}
