import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atLeast, chooseBuckets } from './time-buckets.ts';

describe('atLeast', () => {
  it('takes the widths of clocks, and whole days beyond', () => {
    expect([0, 1, 3, 900, 1001, 11_000, 61_000, 3_600_001].map((ms) => atLeast(ms))).toEqual([
      1, 1, 5, 1000, 2000, 15_000, 120_000, 7_200_000,
    ]);
    expect(atLeast(2.5 * 86_400_000)).toBe(3 * 86_400_000);
  });
});

describe('chooseBuckets', () => {
  it('covers the span with at most the allowed number of buckets, on whole multiples of their width', () => {
    const span = fc.tuple(
      fc.double({ min: 0, max: 1e9, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
    );
    fc.assert(
      fc.property(
        span,
        fc.integer({ min: 10, max: 5000 }),
        fc.integer({ min: 0, max: 1e7 }),
        ([fromMs, lengthMs], maxBuckets, samples) => {
          const toMs = fromMs + lengthMs;
          const { widthMs, first, count } = chooseBuckets(fromMs, toMs, maxBuckets, samples);
          expect(atLeast(widthMs)).toBe(widthMs);
          expect(count).toBeGreaterThanOrEqual(1);
          expect(count).toBeLessThanOrEqual(maxBuckets);
          expect(first * widthMs).toBeLessThanOrEqual(fromMs);
          expect((first + 1) * widthMs).toBeGreaterThan(fromMs);
          expect((first + count) * widthMs).toBeGreaterThanOrEqual(toMs);
        },
      ),
    );
  });

  it('makes buckets wider where they would be thin, but keeps forty of them', () => {
    const hour = 3_600_000;
    expect(chooseBuckets(0, hour, 300, 1e6).widthMs).toBe(15_000); // 240 buckets
    expect(chooseBuckets(0, hour, 300, 3000).widthMs).toBe(30_000); // 120 of 25 samples
    expect(chooseBuckets(0, hour, 300, 10).widthMs).toBe(120_000); // 30 at the least
    expect(chooseBuckets(0, hour, 20, 10).count).toBeLessThanOrEqual(20);
  });

  it('has one bucket for an instant', () => {
    expect(chooseBuckets(0, 1e-3, 300, 1)).toEqual({ widthMs: 1, first: 0, count: 1 });
  });

  it('needs no more buckets when the span begins in the middle of one', () => {
    // 300 s in 100 buckets of 5 s fit exactly from 0 on; from 2.5 s on there would be 101.
    expect(chooseBuckets(0, 500_000, 100, 1e6)).toEqual({ widthMs: 5000, first: 0, count: 100 });
    expect(chooseBuckets(2500, 502_500, 100, 1e6)).toEqual({ widthMs: 10_000, first: 0, count: 51 });
  });
});
