import { numberColumn } from '#shared/contract/columns.ts';
import type { ComparedDistributions } from '#shared/model/comparison.ts';

/** How far one percentile has moved from side A to side B, with its simultaneous 95 % interval (method A7). */
export interface ShiftPoint {
  readonly percentile: number;
  readonly baselineMs: number;
  readonly candidateMs: number;
  readonly deltaMs: number;
  readonly lowMs: number;
  readonly highMs: number;
  /** The whole interval lies beyond the margin. */
  readonly beyond: boolean;
}

export interface ShiftModel {
  readonly points: readonly ShiftPoint[];
  /** Relative margin, 0.1 is 10 %. */
  readonly margin: number;
  /** Percent of side A; milliseconds where a percentile of side A is 0, of which there is no percentage. */
  readonly unit: '%' | 'ms';
}

export function shiftModel({ shift }: Pick<ComparedDistributions, 'shift'>, margin: number): ShiftModel {
  if (shift.rowCount === 0) return { points: [], margin, unit: '%' };
  const read = (name: string): ((row: number) => number) => {
    const { values, nulls } = numberColumn(shift, name);
    return (row) => (nulls?.[row] === 1 ? NaN : (values[row] ?? NaN));
  };
  const columns = {
    percentile: read('percentile'),
    baselineMs: read('baselineMs'),
    candidateMs: read('candidateMs'),
    deltaMs: read('deltaMs'),
    lowMs: read('lowMs'),
    highMs: read('highMs'),
    beyond: read('beyond'),
  };
  const points = Array.from({ length: shift.rowCount }, (_, row): ShiftPoint => ({
    percentile: columns.percentile(row),
    baselineMs: columns.baselineMs(row),
    candidateMs: columns.candidateMs(row),
    deltaMs: columns.deltaMs(row),
    lowMs: columns.lowMs(row),
    highMs: columns.highMs(row),
    beyond: columns.beyond(row) === 1,
  }));
  return { points, margin, unit: points.every((point) => point.baselineMs > 0) ? '%' : 'ms' };
}

/** A difference of a point in the unit of the chart. */
export function inUnit({ unit }: Pick<ShiftModel, 'unit'>, point: ShiftPoint, ms: number): number {
  return unit === '%' ? (ms / point.baselineMs) * 100 : ms;
}

/** Index of the point whose percentile is nearest; -1 without points. */
export function nearestShift({ points }: ShiftModel, percentile: number): number {
  let nearest = -1;
  points.forEach((point, index) => {
    const away = Math.abs(point.percentile - percentile);
    if (nearest < 0 || away < Math.abs(points[nearest]!.percentile - percentile)) nearest = index;
  });
  return nearest;
}
