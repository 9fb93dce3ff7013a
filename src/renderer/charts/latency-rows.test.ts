import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketOf, chooseScheme } from '#shared/model/latency-buckets.ts';
import { bucketExtent, latencyRows, nearestEdge, rowAt, rowStep } from './latency-rows.ts';

describe('rows of response times', () => {
  it('have whole ticks as edges, and every time lies in the row of its bucket', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('linear' as const, 'log' as const),
        fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 50 }),
        (mode, times) => {
          const scheme = chooseScheme(
            1,
            Math.min(...times.filter((ms) => ms > 0), 20_000),
            Math.max(...times, 1),
          );
          const buckets = times.map((ms) => bucketOf(scheme, ms));
          const rows = latencyRows(scheme, 1, mode, Math.min(...buckets), Math.max(...buckets) + 1);
          expect(rows.edgesMs.every(Number.isInteger)).toBe(true);
          times.forEach((ms, i) => {
            const row = rowAt(rows, ms);
            expect(buckets[i]!).toBeGreaterThanOrEqual(rows.buckets[row]!);
            expect(buckets[i]!).toBeLessThan(rows.buckets[row + 1]!);
          });
          for (let row = 0; row + 1 < rows.edgesMs.length; row++)
            expect(rows.edgesMs[row + 1]!).toBeGreaterThan(rows.edgesMs[row]!);
        },
      ),
    );
  });

  it('are a tick high below 20 ms and a twentieth of a decade above', () => {
    const scheme = chooseScheme(1, 1, 8000);
    const rows = latencyRows(scheme, 1, 'log', 1, scheme.count);
    expect([...rows.edgesMs.slice(0, 8)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const at1000 = rowAt(rows, 1000);
    const ratio = rows.edgesMs[at1000 + 1]! / rows.edgesMs[at1000]!;
    expect(Math.log10(ratio)).toBeCloseTo(1 / 20, 1);
  });

  it('snap to the nearer edge and step from row to row', () => {
    const scheme = chooseScheme(1, 1, 40);
    const rows = latencyRows(scheme, 1, 'linear', 0, 41);
    expect(nearestEdge(rows, 10.4)).toBe(10);
    expect(nearestEdge(rows, 10.6)).toBe(11);
    expect(rowAt(rows, rowStep(rows, 10, 1))).toBe(11);
    expect(rowAt(rows, rowStep(rows, 0, -1))).toBe(0);
  });

  it('reach from the first to the last bucket with samples', () => {
    expect(bucketExtent(Uint32Array.of(0, 0, 3, 0, 1, 0))).toEqual({ from: 2, to: 5 });
    expect(bucketExtent(Uint32Array.of(0, 0))).toBeNull();
  });
});
