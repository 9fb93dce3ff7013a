import { LogBins, type BlockCells } from '../../../statistics/log-histogram.ts';
import { SUB_BLOCKS } from '../../../statistics/block-selection.ts';
import { Random } from '../../../statistics/random.ts';
import type { ValueCounts } from '../../../latency/value-counts.ts';

/** The runs of method A8: 50 requests per second for ten minutes, lognormal times (σ 0.5) times a slow AR(1) factor. */
export const SECONDS = 600;
const PER_SECOND = 50;
const MEDIAN_MS = 100;
const SIGMA = 0.5;
const FACTOR_SD = 0.1;

/** Bins of 1 %, as in the simulation that the method's note reports. */
export const SIMULATED_BINS = new LogBins(100);

export interface SimulatedRun {
  readonly values: ValueCounts;
  readonly cells: BlockCells;
}

/**
 * @param tauS correlation time of the factor in seconds; 0 is none
 * @param level constant factor on all times
 */
export function simulatedRun(seed: string, tauS: number, level: number): SimulatedRun {
  const random = new Random(seed);
  const phi = tauS === 0 ? 0 : Math.exp(-1 / tauS);
  const count = SECONDS * PER_SECOND;
  const values = new Float64Array(count);
  const subBlocks = new Uint8Array(count);
  const bins = new Uint16Array(count);
  let slow = random.normal() * FACTOR_SD;
  for (let second = 0; second < SECONDS; second++) {
    for (let i = 0; i < PER_SECOND; i++) {
      const at = second * PER_SECOND + i;
      const factor = tauS === 0 ? 0 : slow;
      values[at] = MEDIAN_MS * level * Math.exp(SIGMA * random.normal() + factor);
      subBlocks[at] = Math.floor((second * SUB_BLOCKS) / SECONDS);
      bins[at] = SIMULATED_BINS.binOf(values[at]);
    }
    slow = phi * slow + Math.sqrt(1 - phi * phi) * FACTOR_SD * random.normal();
  }
  values.sort();
  return {
    values: {
      values,
      cumulative: Float64Array.from({ length: count }, (_, index) => index + 1),
      failed: new Float64Array(count),
      count,
    },
    cells: { subBlocks, bins, counts: new Uint8Array(count).fill(1), length: count },
  };
}
