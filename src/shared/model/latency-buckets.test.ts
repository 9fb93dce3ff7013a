import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUCKET_GROWTH, bucketEdgeMs, bucketOf, bucketValueMs, chooseScheme } from './latency-buckets.ts';
import type { BucketScheme } from './latency.ts';

fc.configureGlobal({ seed: 20_241_121 });

const ticks = fc.constantFrom(1e-6, 1e-3, 1, 10);
const times = fc.oneof(
  fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
  fc.integer({ min: 1, max: 3_600_000 }),
  fc.constantFrom(1, 49, 50, 51, 99, 100, 1000, 5000, 10_000),
);

/** A scheme for the times between `low` and `high`, and one of these times. */
const cases = fc
  .tuple(ticks, times, times, fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([tick, a, b, share]) => {
    const low = Math.min(a, b);
    const high = Math.max(a, b);
    return { tick, low, high, value: low + (high - low) * share, scheme: chooseScheme(tick, low, high) };
  });

function edges(scheme: BucketScheme): number[] {
  return Array.from({ length: scheme.count + 1 }, (_, bucket) => bucketEdgeMs(scheme, bucket));
}

describe('latency buckets', () => {
  it('have edges that only grow, from zero to beyond the largest value', () => {
    fc.assert(
      fc.property(cases, ({ scheme, high }) => {
        const all = edges(scheme);
        expect(all[0]).toBe(0);
        for (let i = 1; i < all.length; i++) expect(all[i]! > all[i - 1]!).toBe(true);
        expect(all.at(-1)! >= high * (1 - 1e-12)).toBe(true);
      }),
    );
  });

  it('hold every value between their edges', () => {
    fc.assert(
      fc.property(cases, ({ scheme, value, high }) => {
        for (const at of [value, high]) {
          const bucket = bucketOf(scheme, at);
          expect(Number.isInteger(bucket) && bucket >= 0 && bucket < scheme.count).toBe(true);
          // An edge that is not a whole number may fall to either side.
          expect(bucketEdgeMs(scheme, bucket) <= at * (1 + 1e-9)).toBe(true);
          expect(at <= bucketEdgeMs(scheme, bucket + 1) * (1 + 1e-9)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('never put a larger value into a smaller bucket', () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 0, max: 1, noNaN: true }), ({ scheme, low, high }, share) => {
        const between = low + (high - low) * share;
        expect(bucketOf(scheme, low) <= bucketOf(scheme, between)).toBe(true);
        expect(bucketOf(scheme, between) <= bucketOf(scheme, high)).toBe(true);
      }),
    );
  });

  it('put what lies beyond the ends into the first and the last one', () => {
    const scheme = chooseScheme(1, 5, 2000);
    expect(bucketOf(scheme, -7)).toBe(0);
    expect(bucketOf(scheme, 0)).toBe(0);
    expect(bucketOf(scheme, 1e12)).toBe(scheme.count - 1);
  });

  it('hold whole ticks of the clock, one each, where they are linear', () => {
    const scheme = chooseScheme(1, 1, 60_000);
    expect(scheme.tickMs).toBe(1);
    for (let ms = 0; ms < scheme.linear; ms++) {
      expect(bucketOf(scheme, ms)).toBe(ms);
      expect(bucketValueMs(scheme, ms)).toBe(ms);
    }
  });

  it('are nowhere narrower than a tick: no bucket stays empty by its make', () => {
    fc.assert(
      fc.property(cases, ({ scheme, tick }) => {
        const all = edges(scheme);
        for (let i = 1; i < all.length; i++) expect(all[i]! - all[i - 1]! >= tick * (1 - 1e-6)).toBe(true);
      }),
    );
  });

  it('give values that are off by half their growth at most, from the linear part on', () => {
    fc.assert(
      fc.property(cases, ({ scheme, value }) => {
        const bucket = bucketOf(scheme, value);
        fc.pre(bucket >= scheme.linear);
        expect(Math.abs(bucketValueMs(scheme, bucket) / value - 1)).toBeLessThan(
          (BUCKET_GROWTH - 1) / 2 + 1e-3,
        );
      }),
    );
  });

  it('give a value of the first logarithmic bucket also when it is the largest of all', () => {
    // 50 ms is where the linear part of a clock of 1 ms ends.
    const scheme = chooseScheme(1, 1, 50);
    const value = bucketValueMs(scheme, bucketOf(scheme, 50));
    expect(Math.abs(value / 50 - 1)).toBeLessThan(0.011);
  });

  it('are few enough for a picture, whatever the span of values', () => {
    expect(chooseScheme(1e-6, 1e-3, 3_600_000).count).toBeLessThan(1500);
    expect(chooseScheme(1, 0, 0).count).toBe(50);
  });
});
