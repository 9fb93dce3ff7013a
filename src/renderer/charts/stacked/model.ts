import { linearAxis, type ValueAxis } from '../value-axis.ts';

/** Values that stand on top of each other, one stack per time bucket. */
export interface StackedModel {
  readonly durationMs: number;
  readonly startedAtUs: number | null;
  readonly bucketMs: number;
  readonly startMs: Float64Array;
  /** From the base upwards. */
  readonly series: readonly StackedSeries[];
  /** What a value is, behind the figure: `/s`, `ms`. */
  readonly unit: string;
}

export interface StackedSeries {
  readonly name: string;
  /** Place among the colours and patterns. */
  readonly style: number;
  /** NaN: nothing is known of this bucket. */
  readonly values: Float64Array;
}

/** Height below the series in a bucket; gaps count as nothing. */
export function baseOf({ series }: StackedModel, position: number, bucket: number): number {
  let base = 0;
  for (let below = 0; below < position; below++) base += known(series[below]!.values[bucket]);
  return base;
}

export function totalOf(model: StackedModel, bucket: number): number {
  return baseOf(model, model.series.length, bucket);
}

export function stackedAxis(model: StackedModel, top: number, bottom: number): ValueAxis {
  let most = 0;
  for (let bucket = 0; bucket < model.startMs.length; bucket++) most = Math.max(most, totalOf(model, bucket));
  return linearAxis(most, top, bottom);
}

function known(value: number | undefined): number {
  return value === undefined || Number.isNaN(value) ? 0 : value;
}
