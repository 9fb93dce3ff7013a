import type { TimeSpan } from '#shared/model/filter.ts';
import { chooseDurationScale, type DurationScale } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { axisLabel } from '../axis-label.ts';
import { formatRound } from '../round-number.ts';
import { timeAxis } from '../time-axis.ts';
import type { TimeTicks } from '../time-ticks.ts';
import { linearAxis, logAxis, type AxisMode, type ValueAxis } from '../value-axis.ts';
import type { LanePlan, TimeSeriesGeometry } from './geometry.ts';
import { errorPercentOf, throughputOf, type TimeSeriesModel } from './model.ts';

export interface LaneScale {
  readonly plan: LanePlan;
  readonly axis: ValueAxis;
  readonly title: string;
  /** Text of a tick; the unit stands in the title. */
  readonly label: (value: number) => string;
  /** In a `load` lane threads have a height of their own: their count and the rate share no unit. */
  readonly threads: ValueAxis | null;
}

export interface TimeSeriesScales {
  /** The part of the run between the left and the right edge of the plots. */
  readonly window: TimeSpan;
  readonly toX: (timeMs: number) => number;
  readonly toTime: (px: number) => number;
  readonly time: TimeTicks;
  readonly duration: DurationScale;
  readonly lanes: readonly LaneScale[];
}

export function timeSeriesScales(
  model: TimeSeriesModel,
  geometry: TimeSeriesGeometry,
  mode: AxisMode,
  zoom: TimeSpan | null = null,
): TimeSeriesScales {
  const { left, right } = geometry;
  const axis = timeAxis(zoom ?? { fromMs: 0, toMs: model.durationMs }, left, right);
  const duration = durationOf(model);
  return {
    window: axis.window,
    toX: axis.toX,
    toTime: axis.toTime,
    time: axis.ticks,
    duration,
    lanes: geometry.lanes.map((plan) => laneScale(plan, model, mode, duration)),
  };
}

/** One unit for all response times of the chart. */
export function durationOf(model: TimeSeriesModel): DurationScale {
  return chooseDurationScale(responseTimes(model), model.clockTickMs);
}

function laneScale(
  plan: LanePlan,
  model: TimeSeriesModel,
  mode: AxisMode,
  duration: DurationScale,
): LaneScale {
  const upTo = (max: number): ValueAxis => linearAxis(max, plan.top, plan.bottom);
  const plain = { label: formatRound, threads: null };
  switch (plan.kind) {
    case 'response-time': {
      const [min, max] = positiveExtent(responseTimes(model), model.clockTickMs);
      return {
        plan,
        axis: mode === 'log' ? logAxis(min, max, plan.top, plan.bottom) : upTo(max),
        title: `Response time, ${duration.unit}${mode === 'log' ? ' (log)' : ''}`,
        label: (value) => axisLabel(value, duration),
        threads: null,
      };
    }
    case 'throughput':
      return { plan, axis: upTo(peak(model, throughputOf)), title: 'Throughput, samples/s', ...plain };
    case 'threads':
      return { plan, axis: upTo(peakThreads(model)), title: 'Threads', ...plain };
    case 'load': {
      const most = peakThreads(model);
      return {
        plan,
        ...plain,
        axis: upTo(peak(model, throughputOf)),
        title:
          model.buckets.threads === null
            ? 'Throughput, samples/s'
            : `Throughput, samples/s, and threads (dashed, at most ${numberFormat.count(most)})`,
        threads: model.buckets.threads === null ? null : linearAxis(most, plan.top, plan.bottom),
      };
    }
    case 'errors': {
      const most = peak(model, errorPercentOf);
      return {
        plan,
        axis: upTo(most),
        title: most > 0 ? 'Errors, % of samples' : 'Errors, % of samples: none',
        ...plain,
      };
    }
  }
}

function* responseTimes(model: TimeSeriesModel): Generator<number> {
  for (const line of [...model.lines, ...(model.against ?? [])]) yield* line.valuesMs;
}

/** Smallest value above zero and largest; a decade around one tick of the clock without values. */
function positiveExtent(values: Iterable<number>, tickMs: number): [number, number] {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    if (value > 0 && value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? [min, max] : [tickMs, tickMs * 10];
}

function peak(model: TimeSeriesModel, read: (model: TimeSeriesModel, index: number) => number): number {
  let most = 0;
  // Comparisons with NaN are false: gaps never win.
  for (let i = 0; i < model.buckets.startMs.length; i++) {
    const value = read(model, i);
    if (value > most) most = value;
  }
  return most;
}

function peakThreads(model: TimeSeriesModel): number {
  let most = 0;
  for (const value of model.buckets.threads ?? []) if (value > most) most = value;
  return most;
}
