import { describe, expect, it } from 'vitest';
import { benjaminiHochberg } from './benjamini-hochberg.ts';
import { binomialUpperTail } from './binomial-tail.ts';

function plainTail(k: number, n: number, p: number): number {
  let total = 0;
  let term = (1 - p) ** n;
  for (let i = 0; i <= n; i++) {
    if (i >= k) total += term;
    term *= ((n - i) / (i + 1)) * (p / (1 - p));
  }
  return total;
}

describe('binomialUpperTail', () => {
  it('is the sum of the probabilities', () => {
    for (const [k, n, p] of [
      [3, 20, 0.05],
      [1, 50, 0.01],
      [20, 200, 0.05],
      [150, 200, 0.5],
    ] as const)
      expect(binomialUpperTail(k, n, p) / plainTail(k, n, p)).toBeCloseTo(1, 9);
  });

  it('has its edges', () => {
    expect(binomialUpperTail(0, 10, 0.3)).toBe(1);
    expect(binomialUpperTail(1, 10, 0)).toBe(0);
    expect(binomialUpperTail(10, 10, 1)).toBe(1);
    expect(binomialUpperTail(5000, 1e6, 0.004)).toBeLessThan(1e-40);
  });
});

describe('benjaminiHochberg', () => {
  it("gives what R's p.adjust gives", () => {
    const adjusted = benjaminiHochberg([0.01, 0.02, 0.03, 0.04, 0.05]);
    for (const value of adjusted) expect(value).toBeCloseTo(0.05, 12);
    const mixed = benjaminiHochberg([0.001, 0.5, 0.008, 0.039, 0.041, 0.042]);
    const expected = [0.006, 0.5, 0.024, 0.0504, 0.0504, 0.0504];
    mixed.forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 12));
  });

  it('passes over what was not asked', () => {
    expect([...benjaminiHochberg([Number.NaN, 0.02])]).toEqual([Number.NaN, 0.02]);
  });
});
