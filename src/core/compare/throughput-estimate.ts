import { chooseBlocks, perBlock } from '../statistics/block-selection.ts';
import { unjudged, type Estimate } from './estimate.ts';
import type { OfferedLoad } from './offered-load.ts';

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

/**
 * Achieved ÷ offered (0..1) of an open-loop test, with the variance of its logarithm from what blocks of time deviate from the
 * share of the whole by (sectioning of a ratio, method A6).
 * @returns null where nothing was offered
 */
export function achievedShareEstimate({ offered, achieved }: OfferedLoad, windowMs: number): Estimate | null {
  const [n, done] = [offered, achieved].map((counts) => counts.reduce((sum, count) => sum + count, 0)) as [
    number,
    number,
  ];
  if (n === 0 || windowMs <= 0) return null;
  const value = done / n;
  const choice = chooseBlocks({ events: achieved, sizes: offered, windowMs, minBlockMs: MIN_BLOCK_MS });
  if (choice === null)
    return unjudged(value, n, 'ten blocks of a second with five iterations each are needed');
  const { blocks, inflation, drifting } = choice;
  const [wanted, made] = [perBlock(offered, blocks), perBlock(achieved, blocks)];
  const squares = made.reduce((sum, count, block) => sum + (count - value * wanted[block]!) ** 2, 0);
  // Of the share ÷ its square: the variance of its logarithm. Counting cannot tell less than one iteration.
  const variance = Math.max(((squares * blocks) / ((blocks - 1) * done * done)) * inflation, 1 / (n * n));
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
