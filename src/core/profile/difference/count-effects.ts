import { binomialTwoSided, clopperPearson } from '../../statistics/clopper-pearson.ts';
import type { Interval } from '../../statistics/wilson.ts';
import type { Effect } from './effects.ts';

/**
 * Uncertainty from counts alone (method P4): of `a + b` samples, how many of B are expected when nothing changed? Exact
 * conditional test with an assumed design effect, which makes `designEffect` samples count for one.
 */
export class CountEffects {
  readonly #designEffect: number;
  readonly #perSample: { readonly baseline: number; readonly candidate: number };
  /** Shares by counts: rare functions have the same few counts. */
  readonly #shares = new Map<string, Interval>();

  /** @param perSample scaled weight of a sample by side, mean */
  constructor(designEffect: number, perSample: { readonly baseline: number; readonly candidate: number }) {
    this.#designEffect = designEffect;
    this.#perSample = perSample;
  }

  /**
   * @param a samples in A
   * @param change scaled, as it is shown: the interval is around it
   */
  of(a: number, b: number, change: number): Effect {
    const { baseline: perA, candidate: perB } = this.#perSample;
    const n = a + b;
    const trials = n / this.#designEffect;
    const successes = b / this.#designEffect;
    // Rates are equal when a · perA = b · perB.
    const expected = perA / (perA + perB);
    const changeAt = (share: number): number => n * (share * perB - (1 - share) * perA);
    const { low, high } = this.#interval(successes, trials);
    const shown = change - changeAt(b / n);
    const spread = Math.sqrt((expected * (1 - expected)) / trials) * n * (perA + perB);
    return {
      standardError: spread,
      df: Infinity,
      low: changeAt(low) + shown,
      high: changeAt(high) + shown,
      p: binomialTwoSided(successes, trials, expected),
    };
  }

  #interval(successes: number, trials: number): Interval {
    const key = `${successes} ${trials}`;
    let interval = this.#shares.get(key);
    if (interval === undefined) {
      interval = clopperPearson(successes, trials);
      this.#shares.set(key, interval);
    }
    return interval;
  }
}
