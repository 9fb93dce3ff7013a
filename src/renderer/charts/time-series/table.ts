import { exactNumber } from '../../ui/number-format.ts';
import { formatDuration, formatElapsed, type DurationScale } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import type { ChartColumn, ChartTable } from '../chart-table.ts';
import { bucketAt, throughputOf, type PercentileLine, type TimeSeriesModel } from './model.ts';
import { durationOf } from './scales.ts';

/** The values behind the picture, one row per bucket. */
export function timeSeriesTable(model: TimeSeriesModel): ChartTable {
  const { buckets } = model;
  const duration = durationOf(model);
  const at = (values: Float64Array) => (row: number) => values[row] ?? NaN;
  const count = (value: number): string => numberFormat.count(value);
  return {
    rowCount: buckets.startMs.length,
    columns: [
      {
        id: 'start',
        header: 'Start',
        value: at(buckets.startMs),
        text: (ms) => formatElapsed(ms, buckets.bucketMs),
        copy: (ms) => exactNumber(ms),
        copyHeader: 'Start, ms',
      },
      { id: 'samples', header: 'Samples', value: at(buckets.samples), text: count },
      { id: 'rate', header: 'Samples/s', value: (row) => throughputOf(model, row), text: numberFormat.short },
      { id: 'failures', header: 'Errors', value: at(buckets.failures), text: count },
      ...(buckets.threads === null
        ? []
        : [{ id: 'threads', header: 'Threads', value: at(buckets.threads), text: count }]),
      ...model.lines.map(percentileColumn(model, duration, model.against == null ? '' : 'B ')),
      ...(model.against ?? []).map(percentileColumn(model, duration, 'A ')),
    ],
  };
}

/** @param side in front of the name, where there are two */
function percentileColumn({ buckets }: TimeSeriesModel, duration: DurationScale, side: '' | 'A ' | 'B ') {
  return (line: PercentileLine): ChartColumn => {
    const name = `${side}p${line.percentile}`;
    return {
      id: name,
      header: `${name}, ${duration.unit}`,
      copyHeader: `${name}, ms`,
      // A wider bucket stands in the row in which it begins: a value must not be read as several.
      value: (row) => {
        const index = bucketAt(line, buckets.startMs[row]!);
        const begins = Math.abs((line.startMs[index] ?? NaN) - buckets.startMs[row]!) < buckets.bucketMs / 2;
        return begins ? (line.valuesMs[index] ?? NaN) : NaN;
      },
      text: (ms) => formatDuration(ms, duration),
    };
  };
}
