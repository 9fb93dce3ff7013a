import { bucketValueMs } from '#shared/model/latency-buckets.ts';
import type { BucketScheme } from '#shared/model/latency.ts';

/**
 * Prefix sums over time of one transaction and outcome. Only buckets that ever hold a sample are kept:
 * the count of bucket `b` in bins `[from, to)` is `row(to)[b - firstBucket] - row(from)[b - firstBucket]`,
 * where `row(bin)` begins at `offset + bin * width` of {@link DenseCube.sums}.
 */
export interface CubeLayer {
  readonly firstBucket: number;
  /** Zero for a layer without samples. */
  readonly width: number;
  readonly offset: number;
}

/**
 * Counts by time bin, transaction, outcome and latency bucket, laid out so that any span of bins is answered
 * from two rows per layer. Layers of transaction `t`: `layers[2 * t]` successes, `layers[2 * t + 1]` failures.
 */
export interface DenseCube {
  readonly binMs: number;
  readonly binCount: number;
  readonly scheme: BucketScheme;
  /** By index of the cube; the index after the last stands for all other transactions together. */
  readonly transactionIds: readonly number[];
  readonly transactionCount: number;
  /** 1 per transaction (the last stands for the others) that totals count: headline figures leave some kinds out. */
  readonly counted: Uint8Array;
  readonly layers: readonly CubeLayer[];
  readonly sums: Uint32Array;
  /** The response time that stands for each bucket, in ms. */
  readonly bucketValues: Float64Array;
}

/** Half-open range of time bins. */
export interface BinRange {
  readonly from: number;
  readonly to: number;
}

export function layerOf(cube: DenseCube, transaction: number, failed: 0 | 1): CubeLayer {
  return cube.layers[2 * transaction + failed] ?? EMPTY_LAYER;
}

export const EMPTY_LAYER: CubeLayer = { firstBucket: 0, width: 0, offset: 0 };

export function bucketValuesOf(scheme: BucketScheme): Float64Array {
  return Float64Array.from({ length: scheme.count }, (_, bucket) => bucketValueMs(scheme, bucket));
}

/** The bins whose middle lies in the span; for spans on bin edges these are exactly the bins of the span. */
export function binsOfSpan(
  cube: DenseCube,
  span: { readonly fromMs: number; readonly toMs: number } | null,
): BinRange {
  if (span === null) return { from: 0, to: cube.binCount };
  const clamp = (bin: number): number => Math.min(Math.max(bin, 0), cube.binCount);
  const from = clamp(Math.round(span.fromMs / cube.binMs));
  return { from, to: Math.max(from, clamp(Math.round(span.toMs / cube.binMs))) };
}
