import { openLocalEngine } from '../product/engine.js';
import { binsOfSpan, buildLatencyCubeAtOnce, createCubeEstimator } from '../product/cube.js';
import { commandLineOptions } from './installation.ts';
import { onlyRun, PERCENTILES, randomSpans } from './questions.ts';

/** As the window asks for it. */
const CUBE = { maxBins: 600, maxBytes: 64_000_000 };
const MOVES = 200;

export interface BrushAnswer {
  /** The engine's answer: counting in the database and bringing the counts over. */
  readonly askMs: number;
  readonly cells: number;
  readonly cellBytes: number;
  /** Sparse counts to prefix sums, in the window. */
  readonly buildMs: number;
  readonly cubeBytes: number;
  readonly transactions: number;
  /** One brush each: all percentiles of all transactions and of all together, and the curve. */
  readonly movesMs: readonly number[];
}

/** What the window does from opening a run to 200 moves of the brush, without its drawing. */
export async function run(input: { readonly workspace: string }): Promise<BrushAnswer> {
  const local = await openLocalEngine(commandLineOptions(input.workspace));
  try {
    const run = await onlyRun(local.client);
    const asked = performance.now();
    const sparse = await local.client.call('latency.cube', { runId: run.id, conditions: [], ...CUBE });
    const answered = performance.now();
    const cube = buildLatencyCubeAtOnce(sparse);
    const built = performance.now();
    const estimator = createCubeEstimator(cube, PERCENTILES);
    const movesMs: number[] = [];
    let seen = 0;
    for (const span of randomSpans(run, MOVES, null)) {
      const begun = performance.now();
      const selection = { range: binsOfSpan(cube, span), outcome: 'all', counted: cube.counted } as const;
      seen += estimator.figures(selection).total.samples + estimator.curve(selection).samples;
      movesMs.push(performance.now() - begun);
    }
    if (seen === 0) throw new Error('the brush has found no samples');
    return {
      askMs: answered - asked,
      cells: sparse.cells.rowCount,
      // Three 16-bit columns, one of 8 and one of 32 bits.
      cellBytes: sparse.cells.rowCount * 11,
      buildMs: built - answered,
      cubeBytes: cube.sums.byteLength,
      transactions: sparse.transactionIds.length,
      movesMs,
    };
  } finally {
    await local.close();
  }
}
