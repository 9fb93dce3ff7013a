import type { Estimator } from '#shared/model/statistics.ts';
import { valueAtRank, type ValueCounts } from './value-counts.ts';

/**
 * Percentiles by the definitions of Hyndman & Fan (1996) that load tools use.
 * - type7: (n-1)p, linear; numpy, k6, DuckDB's quantile_cont. The figure Loadstone shows.
 * - type6: (n+1)p, linear, clamped; Apache Commons Math LEGACY, hence JMeter's dashboard.
 * - nearest-rank: the ceil(p n)-th value, no interpolation.
 * @param percentile 0..100
 * @returns null for an empty sample
 */
export function percentileOf(
  sample: ValueCounts,
  percentile: number,
  estimator: Estimator = 'type7',
): number | null {
  if (sample.count === 0) return null;
  const { rank, fraction } = positionOf(sample.count, percentile, estimator);
  const lower = valueAtRank(sample, rank);
  if (fraction === 0) return lower;
  // k6's expression (metrics/sink.go), operation by operation, so that its figures come out to the last digit.
  return lower + (valueAtRank(sample, rank + 1) - lower) * fraction;
}

/** The 0-based ranks whose values {@link percentileOf} looks at. */
export function ranksOf(
  count: number,
  percentile: number,
  estimator: Estimator = 'type7',
): readonly number[] {
  if (count === 0) return [];
  const { rank, fraction } = positionOf(count, percentile, estimator);
  return fraction === 0 ? [rank] : [rank, rank + 1];
}

interface Position {
  /** 0-based rank of the value below. */
  readonly rank: number;
  /** Share of the way to the next value. */
  readonly fraction: number;
}

function positionOf(n: number, percentile: number, estimator: Estimator): Position {
  switch (estimator) {
    case 'type7':
      return split((percentile / 100) * (n - 1));
    case 'type6': {
      const position = (percentile / 100) * (n + 1);
      if (position < 1) return split(0);
      if (position >= n) return split(n - 1);
      return split(position - 1);
    }
    case 'nearest-rank': {
      const rank = ceilDespiteRounding((percentile * n) / 100);
      return split(Math.min(Math.max(rank, 1), n) - 1);
    }
  }
}

function split(index: number): Position {
  const rank = Math.floor(index);
  return { rank, fraction: index - rank };
}

/** A percentile such as 13.7 is no binary fraction: a product that should be a whole number can be just above it. */
function ceilDespiteRounding(value: number): number {
  const nearest = Math.round(value);
  return Math.abs(value - nearest) <= value * 2 ** -50 ? nearest : Math.ceil(value);
}
