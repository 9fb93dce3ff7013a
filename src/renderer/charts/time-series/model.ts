import { numberColumn, type ColumnTable, type NumberColumn } from '#shared/contract/columns.ts';
import type { LatencySeries } from '#shared/model/latency.ts';
import { percentileKey } from '#shared/model/statistics.ts';

/** Counts per time bucket of equal width. */
export interface TimeBuckets {
  readonly bucketMs: number;
  readonly startMs: Float64Array;
  readonly samples: Float64Array;
  readonly failures: Float64Array;
  /** NaN where the tool reported nothing; null when it never does. */
  readonly threads: Float64Array | null;
}

/** One percentile over time; NaN where fewer than ten samples of the bucket lie beyond it. */
export interface PercentileLine {
  readonly percentile: number;
  readonly bucketMs: number;
  readonly startMs: Float64Array;
  readonly valuesMs: Float64Array;
}

export interface TimeSeriesModel {
  readonly durationMs: number;
  /** Microseconds since 1970; null when the file has no time stamps. */
  readonly startedAtUs: number | null;
  readonly clockTickMs: number;
  readonly buckets: TimeBuckets;
  /** Ascending by percentile. */
  readonly lines: readonly PercentileLine[];
}

export interface RunTime {
  readonly durationMs: number;
  readonly startedAtUs: number | null;
  readonly clockTickMs: number;
}

/** @param percentiles to draw, as far as the series has them */
export function timeSeriesModel(
  run: RunTime,
  series: LatencySeries,
  percentiles: readonly number[],
): TimeSeriesModel {
  const { table, bucketMs } = series;
  const startMs = floats(table, 'startMs');
  const threads = floats(table, 'threads');
  return {
    durationMs: run.durationMs,
    startedAtUs: run.startedAtUs,
    clockTickMs: run.clockTickMs,
    buckets: {
      bucketMs,
      startMs,
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
          valuesMs: firsts(floats(table, `p:${percentileKey(percentile)}`)),
        };
      }),
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

/** Seconds of the run that a bucket covers: the last one usually reaches beyond the end. */
export function bucketSeconds(model: TimeSeriesModel, index: number): number {
  const { bucketMs, startMs } = model.buckets;
  const start = startMs[index] ?? 0;
  return Math.max(0, Math.min(bucketMs, model.durationMs - start)) / 1000;
}

/**
 * Samples per second; NaN for a last bucket of which the run covers less than a fifth, whose rate is chance.
 */
export function throughputOf(model: TimeSeriesModel, index: number): number {
  const seconds = bucketSeconds(model, index);
  if (seconds * 1000 < model.buckets.bucketMs / 5 && index > 0) return NaN;
  return seconds > 0 ? (model.buckets.samples[index] ?? 0) / seconds : NaN;
}

/** Failures in percent of the samples of the bucket; NaN without samples. */
export function errorPercentOf(model: TimeSeriesModel, index: number): number {
  const samples = model.buckets.samples[index] ?? 0;
  return samples === 0 ? NaN : ((model.buckets.failures[index] ?? 0) / samples) * 100;
}

/** Index of the bucket that holds a time, clamped to the ends; -1 without buckets. */
export function bucketAt(
  series: { readonly startMs: Float64Array; readonly bucketMs: number },
  timeMs: number,
): number {
  const { startMs, bucketMs } = series;
  if (startMs.length === 0) return -1;
  const index = Math.floor((timeMs - startMs[0]!) / bucketMs);
  return Math.min(Math.max(index, 0), startMs.length - 1);
}
