/** A variance and the degrees of freedom with which it is known. */
export interface VariancePart {
  readonly variance: number;
  readonly df: number;
}

/**
 * A figure of one side with its uncertainty. For percentiles `log` and `parts` are of the natural logarithm and
 * `plainParts` of the figure in ms; for throughput only the logarithm is used, for error rates only the plain figure.
 */
export interface Estimate {
  readonly value: number;
  /** Variances that add up to the one of ln `value`; empty where the figure cannot be judged. */
  readonly parts: readonly VariancePart[];
  readonly plainParts: readonly VariancePart[];
  readonly samples: number;
  /** Logarithms of the figure in each of three or more runs; null where runs are not compared as wholes. */
  readonly runs: readonly number[] | null;
  /** Of the time within a run; null where runs were compared as wholes, or there were too few samples. */
  readonly blocks: number | null;
  /** Neighbouring blocks depend on each other even when only ten are made. */
  readonly drifting: boolean;
  /** 95 % whatever the distribution, of samples that do not depend on each other: where the figure cannot be judged. */
  readonly range: readonly [low: number, high: number] | null;
  /** Why it cannot be judged, as the end of a sentence; null where it can. */
  readonly lacking: string | null;
}

/** @param lacking why there is no interval */
export function unjudged(value: number, samples: number, lacking: string): Estimate {
  return {
    value,
    parts: [],
    plainParts: [],
    samples,
    runs: null,
    blocks: null,
    drifting: false,
    range: null,
    lacking,
  };
}
