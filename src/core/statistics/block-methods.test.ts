import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../import/testing/fuzz-runs.ts';
import { lag1Autocorrelation } from './autocorrelation.ts';
import { replicateVariance, resampledQuantiles, resampledShares } from './block-bootstrap.ts';
import { BLOCK_COUNTS, chooseBlocks, perBlock, SUB_BLOCKS } from './block-selection.ts';
import { energyChangePoints } from './energy-change-points.ts';
import {
  blockHistogram,
  exceedances,
  LATENCY_BINS,
  LogBins,
  quantilePlace,
  type BlockCells,
} from './log-histogram.ts';
import { Random } from './random.ts';

/** Samples in the order of time, in sub-blocks of equal numbers. */
function cellsOf(values: readonly number[], bins = LATENCY_BINS): BlockCells {
  return {
    subBlocks: values.map((_, index) => Math.floor((index * SUB_BLOCKS) / values.length)),
    bins: values.map((value) => bins.binOf(value)),
    counts: values.map(() => 1),
    length: values.length,
  };
}

function lognormal(seed: string, n: number, at: (share: number) => number = () => 0): number[] {
  const random = new Random(seed);
  return Array.from({ length: n }, (_, index) => 100 * Math.exp(0.5 * random.normal() + at(index / n)));
}

describe('seeded random numbers', () => {
  it('depend on the whole seed and nothing else', () => {
    const draw = (seed: string) =>
      Array.from({ length: 5 }, (_, __, random = new Random(seed)) => random.uint32());
    expect(draw('a|b')).toEqual(draw('a|b'));
    expect(draw('a|b')).not.toEqual(draw('a|c'));
    expect(draw('run é')).not.toEqual(draw('run e'));
  });

  it('are even, and normal', () => {
    const random = new Random('even');
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) counts[random.below(10)]! += 1;
    const chiSquare = counts.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(27.9);
    const normals = Array.from({ length: 50_000 }, () => random.normal());
    expect(Math.abs(normals.reduce((a, b) => a + b, 0) / 50_000)).toBeLessThan(0.02);
    expect(normals.reduce((a, b) => a + b * b, 0) / 50_000).toBeCloseTo(1, 1);
  });
});

describe('bins', () => {
  it.each([100, 200])('%d per e: a value is in its bin, which is as narrow as promised', (perE) => {
    const bins = new LogBins(perE);
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (value) => {
        const bin = bins.binOf(value);
        const [low, high] = [bins.valueAt(bin, 0), bins.valueAt(bin, 1)];
        expect(low).toBeLessThanOrEqual(value * (1 + 1e-9));
        expect(high).toBeGreaterThanOrEqual(value * (1 - 1e-9));
        expect(high / low).toBeCloseTo(Math.exp(1 / perE), 9);
      }),
      { numRuns: fuzzRuns(200) },
    );
    expect([0, -5, Number.NaN].map((value) => bins.binOf(value))).toEqual([0, 0, 0]);
    expect(bins.valueAt(0, 0.5)).toBe(0);
    expect(bins.binOf(Infinity)).toBe(bins.count - 1);
  });

  it('a quantile read from them is within a bin of the exact one', () => {
    const values = lognormal('place', 5000);
    const sorted = [...values].sort((a, b) => a - b);
    for (const p of [0.01, 0.5, 0.95, 0.999]) {
      const place = quantilePlace(cellsOf(values), LATENCY_BINS, p)!;
      const exact = sorted[Math.floor((values.length - 1) * p)]!;
      expect(Math.abs(Math.log(LATENCY_BINS.valueAt(place.bin, place.share) / exact))).toBeLessThan(0.0051);
      const { events, sizes } = exceedances(cellsOf(values), place, SUB_BLOCKS);
      const above = events.reduce((a, b) => a + b, 0) / sizes.reduce((a, b) => a + b, 0);
      expect(above).toBeCloseTo(1 - p, 3);
    }
    expect(quantilePlace(cellsOf([]), LATENCY_BINS, 0.5)).toBeNull();
  });
});

