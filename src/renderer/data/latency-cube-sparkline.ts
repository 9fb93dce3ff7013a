import { layerOf, type DenseCube } from './latency-cube.ts';
import { addLayer } from './latency-cube-estimate.ts';
import { bucketPercentiles } from './latency-cube-histogram.ts';

const MAX_POINTS = 56;
/** A point of fewer samples says nothing about a p95; sparse transactions get fewer, wider points. */
const SAMPLES_PER_POINT = 20;
/** Fewer points than this have no shape worth a look. */
const MIN_POINTS = 4;

/**
 * One percentile over the whole run in points of equal width (NaN: a point without samples; empty: too few samples),
 * per transaction (index of the cube) and, last, of all counted transactions together.
 * Successes and failures count together, as in the table that they stand in.
 */
export function cubeSparklines(cube: DenseCube, percentile: number): readonly Float64Array[] {
  const each = Array.from({ length: cube.transactionCount }, (_, transaction) =>
    sparkline(cube, [transaction], percentile),
  );
  const counted = Array.from(cube.counted.keys()).filter((transaction) => cube.counted[transaction] === 1);
  return [...each, sparkline(cube, counted, percentile)];
}

function sparkline(cube: DenseCube, transactions: readonly number[], percentile: number): Float64Array {
  const counts = new Uint32Array(cube.scheme.count);
  const samplesIn = (from: number, to: number): number => {
    counts.fill(0);
    let samples = 0;
    for (const transaction of transactions) {
      samples += addLayer(cube, layerOf(cube, transaction, 0), { from, to }, counts);
      samples += addLayer(cube, layerOf(cube, transaction, 1), { from, to }, counts);
    }
    return samples;
  };
  const total = samplesIn(0, cube.binCount);
  const points = Math.min(cube.binCount, MAX_POINTS, Math.floor(total / SAMPLES_PER_POINT));
  const values = new Float64Array(points < MIN_POINTS ? 0 : points);
  const buckets = { from: 0, to: cube.scheme.count };
  for (let point = 0; point < values.length; point++) {
    const from = Math.floor((point * cube.binCount) / points);
    const to = Math.floor(((point + 1) * cube.binCount) / points);
    bucketPercentiles(counts, buckets, samplesIn(from, to), cube.bucketValues, [percentile], values, point);
  }
  return values;
}
