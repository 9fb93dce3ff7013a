import type { Outcome } from '#shared/model/filter.ts';
import { DEFAULT_APDEX_SETTINGS } from '#shared/model/apdex.ts';
import { APDEX_TOLERATING, type ApdexMode } from '#shared/model/statistics.ts';
import { layerOf, type BinRange, type CubeLayer, type DenseCube } from './latency-cube.ts';
import {
  bucketMoments,
  bucketPercentiles,
  type BucketMoments,
  type BucketRange,
} from './latency-cube-histogram.ts';

export interface CubeSelection {
  readonly range: BinRange;
  readonly outcome: Outcome;
  /** 1 per transaction (index of the cube) that the totals count. */
  readonly counted: Uint8Array;
}

/** Columns by transaction, index of the cube. `percentilesMs` has one row of figures per transaction. */
export interface CubeEstimate {
  readonly percentiles: readonly number[];
  readonly samples: Uint32Array;
  readonly failures: Uint32Array;
  readonly percentilesMs: Float64Array;
  /** NaN without samples; failures frustrate, however fast they were. */
  readonly apdexScores: Float64Array;
  readonly moments: readonly (BucketMoments | null)[];
  readonly total: {
    readonly samples: number;
    readonly failures: number;
    readonly percentilesMs: Float64Array;
    readonly moments: BucketMoments | null;
    /** Null without samples. Failures frustrate, however fast they were. */
    readonly apdexScore: number | null;
  };
}

export interface CubeEstimator {
  /** Counts are exact for the bins; times are read from buckets. Results are fresh, small arrays. */
  figures(selection: CubeSelection): CubeEstimate;
  curve(selection: CubeSelection): CubeCurve;
}

export interface CubeCurve {
  readonly samples: number;
  /** Ascending, dense towards 100; the last is 100. */
  readonly percentile: Float64Array;
  readonly valueMs: Float64Array;
}

/** What an estimated Apdex is judged by. */
export interface CubeApdex {
  /** @param transactionId left out: all that are too rare for a place of their own */
  readonly tMsOf: (transactionId: number | undefined) => number;
  readonly mode: ApdexMode;
}

export const DEFAULT_CUBE_APDEX: CubeApdex = {
  tMsOf: () => DEFAULT_APDEX_SETTINGS.tMs,
  mode: DEFAULT_APDEX_SETTINGS.mode,
};

/** Points per factor ten of "samples beyond": finer than a pixel on a curve 400 px wide. */
const POINTS_PER_NINE = 50;

/**
 * Answers selections from the cube. The histograms, the only large arrays of an answer, are allocated once here:
 * a brush asks on every frame and must not feed the garbage collector.
 * @param percentiles 0..100, ascending
 */