describe('choice of blocks (method A3)', () => {
  const choose = (
    values: readonly number[],
    p: number,
    more: { windowMs?: number; minBlockMs?: number } = {},
  ) => {
    const cells = cellsOf(values);
    const series = exceedances(cells, quantilePlace(cells, LATENCY_BINS, p)!, SUB_BLOCKS);
    return chooseBlocks({ ...series, windowMs: 600_000, minBlockMs: 1000, ...more });
  };

  it('takes 60 for samples that do not depend on each other, most of the time', () => {
    const chosen = Array.from({ length: 40 }, (_, i) => choose(lognormal(`free ${i}`, 12_000), 0.95)!.blocks);
    expect(chosen.filter((blocks) => blocks === 60).length).toBeGreaterThan(28);
    expect(chosen.every((blocks) => BLOCK_COUNTS.includes(blocks))).toBe(true);
  });

  it('takes fewer where samples are few or slow, and none where it cannot', () => {
    const values = lognormal('few', 4000);
    // 200 samples above p95: 40 blocks of 5.
    expect(choose(values, 0.95)!.blocks).toBeLessThanOrEqual(40);
    expect(choose(lognormal('fewer', 1000), 0.95)!.blocks).toBe(10);
    expect(choose(lognormal('too few', 900), 0.95)).toBeNull();
    expect(choose(values, 0.5, { minBlockMs: 45_000 })!.blocks).toBe(10);
    expect(choose(values, 0.5, { minBlockMs: 61_000 })).toBeNull();
  });

  it('a drift is seen, and widens', () => {
    const drifting = choose(
      lognormal('drift', 12_000, (share) => 2 * share),
      0.5,
    )!;
    expect(drifting).toMatchObject({ blocks: 10, drifting: true });
    const r = Math.min(drifting.r1, 0.8);
    expect(drifting.inflation).toBeCloseTo((1 + r) / (1 - r), 12);
    expect(drifting.inflation).toBeGreaterThan(3);
  });

  it('autocorrelation by hand; sub-blocks add up', () => {
    expect(lag1Autocorrelation([1, 2, 3, 4])).toBeCloseTo(0.25, 12);
    expect(lag1Autocorrelation([1, -1, 1, -1])).toBeCloseTo(-0.75, 12);
    expect(lag1Autocorrelation([5, 5, 5])).toBe(0);
    const ones = new Float64Array(SUB_BLOCKS).fill(1);
    for (const blocks of BLOCK_COUNTS)
      expect([...perBlock(ones, blocks)]).toEqual(new Array(blocks).fill(SUB_BLOCKS / blocks));
  });
});

