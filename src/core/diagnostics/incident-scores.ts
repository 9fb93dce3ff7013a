import { binomialUpperTail } from '../statistics/binomial-tail.ts';
import { MAD_TO_SIGMA, median, surroundings } from '../statistics/robust.ts';
import type { TransactionBuckets } from './incident-cells.ts';

/** Scores of method E11 per bucket of one transaction. */
export interface BucketScores {
  /** Robust z of ln p95; of failures, by how many standard deviations there are too many. NaN where nothing can be said. */
  readonly z: Float64Array;
  /** One-sided, of as many exceedances or more; NaN where nothing can be said. */
  readonly p: Float64Array;
  /** Time or failures above what is typical. */
  readonly excess: Float64Array;
}

/** A bucket with fewer samples of a transaction says nothing of it. */
export const MIN_SAMPLES = 20;
const REACH = 15;
/** The spread of fewer buckets can be anything. */
const MIN_AROUND = 8;
const MIN_SPREAD = 0.02;
/** Median of χ² with one degree of freedom. */
const CHI_SQUARE_MEDIAN = 0.4549;

/** How slow each bucket is, by its p95 against those around and by samples beyond the run's p95. */
export function slownessScores(buckets: TransactionBuckets): BucketScores {
  const { timed, sumMs, p95Ms, slow } = buckets;
  const logs = p95Ms.map((ms, at) => (timed[at]! >= MIN_SAMPLES && ms > 0 ? Math.log(ms) : Number.NaN));
  const around = surroundings(logs, REACH, MIN_AROUND);
  const z = logs.map(
    (log, at) => (log - around.median[at]!) / Math.max(MAD_TO_SIGMA * around.mad[at]!, MIN_SPREAD),
  );
  const means = sumMs.map((sum, at) => (timed[at]! >= MIN_SAMPLES ? sum / timed[at]! : Number.NaN));
  const typical = surroundings(means, REACH, MIN_AROUND).median;
  return {
    z,
    p: quasiBinomial(slow, timed).p,
    excess: sumMs.map((sum, at) => sum - timed[at]! * typical[at]!),
  };
}

/** How many more failures each bucket has than the run has on average. */
export function failureScores({ samples, failures }: TransactionBuckets): BucketScores {
  const { z, p } = quasiBinomial(failures, samples);
  const rates = failures.map((count, at) =>
    samples[at]! >= MIN_SAMPLES ? count / samples[at]! : Number.NaN,
  );
  const typical = median(rates.filter((rate) => Number.isFinite(rate)));
  return { z, p, excess: failures.map((count, at) => count - samples[at]! * typical) };
}

/**
 * Upper tail of a binomial count whose variance is φ times the binomial one: with count and trials divided by φ. φ is
 * taken from the median of the squared residuals, which the incidents themselves do not move, and is at least 1.
 */
function quasiBinomial(counts: Float64Array, trials: Float64Array): { z: Float64Array; p: Float64Array } {
  const total = sum(trials);
  const rate = total === 0 ? 0 : sum(counts) / total;
  const z = counts.map((count, at) =>
    trials[at]! < MIN_SAMPLES || rate <= 0 || rate >= 1
      ? Number.NaN
      : (count - trials[at]! * rate) / Math.sqrt(trials[at]! * rate * (1 - rate)),
  );
  const squares = z.filter((value) => Number.isFinite(value)).map((value) => value * value);
  const dispersion = Math.max(1, squares.length === 0 ? 1 : median(squares) / CHI_SQUARE_MEDIAN);
  return {
    z: z.map((value) => value / Math.sqrt(dispersion)),
    p: counts.map((count, at) =>
      Number.isFinite(z[at])
        ? binomialUpperTail(count / dispersion, trials[at]! / dispersion, rate)
        : Number.NaN,
    ),
  };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
