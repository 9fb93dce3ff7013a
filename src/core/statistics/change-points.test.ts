import { describe, expect, it } from 'vitest';
import { changePoints, noiseAutocorrelation } from './change-points.ts';
import { Random } from './random.ts';

/** Every way to cut, by plain dynamic programming without pruning. */
function optimal(values: readonly number[], penalty: number, minSegment: number): number {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const floor = Math.max((values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / n) * 1e-6, 1e-12);
  const best = [-penalty, ...new Array<number>(n).fill(Infinity)];
  for (let end = minSegment; end <= n; end++) {
    for (let start = 0; start <= end - minSegment; start++)
      best[end] = Math.min(best[end]!, best[start]! + segmentCost(values, start, end, floor) + penalty);
  }
  return best[n]!;
}

function segmentCost(values: readonly number[], start: number, end: number, floor: number): number {
  const part = values.slice(start, end);
  const mean = part.reduce((a, b) => a + b, 0) / part.length;
  const variance = part.reduce((sum, v) => sum + (v - mean) ** 2, 0) / part.length;
  return part.length * (Math.log(2 * Math.PI) + Math.log(Math.max(variance, floor)) + 1);
}

function totalCost(values: readonly number[], cuts: readonly number[], penalty: number): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const floor = Math.max((values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length) * 1e-6, 1e-12);
  const edges = [0, ...cuts, values.length];
  return edges
    .slice(1)
    .reduce((sum, end, i) => sum + segmentCost(values, edges[i]!, end, floor) + (i === 0 ? 0 : penalty), 0);
}

describe('changePoints', () => {
  it('finds changes of mean and of variance where they are', () => {
    const random = new Random('steps');
    const values = Array.from({ length: 300 }, (_, i) => {
      if (i < 100) return random.normal();
      return i < 200 ? 5 + random.normal() : 5 + 6 * random.normal();
    });
    const found = changePoints(values, undefined, 6);
    expect(found).toHaveLength(2);
    expect(Math.abs(found[0]! - 100)).toBeLessThanOrEqual(2);
    expect(Math.abs(found[1]! - 200)).toBeLessThanOrEqual(6);
  });

  it('is as good as the best of all ways to cut', () => {
    for (let seed = 0; seed < 25; seed++) {
      const random = new Random(`pelt ${seed}`);
      const values = Array.from({ length: 60 }, () => random.normal());
      for (let i = random.below(60); i < 60; i++) values[i]! += 3;
      for (let i = random.below(60); i < 60; i++) values[i]! *= 2;
      const penalty = seed % 2 === 0 ? 3 * Math.log(60) : 2;
      const minSegment = 2 + (seed % 5);
      const found = changePoints(values, penalty, minSegment);
      expect(totalCost(values, found, penalty)).toBeCloseTo(optimal(values, penalty, minSegment), 6);
    }
  });

  it('finds none in noise, in a constant, and in too few values', () => {
    const random = new Random('noise');
    expect(
      changePoints(
        Array.from({ length: 400 }, () => random.normal()),
        undefined,
        6,
      ),
    ).toEqual([]);
    expect(changePoints(new Array<number>(50).fill(3), undefined, 6)).toEqual([]);
    expect(changePoints([1, 2, 3], undefined, 2)).toEqual([]);
  });
});

describe('noiseAutocorrelation', () => {
  it('tells dependent noise from independent, whatever steps there are', () => {
    const random = new Random('levels');
    let state = 0;
    const dependent = Array.from({ length: 2000 }, (_, i) => {
      state = 0.7 * state + random.normal();
      return state + (i > 900 ? 8 : 0);
    });
    expect(noiseAutocorrelation(dependent)).toBeGreaterThan(0.55);
    expect(noiseAutocorrelation(dependent)).toBeLessThan(0.85);
    const independent = Array.from({ length: 2000 }, (_, i) => random.normal() + (i > 900 ? 8 : 0));
    expect(noiseAutocorrelation(independent)).toBeLessThan(0.15);
  });
});
