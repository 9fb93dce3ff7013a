import { formatElapsed, type DurationScale } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import type { ChartTable } from '../chart-table.ts';
import type { SoakTrendModel } from './model.ts';
import { soakTrendName, soakValueText } from './value-text.ts';

/** The picture in words. */
export function describeSoak({ trend, atMs }: SoakTrendModel, duration: DurationScale): string {
  const name = soakTrendName(trend);
  if (atMs.length === 0) return `${name} per minute: no values.`;
  const text = (value: number): string => soakValueText(trend, value, duration);
  const found =
    trend.step === null
      ? `The line goes from ${text(trend.from)} to ${text(trend.to)}`
      : `One step at ${formatElapsed(trend.step.atMs)} explains them better than a line`;
  return `${name} per minute, ${atMs.length} minutes. ${found}, p ${numberFormat.short(trend.p)}.`;
}

export function soakTrendTable({ trend, atMs, values }: SoakTrendModel): ChartTable {
  const unit = trend.contains === 'time' ? ', ms' : trend.contains === 'data' ? ', bytes' : '';
  return {
    rowCount: atMs.length,
    columns: [
      {
        id: 'time',
        header: 'Minute from',
        copyHeader: 'Minute from, ms',
        value: (row) => atMs[row]!,
        text: (ms) => formatElapsed(ms),
      },
      {
        id: 'value',
        header: `${soakTrendName(trend)}${unit}`,
        value: (row) => values[row]!,
        text: numberFormat.short,
      },
    ],
  };
}
