import { replicateVariance, resampledShares } from '../../statistics/block-bootstrap.ts';
import { chooseBlocks, perBlock } from '../../statistics/block-selection.ts';
import { Random } from '../../statistics/random.ts';
import { studentTQuantile } from '../../statistics/student-t.ts';

/** What the score of a selection lacks of one, by stretches of time. */
export interface ApdexBlocks {
  /** Per sub-block: samples that frustrate, and half of those that are tolerated. */
  readonly lacking: Float64Array;
  readonly sizes: Float64Array;
}

/**
 * 95 % interval of an Apdex (method E9) by the blocks of method A3: score ± t(0.975, b − 1)·SE over resamples of whole
 * blocks of time, within 0 and 1.
 * @param seed of the draws: the same seed gives the same interval
 * @param minBlockMs blocks must not be shorter
 * @returns null where blocks are too short, or too few samples were less than satisfying
 */
export function apdexInterval(
  { lacking, sizes }: ApdexBlocks,
  windowMs: number,
  minBlockMs: number,
  seed: string,
): { readonly low: number; readonly high: number } | null {
  const samples = sizes.reduce((sum, n) => sum + n, 0);
  const choice = samples === 0 ? null : chooseBlocks({ events: lacking, sizes, windowMs, minBlockMs });
  if (choice === null) return null;
  const { blocks, inflation } = choice;
  const score = 1 - lacking.reduce((sum, n) => sum + n, 0) / samples;
  const replicates = resampledShares(perBlock(lacking, blocks), perBlock(sizes, blocks), new Random(seed));
  const variance = replicateVariance(replicates, blocks, (share) => share);
  const half = studentTQuantile(0.975, blocks - 1) * Math.sqrt(variance * inflation);
  return { low: Math.max(0, score - half), high: Math.min(1, score + half) };
}
