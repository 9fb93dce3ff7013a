import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numbersToColumn } from '#shared/contract/columns.ts';
import { outcomes, type Outcome } from '#shared/model/filter.ts';
import { bucketOf, chooseScheme } from '#shared/model/latency-buckets.ts';
import type { LatencyCube } from '#shared/model/latency.ts';
import { binsOfSpan } from './latency-cube.ts';
import { buildLatencyCube, buildLatencyCubeAtOnce } from './latency-cube-build.ts';
import { createCubeEstimator, curvePercentiles } from './latency-cube-estimate.ts';
import { cubeSparklines } from './latency-cube-sparkline.ts';

const BINS = 12;
const TRANSACTIONS = 3;
const PERCENTILES = [0, 50, 90, 95, 99, 99.9, 100];

interface Sample {
  readonly bin: number;
  readonly transaction: number;
  readonly failed: 0 | 1;
  readonly ms: number;
}

const sample: fc.Arbitrary<Sample> = fc.record({
  bin: fc.nat(BINS - 1),
  transaction: fc.nat(TRANSACTIONS),
  failed: fc.constantFrom<0 | 1>(0, 1),
  ms: fc.oneof(fc.nat(60), fc.nat(40_000)),
});
const samples = fc.array(sample, { maxLength: 300 });
const selection = fc.record({
  edges: fc.tuple(fc.nat(BINS), fc.nat(BINS)),
  outcome: fc.constantFrom<Outcome>(...outcomes),
  counted: fc.array(fc.boolean(), { minLength: TRANSACTIONS + 1, maxLength: TRANSACTIONS + 1 }),
});

function sparseCube(rows: readonly Sample[]): LatencyCube {
  const scheme = chooseScheme(1, 1, 40_000);
  const cells = new Map<string, number[]>();
  for (const row of rows) {
    const cell = [row.bin, row.transaction, row.failed, bucketOf(scheme, row.ms)];
    const known = cells.get(cell.join());
    if (known === undefined) cells.set(cell.join(), [...cell, 1]);
    else known[4]! += 1;
  }
  const column = (at: number) => numbersToColumn([...cells.values()].map((cell) => cell[at]!));
  return {
    binMs: 1000,
    binCount: BINS,
    transactionIds: [70, 80, 90],
    counted: [true, true, true],
    scheme,
    cells: {
      rowCount: cells.size,
      columns: {
        bin: column(0),
        transaction: column(1),
        failed: column(2),
        bucket: column(3),
        samples: column(4),
      },
    },
  };
}

function type7(sorted: readonly number[], percentile: number): { value: number; upper: number } {
  const rank = ((sorted.length - 1) * percentile) / 100;
  const lower = sorted[Math.floor(rank)]!;
  const upper = sorted[Math.ceil(rank)]!;
  return { value: lower + (rank - Math.floor(rank)) * (upper - lower), upper };
}

const matches = (row: Sample, outcome: Outcome): boolean =>
  outcome === 'all' || (outcome === 'failed') === (row.failed === 1);

