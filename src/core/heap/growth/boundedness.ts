import { median } from '#core/statistics/robust.ts';
import { risingTrend, slopeInterval } from '#core/statistics/small-series-trend.ts';
import type { GrowthEvidence } from '#shared/model/heap-growth.ts';

/** A fall by more than this share, once, shows that it is let go of. */
const SAWTOOTH_FALL = 0.5;

/** The first step is warm-up where it is so many times the usual one. */
export const WARM_UP_STEPS = 3;

/**
 * Does a series stay within bounds (method P10): does it fall again, fill up, or was it only the start?
 * @returns evidence of the first rule that holds; null where none does
 */
export function boundedness(values: readonly number[], times: readonly number[]): GrowthEvidence | null {
  const fall = deepestFall(values);
  if (fall > SAWTOOTH_FALL) {
    const message = `It fell by ${String(Math.round(100 * fall))} % from one snapshot to the next: it is let go of again.`;
    return { code: 'falls-again', message };
  }
  if (values.at(-1)! <= values[0]!) return null;
  if (isWarmUp(values, times)) {
    const message = 'It grew up to the second snapshot, and not after it: warm-up or a cache that is full.';
    return { code: 'warm-up', message };
  }
  if (saturates(values, times)) {
    const message =
      'Its growth has ended or faded: the last third of the snapshots rises far less than the first.';
    return { code: 'saturates', message };
  }
  return null;
}

function deepestFall(values: readonly number[]): number {
  let deepest = 0;
  for (let i = 1; i < values.length; i++) {
    if (values[i - 1]! > 0) deepest = Math.max(deepest, 1 - values[i]! / values[i - 1]!);
  }
  return deepest;
}

/** First snapshot before the program had warmed up: one large step, then no trend. */
function isWarmUp(values: readonly number[], times: readonly number[]): boolean {
  const rates = stepRates(values, times);
  const [first, ...others] = rates;
  if (first === undefined || others.length === 0 || first <= 0) return false;
  if (first <= WARM_UP_STEPS * median(others.map(Math.abs))) return false;
  const rest = values.slice(1);
  const restRise = rest.at(-1)! - rest[0]!;
  return restRise < (values[1]! - values[0]!) / 2 && (rest.length < 3 || risingTrend(rest).p > 0.05);
}

/** Rises per unit of time between successive values. */
export function stepRates(values: readonly number[], times: readonly number[]): number[] {
  return values.slice(1).map((value, i) => (value - values[i]!) / (times[i + 1]! - times[i]!));
}

/**
 * The first third rises for certain; the last one does not, or less than half as fast for certain. Growth like a logarithm,
 * which always rises a little, is caught by the second half of the rule.
 */
function saturates(values: readonly number[], times: readonly number[]): boolean {
  const size = Math.max(2, Math.ceil(values.length / 3));
  const first = slopeInterval(values.slice(0, size), times.slice(0, size));
  const last = slopeInterval(values.slice(-size), times.slice(-size));
  if (first.low <= 0 || last.slope > first.slope / 2) return false;
  return last.low <= 0 || last.high < first.low / 2;
}
