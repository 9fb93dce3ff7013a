import { describe, expect, it } from 'vitest';
import { binomialTwoSided, clopperPearson } from './clopper-pearson.ts';

describe('exact binomial test', () => {
  it('has the published values', () => {
    // R: binom.test(60, 100)$p.value
    expect(binomialTwoSided(60, 100, 0.5)).toBeCloseTo(0.056_887_93, 8);
    expect(binomialTwoSided(40, 100, 0.5)).toBeCloseTo(0.056_887_93, 8);
    expect(binomialTwoSided(50, 100, 0.5)).toBe(1);
    expect(binomialTwoSided(0, 10, 0.5)).toBeCloseTo(2 * 0.5 ** 10, 12);
  });

  it('agrees with its interval', () => {
    // R: binom.test(60, 100)$conf.int, binom.test(0, 10)$conf.int
    expect(clopperPearson(60, 100).low).toBeCloseTo(0.497_209_2, 6);
    expect(clopperPearson(60, 100).high).toBeCloseTo(0.696_705_2, 6);
    expect(clopperPearson(0, 10).low).toBe(0);
    expect(clopperPearson(0, 10).high).toBeCloseTo(0.308_497_1, 6);
    expect(clopperPearson(10, 10).high).toBe(1);
    for (const [successes, trials] of [
      [3, 17],
      [60.5, 101.25],
      [7.1, 7.9],
    ] as const) {
      const { low, high } = clopperPearson(successes, trials);
      expect(binomialTwoSided(successes, trials, low)).toBeCloseTo(0.05, 6);
      expect(binomialTwoSided(successes, trials, high)).toBeCloseTo(0.05, 6);
    }
  });
});
