import { chooseBlocks, perBlock } from '../statistics/block-selection.ts';
import { replicateVariance, resampledShares } from '../statistics/block-bootstrap.ts';
import { Random } from '../statistics/random.ts';
import type { Estimate } from './estimate.ts';

export interface FailureWindow {
  /** Per sub-block. */
  readonly samples: Float64Array;
  readonly failures: Float64Array;
  readonly windowMs: number;
}

const MIN_BLOCK_MS = 1000;
const FEWEST_BLOCKS = 10;

export interface ErrorEstimate extends Estimate {
  /** Samples that do not depend on each other and would be as certain: n ÷ design effect. */
  readonly effectiveSamples: number;
}

/**
 * The share of failures with its variance from blocks of time (method A6). With few failures the variance says little; then
 * the effective number of samples serves for a score interval.
 * @returns null without samples
 */
export function errorEstimate(
  { samples, failures, windowMs }: FailureWindow,
  seed: string,
): ErrorEstimate | null {
  const n = sumOf(samples);
  if (n === 0) return null;
  const value = sumOf(failures) / n;
  const effectiveSamples =
    n / designEffect(perBlock(failures, FEWEST_BLOCKS), perBlock(samples, FEWEST_BLOCKS));
  const choice = chooseBlocks({ events: failures, sizes: samples, windowMs, minBlockMs: MIN_BLOCK_MS });
  const common = { value, samples: n, parts: [], runs: null, range: null, lacking: null };
  if (choice === null) {
    return { ...common, effectiveSamples, plainParts: [], blocks: null, drifting: false };
  }
  const { blocks, inflation, drifting } = choice;
  const drawn = resampledShares(perBlock(failures, blocks), perBlock(samples, blocks), new Random(seed));
  const variance = replicateVariance(drawn, blocks, (share) => share) * inflation;
  return {
    ...common,
    plainParts: [{ variance, df: blocks - 1 }],
    blocks,
    drifting,
    // Where the other side has few failures, this one takes part in a score interval too.
    effectiveSamples: variance > 0 ? Math.min(n, (value * (1 - value)) / variance) : effectiveSamples,
  };
}

/** Variance between blocks ÷ binomial variance, at least 1. */
function designEffect(failures: Float64Array, samples: Float64Array): number {
  const n = sumOf(samples);
  const share = sumOf(failures) / n;
  if (share === 0 || share === 1) return 1;
  const blocks = samples.length;
  let squares = 0;
  for (let j = 0; j < blocks; j++) squares += (failures[j]! - share * samples[j]!) ** 2;
  const variance = (blocks / (blocks - 1)) * (squares / (n * n));
  return Math.max(1, variance / ((share * (1 - share)) / n));
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
