import type { CubeSelection } from './latency-cube-estimate.ts';
import { layerOf, type BinRange, type CubeLayer, type DenseCube } from './latency-cube.ts';

/** Rows of a grid in buckets of the cube: row `r` holds the buckets `[edges[r], edges[r + 1])`; outside of them nothing counts. */
export type RowBuckets = Int32Array;

/** Counts by time and response time. */
export interface CubeGrid {
  /** Bins of the first column, and how many each column has. */
  readonly fromBin: number;
  readonly binsPerColumn: number;
  readonly columnCount: number;
  readonly rowCount: number;
  /** Column after column, rows from fast to slow. */
  readonly counts: Uint32Array;
}

type Chosen = Pick<CubeSelection, 'counted' | 'outcome'>;

/**
 * Counts of the bins in `range` by column and row: exact for whole bins and buckets. Columns begin at whole multiples of their
 * width, so that they keep their samples while the range moves.
 */
export function cubeGrid(
  cube: DenseCube,
  { counted, outcome }: Chosen,
  range: BinRange,
  binsPerColumn: number,
  rows: RowBuckets,
): CubeGrid {
  const fromBin = Math.floor(range.from / binsPerColumn) * binsPerColumn;
  const columnCount = Math.max(0, Math.ceil((range.to - fromBin) / binsPerColumn));
  const rowCount = rows.length - 1;
  const counts = new Uint32Array(columnCount * rowCount);
  const rowOf = rowOfBuckets(rows, cube.scheme.count);
  for (const layer of chosenLayers(cube, { counted, outcome })) {
    for (let column = 0; column < columnCount; column++) {
      const first = Math.min(fromBin + column * binsPerColumn, cube.binCount);
      const low = layer.offset + first * layer.width;
      const high = layer.offset + Math.min(first + binsPerColumn, cube.binCount) * layer.width;
      const at = column * rowCount;
      for (let i = 0; i < layer.width; i++) {
        const samples = cube.sums[high + i]! - cube.sums[low + i]!;
        if (samples === 0) continue;
        const row = rowOf[layer.firstBucket + i]!;
        if (row >= 0) counts[at + row]! += samples;
      }
    }
  }
  return { fromBin, binsPerColumn, columnCount, rowCount, counts };
}

/** Counts by bucket of a span of bins. */
export function cubeHistogram(cube: DenseCube, selection: Chosen, range: BinRange): Uint32Array {
  const counts = new Uint32Array(cube.scheme.count);
  for (const { offset, width, firstBucket } of chosenLayers(cube, selection)) {
    const low = offset + range.from * width;
    const high = offset + range.to * width;
    for (let i = 0; i < width; i++) counts[firstBucket + i]! += cube.sums[high + i]! - cube.sums[low + i]!;
  }
  return counts;
}

/** The transaction (index of the cube) with most samples in a cell; null without samples. */
export function busiestTransaction(
  cube: DenseCube,
  { counted, outcome }: Chosen,
  bins: BinRange,
  buckets: { readonly from: number; readonly to: number },
): { readonly index: number; readonly samples: number } | null {
  let best: { readonly index: number; readonly samples: number } | null = null;
  for (let index = 0; index < cube.transactionCount; index++) {
    if (counted[index] !== 1) continue;
    const single = new Uint8Array(cube.transactionCount);
    single[index] = 1;
    let samples = 0;
    for (const { offset, width, firstBucket } of chosenLayers(cube, { counted: single, outcome })) {
      const from = Math.max(buckets.from - firstBucket, 0);
      const to = Math.min(buckets.to - firstBucket, width);
      for (let i = from; i < to; i++)
        samples += cube.sums[offset + bins.to * width + i]! - cube.sums[offset + bins.from * width + i]!;
    }
    if (samples > (best?.samples ?? 0)) best = { index, samples };
  }
  return best;
}

function chosenLayers(cube: DenseCube, { counted, outcome }: Chosen): CubeLayer[] {
  const layers: CubeLayer[] = [];
  for (let transaction = 0; transaction < cube.transactionCount; transaction++) {
    if (counted[transaction] !== 1) continue;
    if (outcome !== 'failed') layers.push(layerOf(cube, transaction, 0));
    if (outcome !== 'ok') layers.push(layerOf(cube, transaction, 1));
  }
  return layers.filter(({ width }) => width > 0);
}

function rowOfBuckets(rows: RowBuckets, bucketCount: number): Int32Array {
  const rowOf = new Int32Array(bucketCount).fill(-1);
  for (let row = 0; row + 1 < rows.length; row++) rowOf.fill(row, rows[row], rows[row + 1]);
  return rowOf;
}
