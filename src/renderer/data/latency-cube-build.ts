import { numberColumn, type NumericArray } from '#shared/contract/columns.ts';
import type { LatencyCube } from '#shared/model/latency.ts';
import { bucketValuesOf, EMPTY_LAYER, type CubeLayer, type DenseCube } from './latency-cube.ts';

/** Work between two looks at the clock: well under a millisecond. */
const CELLS_PER_STEP = 32_768;
/** How long the window may be held up at a time; leaves half a frame for everything else. */
const SLICE_MS = 8;

interface Cells {
  readonly count: number;
  readonly bin: NumericArray;
  readonly transaction: NumericArray;
  readonly failed: NumericArray;
  readonly bucket: NumericArray;
  readonly samples: NumericArray;
}

/** Builds the dense cube in slices, so that the window keeps drawing: a million cells take several frames. */
export async function buildLatencyCube(sparse: LatencyCube, signal?: AbortSignal): Promise<DenseCube> {
  const steps = cubeSteps(sparse);
  for (;;) {
    const until = performance.now() + SLICE_MS;
    do {
      const step = steps.next();
      if (step.done === true) return step.value;
    } while (performance.now() < until);
    await nextTask();
    signal?.throwIfAborted();
  }
}

/** The same without pauses: for tests and measurements. */
export function buildLatencyCubeAtOnce(sparse: LatencyCube): DenseCube {
  const steps = cubeSteps(sparse);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function* cubeSteps(sparse: LatencyCube): Generator<void, DenseCube, void> {
  const cells = readCells(sparse);
  const transactionCount = sparse.transactionIds.length + 1;
  const layers = yield* layOut(cells, transactionCount, sparse.binCount);
  const last = layers.findLast((layer) => layer.width > 0);
  const sums = new Uint32Array(last === undefined ? 0 : last.offset + last.width * (sparse.binCount + 1));
  yield* scatter(cells, layers, sums);
  yield* addUp(layers, sums, sparse.binCount);
  return {
    binMs: sparse.binMs,
    binCount: sparse.binCount,
    scheme: sparse.scheme,
    transactionIds: sparse.transactionIds,
    transactionCount,
    counted: Uint8Array.from([...sparse.counted, true], Number),
    layers,
    sums,
    bucketValues: bucketValuesOf(sparse.scheme),
  };
}

function readCells({ cells }: LatencyCube): Cells {
  if (cells.rowCount === 0) {
    const none = new Uint32Array(0);
    return { count: 0, bin: none, transaction: none, failed: none, bucket: none, samples: none };
  }
  return {
    count: cells.rowCount,
    bin: numberColumn(cells, 'bin').values,
    transaction: numberColumn(cells, 'transaction').values,
    failed: numberColumn(cells, 'failed').values,
    bucket: numberColumn(cells, 'bucket').values,
    samples: numberColumn(cells, 'samples').values,
  };
}

/** Gives each layer the range of buckets that it needs, one layer behind the other. */
function* layOut(
  cells: Cells,
  transactionCount: number,
  binCount: number,
): Generator<void, CubeLayer[], void> {
  const first = new Int32Array(2 * transactionCount).fill(-1);
  const last = new Int32Array(2 * transactionCount);
  for (let row = 0; row < cells.count; row++) {
    const layer = 2 * cells.transaction[row]! + cells.failed[row]!;
    const bucket = cells.bucket[row]!;
    const known = first[layer]!;
    if (known < 0) {
      first[layer] = bucket;
      last[layer] = bucket;
    } else if (bucket < known) first[layer] = bucket;
    else if (bucket > last[layer]!) last[layer] = bucket;
    if (row % CELLS_PER_STEP === CELLS_PER_STEP - 1) yield;
  }
  let offset = 0;
  return Array.from(first, (firstBucket, layer) => {
    if (firstBucket < 0) return EMPTY_LAYER;
    const width = last[layer]! - firstBucket + 1;
    const laid = { firstBucket, width, offset };
    offset += width * (binCount + 1);
    return laid;
  });
}

/** Row 0 of every layer stays zero; the counts of bin `b` go to row `b + 1`. */
function* scatter(
  cells: Cells,
  layers: readonly CubeLayer[],
  sums: Uint32Array,
): Generator<void, void, void> {
  for (let row = 0; row < cells.count; row++) {
    const layer = layers[2 * cells.transaction[row]! + cells.failed[row]!]!;
    const at = layer.offset + (cells.bin[row]! + 1) * layer.width + cells.bucket[row]! - layer.firstBucket;
    sums[at]! += cells.samples[row]!;
    if (row % CELLS_PER_STEP === CELLS_PER_STEP - 1) yield;
  }
}

function* addUp(
  layers: readonly CubeLayer[],
  sums: Uint32Array,
  binCount: number,
): Generator<void, void, void> {
  for (const { offset, width } of layers) {
    const end = offset + width * (binCount + 1);
    let step = 0;
    for (let at = offset + width; at < end; at++) {
      sums[at]! += sums[at - width]!;
      if (++step % CELLS_PER_STEP === 0) yield;
    }
    yield;
  }
}

/** A message is delivered after pending input and painting, and without the four milliseconds of a timer. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
