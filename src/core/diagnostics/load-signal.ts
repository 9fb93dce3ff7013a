import type { LoadKind } from '#shared/model/phases.ts';
import { MAD_TO_SIGMA, median, medianAbsoluteDeviation, rollingMedian } from '../statistics/robust.ts';
import type { LoadSeries } from './load-series.ts';

/** What stands for the load of a run, smoothed so that its plateaus can be told from noise. */
export interface LoadSignal {
  readonly kind: LoadKind;
  /** Per bucket: users, requests under way, or requests started per second. */
  readonly values: Float64Array;
  /** Standard deviation of the noise that is left, relative to the typical load. */
  readonly noise: number;
}

/** Buckets on either side that a running median takes in; the first with which noise is low enough is used. */
const REACHES: readonly number[] = [2, 5, 10, 15, 30];
/** Four times this is inside of the ±5 % of a plateau. */
const LOW_NOISE = 0.0125;
/** A gap in a run may not be smoothed away. */
const MAX_REACH_SHARE = 0.05;

/** The signals of a run, in the order of how well they tell the load. */
export function loadSignals(series: LoadSeries): LoadSignal[] {
  const { threads, inFlight, starts, bucketMs } = series;
  // Where users are known, how fast they get answers is a result and not the load.
  if (threads !== null) return [smoothed('threads', threads), smoothed('rate', perSecond(starts, bucketMs))];
  return [smoothed('in-flight', inFlight), smoothed('rate', perSecond(starts, bucketMs))];
}

/** Bucket by bucket as it was: for instants, which smoothing blurs. */
export function rawSignal(series: LoadSeries, kind: LoadKind): Float64Array {
  if (kind === 'threads' && series.threads !== null) return series.threads;
  return kind === 'in-flight' ? series.inFlight : perSecond(series.starts, series.bucketMs);
}

function perSecond(starts: Float64Array, bucketMs: number): Float64Array {
  return starts.map((count) => (count * 1000) / bucketMs);
}

function smoothed(kind: LoadKind, raw: Float64Array): LoadSignal {
  let signal: LoadSignal = { kind, values: raw, noise: 0 };
  for (const reach of REACHES) {
    if (reach > 2 && reach > raw.length * MAX_REACH_SHARE) break;
    const values = rollingMedian(raw, reach);
    signal = { kind, values, noise: relativeNoise(values, 2 * reach + 1) };
    if (signal.noise <= LOW_NOISE) break;
  }
  return signal;
}

/** From differences of values that share nothing; a slow change of the load is their median, and does not count. */
function relativeNoise(values: Float64Array, lag: number): number {
  const typical = median(values);
  if (values.length <= lag || !(typical > 0)) return 0;
  const differences = new Float64Array(values.length - lag);
  for (let i = 0; i < differences.length; i++) differences[i] = values[i + lag]! - values[i]!;
  return (medianAbsoluteDeviation(differences) * MAD_TO_SIGMA) / Math.SQRT2 / typical;
}
