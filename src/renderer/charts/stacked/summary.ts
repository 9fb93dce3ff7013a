import { formatElapsed, formatSpan } from '../../ui/duration-format.ts';
import { formatTimeOfDay } from '../../ui/instant-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import type { ChartTable } from '../chart-table.ts';
import type { PlotReadout } from '../time-plot/PlotTooltip.tsx';
import { bucketAt } from '../time-series/model.ts';
import { spanText } from '../time-series/readout.ts';
import { totalOf, type StackedModel } from './model.ts';

/** What the tooltip says about one stack, its uppermost series first as in the picture; null without buckets. */
export function stackedReadout(model: StackedModel, timeMs: number): PlotReadout | null {
  const bucket = bucketAt(model, timeMs);
  if (bucket < 0) return null;
  const start = model.startMs[bucket]!;
  const text = (value: number): string =>
    Number.isNaN(value) ? 'not known' : `${numberFormat.short(value)} ${model.unit}`;
  const rows = model.series.map(({ name, values }) => ({ name, value: text(values[bucket]!) })).reverse();
  return {
    title: spanText(start, model.bucketMs),
    note: model.startedAtUs === null ? null : formatTimeOfDay(model.startedAtUs + start * 1000),
    rows: rows.length > 1 ? [...rows, { name: 'Together', value: text(totalOf(model, bucket)) }] : rows,
  };
}

export function stackedTable(model: StackedModel): ChartTable {
  return {
    rowCount: model.startMs.length,
    columns: [
      {
        id: 'start',
        header: 'Start',
        copyHeader: 'Start, ms',
        value: (row) => model.startMs[row]!,
        text: (ms) => formatElapsed(ms, model.bucketMs),
      },
      ...model.series.map(({ name, values }, position) => ({
        id: `series ${position}`,
        header: `${name}, ${model.unit}`,
        value: (row: number) => values[row] ?? NaN,
        text: numberFormat.short,
      })),
    ],
  };
}

/** @param what "Samples by result code" */
export function describeStacked(model: StackedModel, what: string): string {
  const parts = model.series.map(({ name, values }) => {
    const most = values.reduce((highest, value) => (value > highest ? value : highest), 0);
    return `${name} up to ${numberFormat.short(most)} ${model.unit}`;
  });
  return `${what} over ${formatSpan(model.durationMs)}, buckets of ${formatSpan(model.bucketMs)}. ${parts.join(', ')}.`;
}
