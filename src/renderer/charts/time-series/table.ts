import { exactNumber } from '../../ui/number-format.ts';
import { formatDuration, formatElapsed } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import type { ChartTable } from '../chart-table.ts';
import { bucketAt, throughputOf, type TimeSeriesModel } from './model.ts';
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
      ...model.lines.map((line) => ({
        id: `p${line.percentile}`,
        header: `p${line.percentile}, ${duration.unit}`,
        copyHeader: `p${line.percentile}, ms`,
        // A wider bucket stands in the row in which it begins: a value must not be read as several.
        value: (row: number) => {
          const index = bucketAt(line, buckets.startMs[row]!);
          const begins =
            Math.abs((line.startMs[index] ?? NaN) - buckets.startMs[row]!) < buckets.bucketMs / 2;
          return begins ? (line.valuesMs[index] ?? NaN) : NaN;
        },
        text: (ms: number) => formatDuration(ms, duration),
      })),
    ],
  };
}
