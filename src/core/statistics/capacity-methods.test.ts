import { describe, expect, it } from 'vitest';
import { scalabilityAt } from '#shared/model/scalability.ts';
import { isotonic } from './isotonic.ts';
import { kneedle } from './kneedle.ts';
import { fitScalability, peakInterval, scalabilityProblem } from './universal-scalability.ts';

const N = [1, 18, 36, 72, 108, 144, 216];
const X = [64.9, 995.9, 1652.4, 1853.2, 1828.9, 1775.0, 1702.2];

describe('universal scalability law (method E5)', () => {
  it('gives the golden values of specsdm91', () => {
    const fit = fitScalability(N, X);
    expect(fit.alpha).toBeCloseTo(0.0277285, 6);
    expect(fit.beta).toBeCloseTo(1.04366e-4, 8);
    expect(fit.gamma).toBeCloseTo(89.9954, 3);
    expect(fit.peakUsers).toBeCloseTo(96.52, 2);
    expect(fit.peak).toBeCloseTo(1883.9, 0);
    expect(fit.errors?.alpha).toBeCloseTo(0.00912, 4);
    expect(fit.errors?.beta).toBeCloseTo(1.99e-5, 6);
    expect(fit.errors?.gamma).toBeCloseTo(14.21, 1);
  });

  it('finds the law that points were made by, and its interval holds it', () => {
    const law = { gamma: 12, alpha: 0.03, beta: 2e-4 };
    const n = [2, 5, 10, 20, 40, 80, 120];
    const exact = fitScalability(
      n,
      n.map((users) => scalabilityAt(law, users)),
    );
    expect(exact.alpha).toBeCloseTo(0.03, 6);
    expect(exact.beta).toBeCloseTo(2e-4, 8);
    const noisy = n.map((users, i) => scalabilityAt(law, users) * (1 + (i % 2 === 0 ? 0.02 : -0.02)));
    const fit = fitScalability(n, noisy);
    const weights = new Float64Array(n.length).fill(1);
    const [low, high] = peakInterval(fit, n, noisy, weights, { seed: 'law', replicates: 300 });
    expect(low).toBeLessThan(exact.peak);
    expect(high).toBeGreaterThan(exact.peak);
    expect(high / low).toBeLessThan(1.3);
  });

  it('levels out without crosstalk, and says what does not support a fit', () => {
    const n = [1, 2, 4, 8, 16, 32];
    const fit = fitScalability(
      n,
      n.map((users) => scalabilityAt({ gamma: 10, alpha: 0.1, beta: 0 }, users)),
    );
    expect(fit.peakUsers).toBe(Infinity);
    expect(fit.peak).toBeCloseTo(100, 1);
    expect(scalabilityProblem([1, 2, 3], [1, 2, 3])).toContain('6 different loads');
    expect(scalabilityProblem([10, 11, 12, 13, 14, 15], [1, 2, 3, 4, 5, 6])).toContain('4 times');
    expect(
      scalabilityProblem(
        n,
        n.map((users) => users * 9.5),
      ),
    ).toContain('proportion');
    expect(scalabilityProblem(N, X)).toBeNull();
  });
});

describe('Kneedle', () => {
  it('finds where a concave curve bends, and where a convex one does', () => {
    const x = Array.from({ length: 21 }, (_, i) => i);
    // The paper's example: −1/x + 5 bends at the start; a broken line bends where it is broken.
    expect(
      kneedle(
        x,
        x.map((value) => Math.min(value, 8) + 0.05 * value),
        'concave',
      ),
    ).toBe(8);
    expect(
      kneedle(
        x,
        x.map((value) => 1 + 0.02 * value + Math.max(0, value - 14)),
        'convex',
      ),
    ).toBe(14);
  });

  it('finds none on a straight line or on one that does not rise', () => {
    const x = [1, 2, 3, 4, 5, 6, 7, 8];
    expect(kneedle(x, x, 'concave')).toBeNull();
    expect(
      kneedle(
        x,
        x.map(() => 4),
        'convex',
      ),
    ).toBeNull();
    expect(kneedle([1, 2], [1, 2], 'concave')).toBeNull();
  });
});

describe('isotonic regression', () => {
  it('pools what falls, by weight', () => {
    expect([...isotonic([1, 3, 2, 4], [1, 1, 1, 1])]).toEqual([1, 2.5, 2.5, 4]);
    expect([...isotonic([1, 3, 2, 4], [1, 1, 3, 1])]).toEqual([1, 2.25, 2.25, 4]);
    expect([...isotonic([5, 4, 3], [1, 1, 1])]).toEqual([4, 4, 4]);
    expect([...isotonic([1, 2, 3], [1, 1, 1])]).toEqual([1, 2, 3]);
  });
});
