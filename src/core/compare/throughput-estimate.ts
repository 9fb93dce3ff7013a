import { chooseBlocks, perBlock } from '../statistics/block-selection.ts';
import { unjudged, type Estimate } from './estimate.ts';

const MIN_BLOCK_MS = 1000;

/**
 * Samples per second with the variance of its logarithm from the counts of blocks of time (sectioning, method A6).
 * @param samples per sub-block
 * @returns null without samples
 */
export function throughputEstimate(samples: Float64Array, windowMs: number): Estimate | null {
  const n = samples.reduce((sum, count) => sum + count, 0);
  if (n === 0 || windowMs <= 0) return null;
  const value = n / (windowMs / 1000);
  const choice = chooseBlocks({
    events: samples,
    sizes: new Float64Array(samples.length).fill(1),
    windowMs,
    minBlockMs: MIN_BLOCK_MS,
  });
  if (choice === null) return unjudged(value, n, 'ten blocks of a second with five samples each are needed');
  const { blocks, inflation, drifting } = choice;
  const counts = perBlock(samples, blocks);
  const mean = n / blocks;
  const spread = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (blocks - 1);
  // Counting cannot tell less than one sample.
  const variance = Math.max((spread / (mean * mean * blocks)) * inflation, 1 / (n * n));
  return {
    value,
    parts: [{ variance, df: blocks - 1 }],
    plainParts: [],
    samples: n,
    runs: null,
    blocks,
    drifting,
    range: null,
    lacking: null,
  };
}
