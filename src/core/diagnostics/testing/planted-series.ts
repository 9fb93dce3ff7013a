import { Random } from '../../statistics/random.ts';
import type { LoadSeries } from '../load-series.ts';

/** What is planted in a series; times in seconds since the start of the run. */
export interface SeriesPlan {
  readonly seconds: number;
  readonly users: (second: number) => number;
  /** Response times ÷ 100 ms. */
  readonly factor?: (second: number) => number;
  /** Standard deviation of ln(typical response time) of a second. */
  readonly noise?: number;
  /** Noise that wanders: its standard deviation and correlation time. */
  readonly wander?: { readonly sd: number; readonly seconds: number };
  readonly ratePerUser?: number;
  /** The tool does not write users: requests arrive at random, `ratePerUser` for each. */
  readonly withoutThreads?: boolean;
}

/** A series as it would be read from the samples of a run. */
export function plantedSeries(seed: string, plan: SeriesPlan): LoadSeries {
  const { seconds, users, factor = () => 1, noise = 0.05, wander, ratePerUser = 1 } = plan;
  const random = new Random(seed);
  const phi = wander === undefined ? 0 : Math.exp(-1 / wander.seconds);
  let drift = random.normal() * (wander?.sd ?? 0);
  const level = new Float64Array(seconds);
  const starts = new Float64Array(seconds);
  const inFlight = new Float64Array(seconds);
  for (let second = 0; second < seconds; second++) {
    drift = phi * drift + Math.sqrt(1 - phi * phi) * (wander?.sd ?? 0) * random.normal();
    level[second] = Math.log(100 * factor(second)) + noise * random.normal() + drift;
    const expected = users(second) * ratePerUser;
    starts[second] =
      plan.withoutThreads === true
        ? Math.max(0, Math.round(expected + Math.sqrt(expected) * random.normal()))
        : expected;
    const underWay = starts[second]! * 0.1 * factor(second);
    inFlight[second] = Math.max(0, underWay + 0.3 * Math.sqrt(underWay) * random.normal());
  }
  return {
    bucketMs: 1000,
    count: seconds,
    durationMs: seconds * 1000,
    starts,
    ends: starts,
    failures: new Float64Array(seconds),
    inFlight,
    threads:
      plan.withoutThreads === true
        ? null
        : Float64Array.from({ length: seconds }, (_, second) => Math.round(users(second))),
    level,
  };
}

/** `users` that rise over `rampS`, stay, and fall over `downS` at the end. */
export function plateauOf(
  users: number,
  seconds: number,
  rampS: number,
  downS = 0,
): (second: number) => number {
  return (second) =>
    users * Math.min(1, (second + 1) / Math.max(rampS, 1), (seconds - second) / Math.max(downS, 1));
}
