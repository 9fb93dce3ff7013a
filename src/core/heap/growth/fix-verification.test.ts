import { describe, expect, it } from 'vitest';
import { Random } from '#core/statistics/random.ts';
import type { FixRow } from '#shared/model/heap-growth.ts';
import { verifyFix, type FixArm } from './fix-verification.ts';
import { plantedSeries } from './testing/planted-series.ts';

/** Counts after 0, 1000, 2000 … operations: a level, growth per 1,000 operations, noise of so many instances. */
function arm(n: number, level: number, perStep: number, noise: number, seed: string): FixArm {
  const random = new Random(seed);
  const counts = Array.from({ length: n }, (_, i) => level + perStep * i + noise * random.normal());
  return {
    series: plantedSeries({ classes: [{ name: 'Session', counts }] }),
    operations: counts.map((_, i) => 1000 * i),
  };
}

function rowOf(before: FixArm, after: FixArm): FixRow {
  return verifyFix(before, after).rows[0]!;
}

describe('Fix verification', () => {
  it('is about slopes, not levels', () => {
    const row = rowOf(arm(6, 1000, 1000, 10, 'a'), arm(6, 90_000, 0, 10, 'b'));
    expect(row.verdict).toBe('fixed');
    expect(row.before.perOperation).toBeCloseTo(100, -1);
    expect(row.difference.high).toBeLessThan(0);
  });

  it('tells how much less it grows', () => {
    const row = rowOf(arm(8, 1000, 1000, 20, 'a'), arm(8, 1000, 400, 20, 'b'));
    expect(row.verdict).toBe('reduced');
    expect(row.reduction!.share).toBeCloseTo(0.6, 1);
    expect(row.reduction!.low).toBeLessThan(0.6);
    expect(row.reduction!.high).toBeGreaterThan(0.6);
  });

  it('sees that nothing has changed', () => {
    const row = rowOf(arm(8, 1000, 1000, 20, 'a'), arm(8, 50, 1000, 20, 'b'));
    expect(row.verdict).toBe('not-fixed');
  });

  it('does not tell from noise', () => {
    const noisy = rowOf(arm(4, 5000, 300, 1500, 'd'), arm(4, 5000, 0, 1500, 'e'));
    expect(noisy.verdict).toBe('cannot-tell');
    const open = rowOf(arm(8, 1000, 1000, 20, 'a'), arm(5, 50_000, 500, 1500, 'f'));
    expect(open.verdict).toBe('cannot-tell');
  });

  it('takes a class that is gone for fixed', () => {
    const after = { ...arm(4, 1000, 0, 0, 'x') };
    const gone = { ...after, series: plantedSeries({ classes: [{ name: 'Other', counts: [1, 1, 1, 1] }] }) };
    expect(rowOf(arm(4, 1000, 1000, 0, 'a'), gone).verdict).toBe('fixed');
  });

  it('is hardly ever wrong about planted slopes', () => {
    let wrong = 0;
    for (let run = 0; run < 60; run++) {
      const seed = String(run);
      const before = arm(6, 1000, 1000, 60, `before ${seed}`);
      const same = rowOf(before, arm(6, 1000, 1000, 60, `same ${seed}`)).verdict;
      const fixed = rowOf(before, arm(6, 1000, 0, 60, `fixed ${seed}`)).verdict;
      if (same === 'fixed' || same === 'reduced') wrong += 1;
      if (fixed === 'not-fixed') wrong += 1;
    }
    expect(wrong).toBeLessThanOrEqual(6);
  });

  it('is the same every time', () => {
    const both = [arm(5, 1000, 1000, 90, 'a'), arm(5, 1000, 300, 90, 'b')] as const;
    expect(verifyFix(...both)).toEqual(verifyFix(...both));
  });

  it('refuses levels and unlike sides', () => {
    const good = arm(4, 1000, 1000, 0, 'a');
    const one = { series: good.series.slice(0, 1), operations: [0] };
    expect(() => verifyFix(good, one)).toThrow(/takes 4 on each side/u);
    expect(() => verifyFix(good, { ...good, operations: null })).toThrow(/one side only/u);
  });

  it('warns of unlike loads', () => {
    const before = arm(4, 1000, 1000, 0, 'a');
    const after = { ...before, operations: [0, 3000, 6000, 9000] };
    expect(verifyFix(before, after).warnings).toHaveLength(1);
    const unknown = { ...before, operations: null };
    expect(verifyFix(unknown, unknown).warnings[0]).toMatch(/per snapshot/u);
  });
});
