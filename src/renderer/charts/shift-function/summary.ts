import { formatDuration, type DurationScale } from '../../ui/duration-format.ts';
import { signed } from '../../ui/signed-format.ts';
import type { ChartTable } from '../chart-table.ts';
import { inUnit, type ShiftModel } from './model.ts';

/** The picture in words. */
export function describeShift(model: ShiftModel): string {
  if (model.points.length === 0) return 'Shift function: no samples on one of the sides.';
  const beyond = model.points.filter((point) => point.beyond);
  const words = model.points.map(
    (point) =>
      `p${point.percentile} ${signed(inUnit(model, point, point.deltaMs))} ${model.unit} (${signed(inUnit(model, point, point.lowMs))} to ${signed(inUnit(model, point, point.highMs))})`,
  );
  const found =
    beyond.length === 0
      ? 'No percentile lies beyond the margin.'
      : `Beyond the margin: ${beyond.map((point) => `p${point.percentile}`).join(', ')}.`;
  return `Shift function, B against A. ${found} ${words.join(', ')}.`;
}

/** The values behind the picture, one row per percentile. */
export function shiftTable(model: ShiftModel, duration: DurationScale): ChartTable {
  const { points } = model;
  const ms = (value: number): string => formatDuration(value, duration);
  const time = (id: string, header: string, value: (row: number) => number) => ({
    id,
    header: `${header}, ${duration.unit}`,
    copyHeader: `${header}, ms`,
    value,
    text: ms,
  });
  return {
    rowCount: points.length,
    columns: [
      {
        id: 'percentile',
        header: 'Percentile',
        value: (row) => points[row]!.percentile,
        text: (p) => `p${p}`,
        copy: String,
      },
      time('a', 'A', (row) => points[row]!.baselineMs),
      time('b', 'B', (row) => points[row]!.candidateMs),
      time('delta', 'Δ', (row) => points[row]!.deltaMs),
      time('low', 'Low', (row) => points[row]!.lowMs),
      time('high', 'High', (row) => points[row]!.highMs),
      {
        id: 'beyond',
        header: 'Beyond margin',
        value: (row) => (points[row]!.beyond ? 1 : 0),
        text: (beyond) => (beyond === 1 ? 'yes' : 'no'),
      },
    ],
  };
}
