import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../import/testing/fuzz-runs.ts';
import { MAX_ADDED, omitted, omittedSamples, type SlowSamples } from './interval-correction.ts';

function slow(
  ...samples: readonly (readonly [valueMs: number, intervalMs: number, count: number])[]
): SlowSamples {
  const column = (i: 0 | 1 | 2): Float64Array => Float64Array.from(samples, (sample) => sample[i]);
  return { valueMs: column(0), intervalMs: column(1), count: column(2), length: samples.length };
}

describe('omittedSamples', () => {
  it('adds 990, 980, … 10 for a stall of 1 s at an interval of 10 ms (method E10)', () => {
    const { values, added, capped } = omittedSamples(slow([1000, 10, 1]), 10_000, 1);
    expect(added).toBe(99);
    expect(capped).toBe(false);
    expect([...values.values]).toEqual(Array.from({ length: 99 }, (_, i) => (i + 1) * 10));
    expect([...values.cumulative]).toEqual(Array.from({ length: 99 }, (_, i) => i + 1));
  });

  it('adds nothing below two intervals', () => {
    expect(omittedSamples(slow([19, 10, 5]), 100, 1).added).toBe(0);
    expect(omittedSamples(slow([20, 10, 5]), 100, 1).added).toBe(5);
  });

  it('never adds more than ten for each measured sample, and keeps the shape', () => {
    const { values, added, capped } = omittedSamples(slow([100_000, 1, 4]), 100, 1);
    expect(capped).toBe(true);
    expect(added).toBeLessThanOrEqual(100 * MAX_ADDED);
    expect(added).toBeGreaterThan(100 * MAX_ADDED * 0.9);
    // Still evenly spread between nothing and the stall.
    const middle = values.values.findIndex((_, i) => values.cumulative[i]! >= values.count / 2);
    expect(values.values[middle]! / 50_000).toBeGreaterThan(0.98);
    expect(values.values[middle]! / 50_000).toBeLessThan(1.02);
  });

  it('adds what the rule says, one by one', () => {
    const sample = fc.tuple(
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 3 }),
    );
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 8 }), (samples) => {
        const expected: number[] = [];
        for (const [value, every, n] of samples)
          for (let v = value - every; v >= every; v -= every) for (let i = 0; i < n; i++) expected.push(v);
        expected.sort((a, b) => a - b);
        const { values, added } = omittedSamples(slow(...samples), 1e9, 1);
        const found = [...values.values].flatMap((value, i) =>
          new Array<number>(values.cumulative[i]! - (values.cumulative[i - 1] ?? 0)).fill(value),
        );
        expect(added).toBe(expected.length);
        expect(found).toEqual(expected);
      }),
      { numRuns: fuzzRuns(100) },
    );
  });

  it('is not misled by binary fractions', () => {
    expect(omitted(0.3, 0.1)).toBe(2);
    expect(omitted(1, 0)).toBe(0);
  });
});
