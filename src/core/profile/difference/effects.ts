import { lag1Autocorrelation } from '../../statistics/autocorrelation.ts';
import { studentTQuantile, studentTUpperTail, welchSatterthwaite } from '../../statistics/student-t.ts';
import { meanDifference } from '../../statistics/welch-t.ts';
import { LEAST_BLOCKS } from './units.ts';
import type { UnitSeries, UnitTable } from './unit-tables.ts';

/** Above, neighbouring blocks are not independent (method P4). */
const MOST_AUTOCORRELATION = 0.3;
const POWER = 0.8;

/** Uncertainty of one change, scaled. */
export interface Effect {
  readonly standardError: number;
  readonly df: number;
  /** 95 %. */
  readonly low: number;
  readonly high: number;
  /** Two-sided, that there is no change; not adjusted. */
  readonly p: number;
}

/** Which weight is asked about: a sum of columns; null stands for everything. */
export type Combination = readonly { readonly column: number | null; readonly factor: number }[];

/** `drifting`: neighbouring blocks are alike even when they are twice as long. */
export type Estimated = Effect | 'drifting';

/** How uncertain changes are, from how units differ: Welch's t with Satterthwaite's degrees of freedom (method P4). */
export class UnitEffects {
  readonly #table: UnitTable;
  readonly #byRuns: boolean;
  readonly #ratio: boolean;
  readonly #logScale: number;
  readonly #quantiles: TQuantiles;
  #scratch = new Float64Array(0);

  /**
   * @param kind runs: a profile is a unit; blocks: a profile has units
   * @param ratio weights are divided by the total of the profile, which differs by block (shares)
   * @param logScale what is small for a weight of a run: the floor
   */
  constructor(
    table: UnitTable,
    kind: 'runs' | 'blocks',
    ratio: boolean,
    logScale: number,
    quantiles: TQuantiles,
  ) {
    this.#table = table;
    this.#byRuns = kind === 'runs';
    this.#ratio = ratio;
    this.#logScale = logScale;
    this.#quantiles = quantiles;
  }

  /** @param change as it is shown: the interval is around it */
  of(combination: Combination, change: number): Estimated {
    return this.#byRuns ? this.#ofRuns(combination, change) : this.#ofBlocks(combination, change);
  }

  #ofRuns(combination: Combination, change: number): Effect {
    const values = (side: readonly UnitSeries[]): number[] =>
      side.map((series) => divided(combinedAt(series, combination, 0), series.exposure.whole));
    const [a, b] = [values(this.#table.baseline), values(this.#table.candidate)];
    const { standardError, df } = meanDifference(a, b);
    // Of logarithms, so that runs with more of everything do not weigh more; the sign is kept for sums of both signs.
    const logarithms = (side: readonly number[]): number[] =>
      side.map((value) => Math.sign(value) * Math.log1p(Math.abs(value) / this.#logScale));
    const logged = meanDifference(logarithms(a), logarithms(b));
    return effect(
      change,
      standardError,
      df,
      pOf(logged.difference, logged.standardError, logged.df),
      this.#quantiles,
    );
  }

  #ofBlocks(combination: Combination, change: number): Estimated {
    const { baseline, candidate } = this.#table;
    const parts: { variance: number; df: number }[] = [];
    for (const side of [baseline, candidate]) {
      for (const series of side) {
        const part = this.#variancePart(series, combination);
        if (part === null) return 'drifting';
        parts.push({ variance: part.variance / side.length ** 2, df: part.df });
      }
    }
    const standardError = Math.sqrt(parts.reduce((sum, { variance }) => sum + variance, 0));
    const df = welchSatterthwaite(parts);
    return effect(change, standardError, df, pOf(change, standardError, df), this.#quantiles);
  }

  /** Variance of what one profile says, from its blocks; null where they depend on each other. */
  #variancePart(series: UnitSeries, combination: Combination): { variance: number; df: number } | null {
    let values = this.#blockValues(series, combination);
    if (values === null) return { variance: 0, df: series.units - 1 };
    while (lag1Autocorrelation(values) > MOST_AUTOCORRELATION) {
      if (values.length / 2 < LEAST_BLOCKS) return null;
      values = inPairs(values);
    }
    return { variance: sampleVariance(values) / values.length, df: values.length - 1 };
  }

  /** By block, scaled as if the whole profile were like it; null where there is nothing in any block. */
  #blockValues(series: UnitSeries, combination: Combination): Float64Array | null {
    const { units, exposure, all } = series;
    const values = this.#scratchOf(units);
    let sum = 0;
    let nothing = true;
    for (let unit = 0; unit < units; unit++) {
      const own = combinedAt(series, combination, unit);
      values[unit] = own;
      sum += own;
      if (own !== 0) nothing = false;
    }
    if (nothing) return null;
    // Of a ratio, what a block adds to its numerator beyond what it adds to its denominator (linearisation).
    const share = this.#ratio ? divided(sum, exposure.whole) : 0;
    for (let unit = 0; unit < units; unit++)
      values[unit] = divided(units * (values[unit]! - share * all[unit]!), exposure.whole);
    return values;
  }

  /** Used again for the next question. */
  #scratchOf(units: number): Float64Array {
    if (this.#scratch.length !== units) this.#scratch = new Float64Array(units);
    return this.#scratch;
  }
}

/** Quantiles of Student's t, each degree of freedom rounded down to a tenth computed once: intervals are no narrower. */
export class TQuantiles {
  /** By p, then by degrees of freedom. */
  readonly #known = new Map<number, Map<number, number>>();

