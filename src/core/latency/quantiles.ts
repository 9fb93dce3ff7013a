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
  const { count: n } = sample;
  if (n === 0) return null;
  switch (estimator) {
    case 'type7':
      return interpolated(sample, (percentile / 100) * (n - 1));
    case 'type6': {
      const position = (percentile / 100) * (n + 1);
      if (position < 1) return valueAtRank(sample, 0);
      if (position >= n) return valueAtRank(sample, n - 1);
      return interpolated(sample, position - 1);
    }
    case 'nearest-rank': {
      const rank = Math.ceil((percentile * n) / 100);
      return valueAtRank(sample, Math.min(Math.max(rank, 1), n) - 1);
    }
  }
}

/** k6's expression (metrics/sink.go), operation by operation, so that its figures come out to the last digit. */
function interpolated(sample: ValueCounts, index: number): number {
  const below = Math.floor(index);
  const fraction = index - below;
  const lower = valueAtRank(sample, below);
  if (fraction === 0) return lower;
  return lower + (valueAtRank(sample, below + 1) - lower) * fraction;
}
