import type { HonestyItem } from '#shared/model/diagnostics.ts';
import type { Run } from '#shared/model/run.ts';
import { percentileOf } from '../../latency/quantiles.ts';
import type { ValueCounts } from '../../latency/value-counts.ts';
import { grainOf } from './value-grain.ts';
import { count, duration, percent } from './words.ts';

/** A step of the clock that is a larger part of the median than this limits every figure. */
const COARSE = 0.05;

/** How finely times were measured. */
export function clockItem(run: Run, values: ValueCounts): HonestyItem {
  const common = { code: 'clock', name: 'Clock resolution' } as const;
  const median = percentileOf(values, 50);
  if (median === null) {
    return {
      ...common,
      state: 'unknown',
      value: 'no times',
      sentence: 'The run holds no response times.',
      settle: null,
      evidence: [],
    };
  }
  const grain = grainOf(values, run.clockTickMs);
  const stepMs = Math.max(run.clockTickMs, grain.stepMs ?? 0);
  const share = median > 0 ? stepMs / median : Infinity;
  const coarser = stepMs > run.clockTickMs;
  const evidence: [string, string][] = [
    ['Resolution of the file', duration(run.clockTickMs)],
    ['Step of the values', grain.stepMs === null ? 'too few different values' : duration(grain.stepMs)],
    ['Different values', `${count(grain.distinct)} of ${count(grain.looked)} looked at`],
    ['Median', duration(median)],
  ];
  const limit = duration(stepMs / COARSE);
  if (share > COARSE) {
    return {
      ...common,
      state: 'warning',
      value: duration(stepMs),
      sentence:
        median === 0
          ? 'Over half of the times are 0: they are shorter than the clock can tell, and percentiles up to the median say nothing.'
          : `One step is ${percent(Math.min(share, 10))} of the median: differences below ${duration(stepMs)} cannot be seen, and times under ${limit} are over 5 % uncertain.`,
      settle: 'Measure with a finer clock, or compare only times that are many steps long.',
      evidence,
    };
  }
  return {
    ...common,
    state: coarser ? 'note' : 'good',
    value: duration(stepMs),
    sentence: coarser
      ? `All values are multiples of ${duration(stepMs)}, coarser than the file's ${duration(run.clockTickMs)}; times under ${limit} are over 5 % uncertain.`
      : `One step is ${percent(share)} of the median; times under ${limit} are over 5 % uncertain.`,
    settle: null,
    evidence,
  };
}

/** Whether a tool rounded times before it wrote them. */
export function roundingItem(run: Run, values: ValueCounts): HonestyItem {
  const common = { code: 'rounding', name: 'Rounded input' } as const;
  const grain = grainOf(values, run.clockTickMs);
  const evidence: [string, string][] = [
    ['Different values', `${count(grain.distinct)} of ${count(grain.looked)} looked at`],
  ];
  if (grain.significantDigits !== null) {
    const error = grain.significantDigits === 1 ? 'half' : '5 %';
    return {
      ...common,
      state: 'warning',
      value: grain.significantDigits === 1 ? 'one digit' : 'two digits',
      sentence: `All times are rounded to ${grain.significantDigits === 1 ? 'one significant digit' : 'two significant digits'}: single values are up to ${error} off, too much for a verdict on small differences.`,
      settle: 'Record every sample with its full time.',
      evidence,
    };
  }
  if (grain.stepMs === null) {
    return {
      ...common,
      state: 'unknown',
      value: 'cannot tell',
      sentence: 'There are too few different times to see whether they were rounded.',
      settle: null,
      evidence,
    };
  }
  if (grain.stepMs > run.clockTickMs) {
    return {
      ...common,
      state: 'warning',
      value: `to ${duration(grain.stepMs)}`,
      sentence: `All times are multiples of ${duration(grain.stepMs)}, so percentiles jump by that much and smaller differences are invisible.`,
      settle: 'Record times as the tool measures them, or find out which clock it uses.',
      evidence,
    };
  }
  return {
    ...common,
    state: 'good',
    value: 'none',
    sentence: 'Times are as fine as the clock of the tool: nothing was rounded further.',
    settle: null,
    evidence,
  };
}
