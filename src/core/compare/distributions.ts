import { cancelledError } from '#shared/contract/errors.ts';
import type { ComparedDistributions } from '#shared/model/comparison.ts';
import type { LatencyCurve } from '#shared/model/latency.ts';
import type { Database } from '../db/database.ts';
import { curveOf, curvePercentiles } from '../latency/curve.ts';
import { ranksOf } from '../latency/quantiles.ts';
import { cliffsDelta } from '../statistics/cliffs-delta.ts';
import { hodgesLehmannShift } from '../statistics/hodges-lehmann.ts';
import { kolmogorovSmirnovDistance } from '../statistics/kolmogorov-smirnov.ts';
import { wassersteinDistance } from '../statistics/wasserstein.ts';
import { shiftSide, sideValues, type DistributionSide } from './distribution-side.ts';
import { SHIFT_PERCENTILES, shiftFunction } from './shift-function.ts';
import type { SteadyOf } from './windows.ts';

/**
 * How the distributions of one transaction on two sides differ (methods A2 and A7). A picture and figures to describe it,
 * never a verdict.
 * @throws {AppError} `bad-request` for a report, `not-found` for a transaction of another run, `cancelled`
 */
export async function compareDistributions(
  database: Database,
  baseline: DistributionSide,
  candidate: DistributionSide,
  { margin, steadyOf }: { readonly margin: number; readonly steadyOf: SteadyOf },
  signal: AbortSignal,
): Promise<ComparedDistributions> {
  const ranks = (count: number): number[] =>
    SHIFT_PERCENTILES.flatMap((percentile) => ranksOf(count, percentile));
  const a = await shiftSide(database, baseline, ranks, steadyOf, signal);
  const b = await shiftSide(database, candidate, ranks, steadyOf, signal);
  const figures = [];
  for (const figure of [hodgesLehmannShift, cliffsDelta, kolmogorovSmirnovDistance, wassersteinDistance]) {
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (signal.aborted) throw cancelledError('The comparison');
    figures.push(figure(a.values, b.values));
  }
  const [hodgesLehmannMs, delta, ksDistance, wassersteinMs] = figures;
  return {
    shift: shiftFunction(a, b, margin, `${a.seed}|${b.seed}`),
    hodgesLehmannMs: hodgesLehmannMs!,
    cliffsDelta: delta!,
    ksDistance: ksDistance!,
    wassersteinMs: wassersteinMs!,
  };
}

/**
 * Percentile curve of a side of several runs: of their successful samples together, no mean of percentiles (method A2).
 * @throws as {@link compareDistributions}
 */
export async function sideCurve(
  database: Database,
  side: DistributionSide,
  maxPoints: number,
  steadyOf: SteadyOf,
  signal: AbortSignal,
): Promise<LatencyCurve> {
  const ranks = (count: number): number[] =>
    curvePercentiles(count, maxPoints).flatMap((percentile) => ranksOf(count, percentile));
  return curveOf(await sideValues(database, side, ranks, steadyOf, signal), maxPoints);
}