describe('latency cube', () => {
  test('counts are exact and percentiles lie within half a bucket of the exact ones', () => {
    fc.assert(
      fc.property(samples, selection, (rows, { edges, outcome, counted }) => {
        const cube = buildLatencyCubeAtOnce(sparseCube(rows));
        const range = { from: Math.min(...edges), to: Math.max(...edges) };
        const mask = Uint8Array.from(counted, Number);
        const estimate = createCubeEstimator(cube, PERCENTILES).figures({ range, outcome, counted: mask });
        const chosen = rows.filter(
          (row) => row.bin >= range.from && row.bin < range.to && matches(row, outcome),
        );
        for (let transaction = 0; transaction <= TRANSACTIONS; transaction++) {
          const own = chosen.filter((row) => row.transaction === transaction);
          expect(estimate.samples[transaction]).toBe(own.length);
          expect(estimate.failures[transaction]).toBe(own.filter((row) => row.failed === 1).length);
          const from = transaction * PERCENTILES.length;
          expectNear(own, estimate.percentilesMs.subarray(from, from + PERCENTILES.length));
        }
        const all = chosen.filter((row) => counted[row.transaction] === true);
        expect(estimate.total.samples).toBe(all.length);
        expect(estimate.total.failures).toBe(all.filter((row) => row.failed === 1).length);
        expectNear(all, estimate.total.percentilesMs);
      }),
    );
  });

  test('mean, deviation and extremes follow the buckets', () => {
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 200 }), (rows) => {
        const cube = buildLatencyCubeAtOnce(sparseCube(rows));
        const { moments } = createCubeEstimator(cube, [50]).figures({
          range: { from: 0, to: BINS },
          outcome: 'all',
          counted: cube.counted,
        }).total;
        const values = rows.map((row) => row.ms);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const deviation = Math.sqrt(
          values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length,
        );
        const tolerance = Math.max(...values) * 0.0101 + 1e-6;
        expect(Math.abs(moments!.meanMs - mean)).toBeLessThanOrEqual(tolerance);
        expect(Math.abs(moments!.stdDevMs - deviation)).toBeLessThanOrEqual(2 * tolerance);
        expect(Math.abs(moments!.minMs - Math.min(...values))).toBeLessThanOrEqual(tolerance);
        expect(Math.abs(moments!.maxMs - Math.max(...values))).toBeLessThanOrEqual(tolerance);
      }),
    );
  });

  test('the curve reads the same percentiles as the figures', () => {
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 200 }), (rows) => {
        const cube = buildLatencyCubeAtOnce(sparseCube(rows));
        const whole = { range: { from: 0, to: BINS }, outcome: 'all', counted: cube.counted } as const;
        const curve = createCubeEstimator(cube, [50]).curve(whole);
        const figures = createCubeEstimator(cube, [...curve.percentile]).figures(whole);
        expect(curve.samples).toBe(rows.length);
        expect([...curve.valueMs]).toEqual([...figures.total.percentilesMs]);
      }),
    );
  });

  test('built in slices it is the same cube', async () => {
    const rows = fc.sample(sample, { seed: 7, numRuns: 500 });
    const sliced = await buildLatencyCube(sparseCube(rows));
    expect(sliced).toEqual(buildLatencyCubeAtOnce(sparseCube(rows)));
  });

  test('an aborted build throws', async () => {
    const abort = new AbortController();
    abort.abort();
    const cells = sparseCube(fc.sample(sample, { seed: 7, numRuns: 50 }));
    const slow = { ...cells, binCount: 200_000 };
    await expect(buildLatencyCube(slow, abort.signal)).rejects.toThrow();
  });

  test('an empty cube answers with nothing', () => {
    const cube = buildLatencyCubeAtOnce(sparseCube([]));
    const estimator = createCubeEstimator(cube, PERCENTILES);
    const whole = { range: binsOfSpan(cube, null), outcome: 'all', counted: cube.counted } as const;
    expect(estimator.figures(whole).total.samples).toBe(0);
    expect(estimator.figures(whole).total.moments).toBeNull();
    expect(estimator.curve(whole).percentile).toHaveLength(0);
    expect(cubeSparklines(cube, 95).at(-1)).toHaveLength(0);
  });

  test('spans become the bins whose middle they cover', () => {
    const cube = buildLatencyCubeAtOnce(sparseCube([]));
    expect(binsOfSpan(cube, null)).toEqual({ from: 0, to: BINS });
    expect(binsOfSpan(cube, { fromMs: 2000, toMs: 5000 })).toEqual({ from: 2, to: 5 });
    expect(binsOfSpan(cube, { fromMs: -50, toMs: 99_999 })).toEqual({ from: 0, to: BINS });
    expect(binsOfSpan(cube, { fromMs: 2600, toMs: 2600 })).toEqual({ from: 3, to: 3 });
  });

  test('sparklines have one point per group of bins, wider where samples are few', () => {
    const busy = Array.from({ length: 1200 }, (_, i): Sample => ({
      bin: i % BINS,
      transaction: 0,
      failed: 0,
      ms: 10 + (i % BINS),
    }));
    const rare = Array.from({ length: 90 }, (_, i): Sample => ({
      bin: i % BINS,
      transaction: 1,
      failed: 0,
      ms: 25,
    }));
    const lines = cubeSparklines(buildLatencyCubeAtOnce(sparseCube([...busy, ...rare])), 95);
    expect([...lines[0]!]).toEqual(Array.from({ length: BINS }, (_, bin) => 10 + bin));
    expect([...lines[1]!]).toEqual([25, 25, 25, 25]);
    expect(lines[2]).toHaveLength(0);
    expect(lines).toHaveLength(TRANSACTIONS + 2);
  });

  test('the grid of a curve ends where one sample lies beyond', () => {
    expect(curvePercentiles(0)).toEqual([]);
    expect(curvePercentiles(1)).toEqual([0, 100]);
    const grid = curvePercentiles(1000);
    expect(grid.at(-1)).toBe(100);
    expect(grid.at(-2)).toBeCloseTo(99.9, 10);
  });
});

function expectNear(rows: readonly Sample[], estimate: Float64Array): void {
  const sorted = rows.map((row) => row.ms).sort((a, b) => a - b);
  PERCENTILES.forEach((percentile, i) => {
    if (sorted.length === 0) {
      expect(estimate[i]).toBeNaN();
      return;
    }
    const exact = type7(sorted, percentile);
    // Half of a bucket that grows by 2 %, at the larger of the two samples that type 7 looks at.
    expect(Math.abs(estimate[i]! - exact.value)).toBeLessThanOrEqual(
      exact.upper * (Math.sqrt(1.02) - 1) * 1.001 + 1e-6,
    );
  });
}
