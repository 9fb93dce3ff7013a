import { formatInstant } from '../../ui/instant-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import type { ChartTable } from '../chart-table.ts';
import type { TrendModel } from './model.ts';

/** The picture in words. */
export function describeTrend({ points, metric }: TrendModel, unit: string, factor: number): string {
  const known = points.filter((point) => !Number.isNaN(point.value));
  if (known.length === 0) return 'Trend: no run has this figure.';
  const text = (value: number): string => `${numberFormat.short(value * factor)} ${unit}`;
  const [first, last] = [known[0]!, known.at(-1)!];
  const changes = points.filter((point) => point.change !== null).map((point) => point.name);
  const found = changes.length === 0 ? 'No change was found.' : `Changes begin with ${changes.join(', ')}.`;
  const name = metric === 'errorRate' ? 'errors' : metric;
  return `Trend of ${name} over ${points.length} runs, from ${text(first.value)} (${first.name}) to ${text(last.value)} (${last.name}). ${found}`;
}

/** One row per run, oldest first. Names are no numbers: the header of the row is the instant of its start. */
export function trendTable({ points }: TrendModel, unit: string, factor: number): ChartTable {
  return {
    rowCount: points.length,
    columns: [
      {
        id: 'start',
        header: 'Started',
        value: (row) => points[row]!.startedAtUs,
        text: (us) => formatInstant(us),
        copy: (us) => formatInstant(us, { fraction: true }),
      },
      {
        id: 'run',
        header: 'Run',
        value: (row) => row,
        text: (row) => points[row]?.name ?? '',
        copy: (row) => points[row]?.name ?? '',
      },
      {
        id: 'side',
        header: 'Side',
        value: (row) => (points[row]!.side === null ? NaN : points[row]!.side === 'A' ? 0 : 1),
        text: (side) => (side === 0 ? 'A' : 'B'),
        copy: (side) => (side === 0 ? 'A' : 'B'),
      },
      {
        id: 'value',
        header: `Value, ${unit}`,
        value: (row) => points[row]!.value * factor,
        text: numberFormat.short,
      },
      {
        id: 'p',
        header: 'p of a change',
        value: (row) => points[row]!.change?.p ?? NaN,
        text: numberFormat.short,
      },
    ],
  };
}