  of(p: number, df: number): number {
    const rounded = df > 1000 ? Infinity : Math.max(1, Math.floor(df * 10) / 10);
    let known = this.#known.get(p);
    if (known === undefined) this.#known.set(p, (known = new Map<number, number>()));
    let quantile = known.get(rounded);
    if (quantile === undefined) {
      quantile = studentTQuantile(p, rounded);
      known.set(rounded, quantile);
    }
    return quantile;
  }
}

/**
 * The smallest true change that would be found with 80 %: 2.8 standard errors where there are many units; more in a list, where
 * the best of `tests` has to stand out (4.5 of 200).
 */
export function smallestDetectable(
  { standardError, df }: Effect,
  tests: number,
  quantiles: TQuantiles,
): number {
  return (quantiles.of(1 - 0.025 / Math.max(1, tests), df) + quantiles.of(POWER, df)) * standardError;
}

function effect(change: number, standardError: number, df: number, p: number, quantiles: TQuantiles): Effect {
  const half = standardError === 0 ? 0 : quantiles.of(0.975, df) * standardError;
  return { standardError, df, low: change - half, high: change + half, p };
}

function pOf(difference: number, standardError: number, df: number): number {
  if (standardError === 0) return difference === 0 ? 1 : 0;
  return 2 * studentTUpperTail(Math.abs(difference) / standardError, df);
}

function combinedAt(series: UnitSeries, combination: Combination, unit: number): number {
  let sum = 0;
  for (const { column, factor } of combination)
    sum += factor * (column === null ? series.all[unit]! : series.values[column * series.units + unit]!);
  return sum;
}

function divided(value: number, by: number): number {
  return by > 0 ? value / by : 0;
}

/** Two neighbours as one block. Of an odd number the last is left out: it would be half as long. */
function inPairs(values: Float64Array): Float64Array {
  const pairs = Math.floor(values.length / 2);
  const out = new Float64Array(pairs);
  for (let i = 0; i < pairs; i++) out[i] = (values[2 * i]! + values[2 * i + 1]!) / 2;
  return out;
}

function sampleVariance(values: Float64Array): number {
  const { length } = values;
  let mean = 0;
  for (let i = 0; i < length; i++) mean += values[i]! / length;
  let squares = 0;
  for (let i = 0; i < length; i++) squares += (values[i]! - mean) ** 2;
  return squares / (length - 1);
}
