import { describe, expect, it } from 'vitest';
import { countValues } from '../../../latency/value-counts.ts';
import { mannWhitney } from './iid-tests.ts';
import { addCounts, share, simulatePairs, type Scenario } from './simulate-pairs.ts';

const scenario: Scenario = { tauS: 0, change: 0, runSd: 0, falseAlarms: false };

it('Mann & Whitney: the golden value of method A9 (scipy)', () => {
  const x = countValues([12, 15, 11, 19, 14, 13, 40, 16, 18, 17, 22, 21]);
  const y = countValues([14, 18, 13, 25, 17, 15, 55, 19, 22, 20, 27, 26]);
  const { u, p } = mannWhitney(x, y);
  expect(u).toBe(97.5);
  expect(p).toBeCloseTo(0.1482958, 7);
});

describe('acceptance of method A8, with few pairs', () => {
  it('two runs of the same system are hardly ever called regressed, where tests on samples nearly always differ', () => {
    const counts = simulatePairs({ ...scenario, tauS: 20, falseAlarms: true }, 0, 40);
    expect(share(counts, 'mann-whitney')).toBeGreaterThan(0.6);
    expect(share(counts, 'kolmogorov-smirnov')).toBeGreaterThan(0.6);
    for (const percentile of [50, 95, 99]) {
      expect(share(counts, `product p${percentile} regressed`)).toBeLessThanOrEqual(0.025);
      // 9 to 11 % of 200 pairs in the note: of 40, more than 12 would come once in thousands.
      expect(counts[`note p${percentile} excludes 0`]).toBeLessThanOrEqual(12);
    }
  });

  it('without dependence the interval covers as it should', () => {
    const counts = simulatePairs(scenario, 0, 60);
    expect(counts['product p95 excludes 0']).toBeLessThanOrEqual(9);
    expect(share(counts, 'product p95 no change')).toBe(1);
  });

  it('+30 % is found', () => {
    const counts = simulatePairs({ ...scenario, tauS: 20, change: 0.3 }, 0, 40);
    expect(share(counts, 'product p95 regressed')).toBeGreaterThanOrEqual(0.95);
  });

  it('a pair is the same whoever computes it', () => {
    const whole = simulatePairs(scenario, 0, 4);
    const parts = addCounts(simulatePairs(scenario, 0, 1), simulatePairs(scenario, 1, 4));
    expect(parts).toEqual(whole);
  });
});