export function createCubeEstimator(
  cube: DenseCube,
  percentiles: readonly number[],
  apdex: CubeApdex = DEFAULT_CUBE_APDEX,
): CubeEstimator {
  const one = new Uint32Array(cube.scheme.count);
  const all = new Uint32Array(cube.scheme.count);
  const weightsByT = new Map<number, Float64Array>();
  const weights = Array.from({ length: cube.transactionCount }, (_, index) => {
    const tMs = apdex.tMsOf(cube.transactionIds[index]);
    const known = weightsByT.get(tMs) ?? apdexWeights(cube, tMs, apdex.mode);
    weightsByT.set(tMs, known);
    return known;
  });
  const width = percentiles.length;

  return {
    figures(selection) {
      const count = cube.transactionCount;
      const samples = new Uint32Array(count);
      const failures = new Uint32Array(count);
      const percentilesMs = new Float64Array(count * width);
      const apdexScores = new Float64Array(count);
      const moments: (BucketMoments | null)[] = [];
      const total = { samples: 0, failures: 0, satisfaction: 0 };
      all.fill(0);
      for (let transaction = 0; transaction < count; transaction++) {
        const buckets = bucketsOf(cube, transaction, selection.outcome);
        one.fill(0, buckets.from, buckets.to);
        const failed =
          selection.outcome === 'ok'
            ? 0
            : addLayer(cube, layerOf(cube, transaction, 1), selection.range, one);
        const ok =
          selection.outcome === 'failed'
            ? 0
            : addLayer(cube, layerOf(cube, transaction, 0), selection.range, one);
        samples[transaction] = ok + failed;
        failures[transaction] = failed;
        bucketPercentiles(
          one,
          buckets,
          ok + failed,
          cube.bucketValues,
          percentiles,
          percentilesMs,
          transaction * width,
        );
        moments.push(bucketMoments(one, buckets, ok + failed, cube.bucketValues));
        const satisfied =
          selection.outcome === 'failed'
            ? 0
            : weighLayer(cube, layerOf(cube, transaction, 0), selection.range, weights[transaction]!);
        apdexScores[transaction] = satisfied / (ok + failed);
        if (selection.counted[transaction] !== 1) continue;
        total.samples += ok + failed;
        total.failures += failed;
        total.satisfaction += satisfied;
        for (let bucket = buckets.from; bucket < buckets.to; bucket++) all[bucket]! += one[bucket]!;
      }
      const totals = new Float64Array(width);
      const whole = { from: 0, to: cube.scheme.count };
      bucketPercentiles(all, whole, total.samples, cube.bucketValues, percentiles, totals, 0);
      return {
        percentiles,
        samples,
        failures,
        percentilesMs,
        apdexScores,
        moments,
        total: {
          samples: total.samples,
          failures: total.failures,
          apdexScore: total.samples === 0 ? null : total.satisfaction / total.samples,
          percentilesMs: totals,
          moments: bucketMoments(all, whole, total.samples, cube.bucketValues),
        },
      };
    },

    curve(selection) {
      all.fill(0);
      let samples = 0;
      for (let transaction = 0; transaction < cube.transactionCount; transaction++) {
        if (selection.counted[transaction] !== 1) continue;
        if (selection.outcome !== 'failed')
          samples += addLayer(cube, layerOf(cube, transaction, 0), selection.range, all);
        if (selection.outcome !== 'ok')
          samples += addLayer(cube, layerOf(cube, transaction, 1), selection.range, all);
      }
      const grid = curvePercentiles(samples);
      const valueMs = new Float64Array(grid.length);
      const buckets = { from: 0, to: cube.scheme.count };
      bucketPercentiles(all, buckets, samples, cube.bucketValues, grid, valueMs, 0);
      return { samples, percentile: Float64Array.from(grid), valueMs };
    },
  };
}

/** Percentiles of a curve over `samples`: evenly spaced on the axis of nines as far as one sample lies beyond. */
export function curvePercentiles(samples: number): number[] {
  if (samples === 0) return [];
  const points = Math.floor(Math.log10(samples) * POINTS_PER_NINE);
  const grid = Array.from({ length: points + 1 }, (_, i) => 100 * (1 - 10 ** (-i / POINTS_PER_NINE)));
  grid.push(100);
  return grid;
}

function bucketsOf(cube: DenseCube, transaction: number, outcome: Outcome): BucketRange {
  const ok = outcome === 'failed' ? null : layerOf(cube, transaction, 0);
  const failed = outcome === 'ok' ? null : layerOf(cube, transaction, 1);
  let from = cube.scheme.count;
  let to = 0;
  for (const layer of [ok, failed]) {
    if (layer === null || layer.width === 0) continue;
    from = Math.min(from, layer.firstBucket);
    to = Math.max(to, layer.firstBucket + layer.width);
  }
  return from < to ? { from, to } : { from: 0, to: 0 };
}

/** Adds the counts of a span of bins to `counts`. @returns how many samples these were */
export function addLayer(cube: DenseCube, layer: CubeLayer, range: BinRange, counts: Uint32Array): number {
  const { sums } = cube;
  const low = layer.offset + range.from * layer.width;
  const high = layer.offset + range.to * layer.width;
  let samples = 0;
  for (let i = 0; i < layer.width; i++) {
    const count = sums[high + i]! - sums[low + i]!;
    counts[layer.firstBucket + i]! += count;
    samples += count;
  }
  return samples;
}

/** Apdex: satisfied up to T counts 1, tolerating up to 4 T (as JMeter has it 3 T) counts a half. */
function apdexWeights(cube: DenseCube, tMs: number, mode: ApdexMode): Float64Array {
  return cube.bucketValues.map((value) =>
    value <= tMs ? 1 : value <= APDEX_TOLERATING[mode] * tMs ? 0.5 : 0,
  );
}

function weighLayer(cube: DenseCube, layer: CubeLayer, range: BinRange, weights: Float64Array): number {
  const { sums } = cube;
  const low = layer.offset + range.from * layer.width;
  const high = layer.offset + range.to * layer.width;
  let sum = 0;
  for (let i = 0; i < layer.width; i++)
    sum += (sums[high + i]! - sums[low + i]!) * weights[layer.firstBucket + i]!;
  return sum;
}
