import { numberFormat } from '../../ui/number-format.ts';
import { formatDuration, type DurationScale } from '../../ui/duration-format.ts';
import { formatRound } from '../round-number.ts';
import type { ChartTable } from '../chart-table.ts';
import { rowAt, ROWS_PER_DECADE, type LatencyRows } from '../latency-rows.ts';
import type { PercentileCurve } from '../percentile/model.ts';
import type { AxisMode } from '../value-axis.ts';

/** How response times are distributed: a density, and the share of samples at or below each. */
export interface HistogramModel {
  readonly mode: AxisMode;
  readonly clockTickMs: number;
  readonly rows: LatencyRows;
  /** Samples of each row. */
  readonly counts: Float64Array;
  readonly samples: number;
  /** The empirical distribution function, as a percentile curve; null while it is on its way. */
  readonly ecdf: PercentileCurve | null;
  /** Read from buckets, while a brush moves. */
  readonly estimated: boolean;
}

/** @param perBucket counts by bucket of the scheme that the rows are made of */
export function rowCounts(rows: LatencyRows, perBucket: Uint32Array): Float64Array {
  const counts = new Float64Array(rows.buckets.length - 1);
  for (let row = 0; row < counts.length; row++)
    for (let bucket = rows.buckets[row]!; bucket < rows.buckets[row + 1]!; bucket++)
      counts[row]! += perBucket[bucket] ?? 0;
  return counts;
}

/** Width that a row of the linear histogram is counted per, in ms: a round number near its rows. */
export function densityWidthMs({ rows }: HistogramModel): number {
  const { edgesMs } = rows;
  const typical = ((edgesMs.at(-1) ?? 1) - (edgesMs[0] ?? 0)) / Math.max(edgesMs.length - 1, 1);
  const power = 10 ** Math.floor(Math.log10(Math.max(typical, 1e-6)));
  const digit = [1, 2, 5, 10].find((candidate) => candidate * power >= typical * (1 - 1e-9)) ?? 10;
  return Number((digit * power).toPrecision(3));
}

/**
 * Percent of the samples per 1/20 decade, or per `densityWidthMs` on a linear axis: bars of different width can be compared by
 * their area.
 */
export function densityOf(model: HistogramModel, row: number): number {
  const { rows, counts, samples, mode } = model;
  if (samples === 0) return 0;
  const percent = (100 * counts[row]!) / samples;
  const [from, to] = [rows.edgesMs[row]!, rows.edgesMs[row + 1]!];
  if (mode === 'linear') return percent * (densityWidthMs(model) / (to - from));
  // Below one tick there is no place on a logarithmic axis: one bar of the usual width.
  return from > 0 ? percent / (Math.log10(to / from) * ROWS_PER_DECADE) : percent;
}

export function densityName(model: HistogramModel, duration: DurationScale): string {
  return model.mode === 'log'
    ? 'Share of samples, % per 1/20 decade'
    : `Share of samples, % per ${formatRound(densityWidthMs(model) * duration.perMs)} ${duration.unit}`;
}

export function histogramTable(model: HistogramModel, duration: DurationScale): ChartTable {
  const { rows, counts, samples } = model;
  const cumulated = new Float64Array(counts.length);
  counts.forEach((count, row) => (cumulated[row] = (cumulated[row - 1] ?? 0) + count));
  const text = (ms: number): string => formatDuration(ms, duration);
  const share = (count: number): number => (samples === 0 ? NaN : (100 * count) / samples);
  return {
    rowCount: counts.length,
    columns: [
      {
        id: 'from',
        header: `From, ${duration.unit}`,
        copyHeader: 'From, ms',
        value: (row) => rows.edgesMs[row]!,
        text,
      },
      {
        id: 'to',
        header: `To, ${duration.unit}`,
        copyHeader: 'To, ms',
        value: (row) => rows.edgesMs[row + 1]!,
        text,
      },
      { id: 'samples', header: 'Samples', value: (row) => counts[row]!, text: numberFormat.count },
      { id: 'share', header: 'Share, %', value: (row) => share(counts[row]!), text: numberFormat.short },
      {
        id: 'cumulated',
        header: 'Cumulative, %',
        value: (row) => share(cumulated[row]!),
        text: numberFormat.short,
      },
    ],
  };
}

/** "3.10 % in 144–162 ms" */
export function binText(model: HistogramModel, valueMs: number, duration: DurationScale): string | null {
  const { rows, counts, samples } = model;
  const [lowest = 0, highest = 0] = [rows.edgesMs[0], rows.edgesMs.at(-1)];
  if (samples === 0 || valueMs < lowest || valueMs >= highest) return null;
  const row = rowAt(rows, valueMs);
  const band = `${formatDuration(rows.edgesMs[row]!, duration)}–${formatDuration(rows.edgesMs[row + 1]!, duration)} ${duration.unit}`;
  return `${numberFormat.percent(counts[row]! / samples)} in ${band}`;
}

export function describeHistogram(model: HistogramModel, duration: DurationScale): string {
  const { counts, rows, samples } = model;
  if (samples === 0) return 'Histogram of response times: no samples.';
  const densities = Array.from(counts, (_, row) => densityOf(model, row));
  const fullest = densities.indexOf(Math.max(...densities));
  const band = `${formatDuration(rows.edgesMs[fullest]!, duration)} to ${formatDuration(rows.edgesMs[fullest + 1]!, duration)} ${duration.unit}`;
  return `Histogram of ${numberFormat.count(samples)} response times with their cumulative share. Densest from ${band}.`;
}