describe('block bootstrap (method A3)', () => {
  it('every replicate is the quantile of the blocks that were drawn', () => {
    const values = lognormal('replicates', 2400);
    const histogram = blockHistogram(cellsOf(values), LATENCY_BINS, SUB_BLOCKS, 10);
    const drawn = resampledQuantiles(histogram, [0.05, 0.5, 0.99], new Random('x'), 50);
    const same = new Random('x');
    for (let replicate = 0; replicate < 50; replicate++) {
      const blocks = Array.from({ length: 10 }, () => same.below(10));
      const resample = blocks
        .flatMap((block) => values.slice(block * 240, (block + 1) * 240))
        .sort((a, b) => a - b);
      [0.05, 0.5, 0.99].forEach((p, index) => {
        const exact = resample[Math.floor((resample.length - 1) * p)]!;
        expect(Math.abs(Math.log(drawn[index]![replicate]! / exact))).toBeLessThan(0.0051);
      });
    }
  });

  it.each([0.5, 0.95])('agrees with sectioning: p = %d', (p) => {
    // Quantiles of each of 20 blocks: their spread over 20 is another estimate of the same variance.
    const ratios = Array.from({ length: 12 }, (_, run) => {
      const values = lognormal(`sections ${run}`, 24_000);
      const sections = Array.from({ length: 20 }, (__, block) => {
        const sorted = values.slice(block * 1200, (block + 1) * 1200).sort((a, b) => a - b);
        return Math.log(sorted[Math.floor(1199 * p)]!);
      });
      const centre = sections.reduce((a, b) => a + b, 0) / 20;
      const sectioned = sections.reduce((sum, value) => sum + (value - centre) ** 2, 0) / 19 / 20;
      const histogram = blockHistogram(cellsOf(values), LATENCY_BINS, SUB_BLOCKS, 20);
      const [drawn] = resampledQuantiles(histogram, [p], new Random(`s${run}`), 1000);
      return replicateVariance(drawn!, 20, Math.log) / sectioned;
    });
    const mean = ratios.reduce((a, b) => a + b, 0) / ratios.length;
    expect(mean).toBeGreaterThan(0.8);
    expect(mean).toBeLessThan(1.25);
  });

  it('has the spread of the estimate itself, over many runs', () => {
    const estimates: number[] = [];
    const variances: number[] = [];
    for (let run = 0; run < 60; run++) {
      const values = lognormal(`spread ${run}`, 6000);
      const sorted = [...values].sort((a, b) => a - b);
      estimates.push(Math.log(sorted[Math.floor(5999 * 0.95)]!));
      const histogram = blockHistogram(cellsOf(values), LATENCY_BINS, SUB_BLOCKS, 30);
      variances.push(
        replicateVariance(
          resampledQuantiles(histogram, [0.95], new Random(`v${run}`), 400)[0]!,
          30,
          Math.log,
        ),
      );
    }
    const centre = estimates.reduce((a, b) => a + b, 0) / 60;
    const sd = Math.sqrt(estimates.reduce((sum, value) => sum + (value - centre) ** 2, 0) / 59);
    const mean = Math.sqrt(variances.reduce((a, b) => a + b, 0) / 60);
    expect(mean / sd).toBeGreaterThan(0.75);
    expect(mean / sd).toBeLessThan(1.3);
  });

  it('equal blocks have no spread; empty ones are drawn around', () => {
    const constant = cellsOf(new Array<number>(1200).fill(42));
    const [same] = resampledQuantiles(
      blockHistogram(constant, LATENCY_BINS, SUB_BLOCKS, 60),
      [0.5],
      new Random('c'),
      100,
    );
    expect(replicateVariance(same!, 60, (value) => value)).toBe(0);
    expect(Math.abs(Math.log(same![0]! / 42))).toBeLessThan(0.0051);
    const once = { subBlocks: [3], bins: [LATENCY_BINS.binOf(7)], counts: [5], length: 1 };
    const [lonely] = resampledQuantiles(
      blockHistogram(once, LATENCY_BINS, SUB_BLOCKS, 10),
      [0.9],
      new Random('o'),
      20,
    );
    expect([...lonely!].every((value) => Math.abs(value - 7) < 0.05)).toBe(true);
  });

  it('shares: binomial spread where failures come by chance', () => {
    const random = new Random('failures');
    const sizes = new Float64Array(60).fill(500);
    const events = sizes.map(
      (n) => Array.from({ length: n }, () => random.uniform()).filter((u) => u < 0.04).length,
    );
    const variance = replicateVariance(resampledShares(events, sizes, random), 60, (value) => value);
    const binomial = (0.04 * 0.96) / 30_000;
    expect(variance / binomial).toBeGreaterThan(0.6);
    expect(variance / binomial).toBeLessThan(1.6);
  });
});

describe('change points by energy distance (method A5)', () => {
  const options = { window: 50, maxP: 0.001 };
  const noise = (seed: string, n: number, at: (index: number) => number) => {
    const random = new Random(seed);
    return Array.from({ length: n }, (_, index) => at(index) + random.normal());
  };

  it('finds a step where it is, and both ends of a stretch', () => {
    expect(
      energyChangePoints(
        noise('step', 30, (i) => (i < 18 ? 100 : 106)),
        options,
      ).map(({ index }) => index),
    ).toEqual([18]);
    const stretch = energyChangePoints(
      noise('stretch', 60, (i) => (i >= 20 && i < 40 ? 108 : 100)),
      options,
    );
    expect(stretch.map(({ index }) => index)).toEqual([20, 40]);
    expect(stretch.every(({ p }) => p <= 0.001)).toBe(true);
  });

  it('finds one far beyond its window', () => {
    const points = energyChangePoints(
      noise('long', 240, (i) => (i < 170 ? 50 : 54)),
      options,
    );
    expect(points.map(({ index }) => index)).toEqual([170]);
  });

  it('finds hardly any in noise, and none in a constant', () => {
    const found = Array.from(
      { length: 40 },
      (_, i) =>
        energyChangePoints(
          noise(`noise ${i}`, 40, () => 10),
          options,
        ).length,
    );
    expect(found.filter((n) => n > 0).length).toBeLessThanOrEqual(3);
    expect(energyChangePoints(new Array<number>(20).fill(5), options)).toEqual([]);
    expect(energyChangePoints([1, 2], options)).toEqual([]);
  });
});
