import { numberColumn, type ColumnTable, type NumberColumn } from '#shared/contract/columns.ts';
import type { LatencySeries } from '#shared/model/latency.ts';
import type { Granularity } from '#shared/model/run.ts';
import { percentileKey } from '#shared/model/statistics.ts';
import { reportedIntervals } from './reported-intervals.ts';

/** Stretches of time, in order. */
export interface Buckets {
  /** Of intervals that differ: the usual length. */
  readonly bucketMs: number;
  readonly startMs: Float64Array;
  /** Null: all are `bucketMs` wide. */
  readonly widthMs: Float64Array | null;
}

/** Counts per time bucket: of equal width, or the intervals of a report. NaN where a report does not say. */
export interface TimeBuckets extends Buckets {
  readonly samples: Float64Array;
  readonly failures: Float64Array;
  /** NaN where the tool reported nothing; null when it never does. */
  readonly threads: Float64Array | null;
}

/** One percentile over time; NaN where fewer than ten samples of the bucket lie beyond it, or a report lacks it. */
export interface PercentileLine extends Buckets {
  readonly percentile: number;
  readonly valuesMs: Float64Array;
}

export interface TimeSeriesModel {
  readonly durationMs: number;
  /** Microseconds since 1970; null when the file has no time stamps. */
  readonly startedAtUs: number | null;
  readonly clockTickMs: number;
  /** Intervals and figures as the tool wrote them. */
  readonly reported: boolean;
  readonly buckets: TimeBuckets;
  /** Ascending by percentile. */
  readonly lines: readonly PercentileLine[];
  /** Lines of another run (side A) over its own elapsed time, beside those of this one (side B); null or absent: none. */
  readonly against?: readonly PercentileLine[] | null | undefined;
}

export interface RunTime {
  readonly durationMs: number;
  readonly startedAtUs: number | null;
  readonly clockTickMs: number;
  readonly granularity: Granularity;
}

/** @param percentiles to draw, as far as the series has them */
export function timeSeriesModel(
  run: RunTime,
  series: LatencySeries,
  percentiles: readonly number[],
): TimeSeriesModel {
  const reported = run.granularity === 'aggregated';
  const { bucketMs } = series;
  const { table, widthMs } = reported ? reportedIntervals(series) : { table: series.table, widthMs: null };
  const startMs = floats(table, 'startMs');
  const threads = floats(table, 'threads');
  return {
    durationMs: run.durationMs,
    startedAtUs: run.startedAtUs,
    clockTickMs: run.clockTickMs,
    reported,
    buckets: {
      bucketMs,
      startMs,
      widthMs,
      samples: floats(table, 'samples'),
      failures: floats(table, 'failures'),
      threads: threads.some((value) => !Number.isNaN(value)) ? threads : null,
    },
    lines: [...percentiles]
      .sort((a, b) => a - b)
      .filter((percentile) => table.columns[`p:${percentileKey(percentile)}`] !== undefined)
      .map((percentile) => {
        const multiple = series.multiples[percentileKey(percentile)] ?? 1;
        // Neighbours that were taken together share their value: one point for each group.
        const firsts = (values: Float64Array): Float64Array =>
          values.filter((_, index) => index % multiple === 0);
        return {
          percentile,
          bucketMs: bucketMs * multiple,
          startMs: firsts(startMs),
          widthMs,
          valuesMs: firsts(floats(table, `p:${percentileKey(percentile)}`)),
        };
      })
      // A sampled run says which of the chosen lines has too few samples; a report has the line or not.
      .filter((line) => !reported || line.valuesMs.some((value) => !Number.isNaN(value))),
  };
}

/** Missing values as NaN, which drawing and arithmetic carry along without a branch. */
function floats(table: ColumnTable, name: string): Float64Array {
  if (table.rowCount === 0) return new Float64Array(0);
  const column: NumberColumn = numberColumn(table, name);
  const values = Float64Array.from(column.values.subarray(0, table.rowCount));
  if (column.nulls !== null) {
    for (let row = 0; row < values.length; row++) if (column.nulls[row] === 1) values[row] = NaN;
  }
  return values;
}

export function bucketWidthMs({ bucketMs, widthMs }: Buckets, index: number): number {
  return widthMs?.[index] ?? bucketMs;
}

/** Where the value of a bucket stands on the time axis. */
export function bucketMiddleMs(buckets: Buckets, index: number): number {
  return (buckets.startMs[index] ?? NaN) + bucketWidthMs(buckets, index) / 2;
}

/** Seconds of the run that a bucket covers: the last one usually reaches beyond the end. */
export function bucketSeconds(model: TimeSeriesModel, index: number): number {
  const start = model.buckets.startMs[index] ?? 0;
  return Math.max(0, Math.min(bucketWidthMs(model.buckets, index), model.durationMs - start)) / 1000;
}

/**
 * Samples per second; NaN for a last bucket of which the run covers less than a fifth, whose rate is chance.
 */
export function throughputOf(model: TimeSeriesModel, index: number): number {
  const seconds = bucketSeconds(model, index);
  if (seconds * 1000 < bucketWidthMs(model.buckets, index) / 5 && index > 0) return NaN;
  return seconds > 0 ? (model.buckets.samples[index] ?? 0) / seconds : NaN;
}

/** Failures in percent of the samples of the bucket; NaN without samples. */
export function errorPercentOf(model: TimeSeriesModel, index: number): number {
  const samples = model.buckets.samples[index] ?? 0;
  return samples === 0 ? NaN : ((model.buckets.failures[index] ?? 0) / samples) * 100;
}

/** The value of the bucket that a time lies in; NaN in none, as after the end of a shorter run. */
export function valueIn(line: PercentileLine, timeMs: number): number {
  const index = bucketAt(line, timeMs);
  if (index < 0 || timeMs < line.startMs[index]!) return NaN;
  return timeMs < line.startMs[index]! + bucketWidthMs(line, index) ? line.valuesMs[index]! : NaN;
}

/** Index of the last bucket that has begun at a time, clamped to the ends; -1 without buckets. */
export function bucketAt({ startMs }: Pick<Buckets, 'startMs'>, timeMs: number): number {
  let low = 0;
  let high = startMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startMs[middle]! <= timeMs) low = middle + 1;
    else high = middle;
  }
  return startMs.length === 0 ? -1 : Math.max(0, low - 1);
}
