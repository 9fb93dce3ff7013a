import type { BlockHistogram } from './log-histogram.ts';
import type { Random } from './random.ts';

/** Replicates of method A3. */
export const REPLICATES = 2000;

/**
 * Quantiles of resamples: whole blocks of time are drawn with replacement (Künsch 1989), so that what belongs together in
 * time stays together. All quantiles of a replicate are of the same blocks.
 * @param shares quantiles as 0..1
 * @returns for each of `shares` the quantile of every replicate, in the unit of the values
 */
export function resampledQuantiles(
  histogram: BlockHistogram,
  shares: readonly number[],
  random: Random,
  replicates = REPLICATES,
): Float64Array[] {
  const { blocks, sizes } = histogram;
  const out = shares.map(() => new Float64Array(replicates));
  const times = new Float64Array(blocks);
  const starts = shares.map(() => histogram.binCount >> 1);
  for (let replicate = 0; replicate < replicates; replicate++) {
    const count = drawBlocks(times, sizes, random);
    for (let i = 0; i < shares.length; i++) {
      const found = quantileOf(histogram, times, (count - 1) * shares[i]!, starts[i]!);
      starts[i] = found.bin;
      out[i]![replicate] = found.value;
    }
  }
  return out;
}

/**
 * Fills `times` with how often each block was drawn; draws again where only empty blocks came.
 * @returns number of samples of the resample
 */
export function drawBlocks(times: Float64Array, sizes: Float64Array, random: Random): number {
  for (;;) {
    times.fill(0);
    let count = 0;
    for (let left = times.length; left > 0; left--) {
      const block = random.below(times.length);
      times[block]! += 1;
      count += sizes[block]!;
    }
    if (count > 0) return count;
  }
}

/**
 * Looks for the bin from `start` on, first in ever longer steps, then halving: replicates lie close together, and adding
 * up one bin over all blocks is what costs.
 */
function quantileOf(
  histogram: BlockHistogram,
  times: Float64Array,
  position: number,
  start: number,
): { bin: number; value: number } {
  const { bins, firstBin, binCount } = histogram;
  let low = -1;
  let below = 0;
  let high = binCount - 1;
  let upTo = -1;
  let sum = mixture(histogram, times, start);
  if (sum > position) {
    [high, upTo] = [start, sum];
    for (let step = 1; high - step >= 0; step *= 2) {
      sum = mixture(histogram, times, high - step);
      if (sum <= position) {
        [low, below] = [high - step, sum];
        break;
      }
      [high, upTo] = [high - step, sum];
    }
  } else {
    [low, below] = [start, sum];
    for (let step = 1; low + step < binCount; step *= 2) {
      sum = mixture(histogram, times, low + step);
      if (sum > position) {
        [high, upTo] = [low + step, sum];
        break;
      }
      [low, below] = [low + step, sum];
    }
    if (upTo < 0) upTo = mixture(histogram, times, high);
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    sum = mixture(histogram, times, middle);
    if (sum > position) [high, upTo] = [middle, sum];
    else [low, below] = [middle, sum];
  }
  const share = Math.min(1, (position - below + 0.5) / (upTo - below));
  return { bin: high, value: bins.valueAt(firstBin + high, share) };
}

function mixture({ blocks, cumulative }: BlockHistogram, times: Float64Array, bin: number): number {
  const from = bin * blocks;
  let sum = 0;
  for (let j = 0; j < blocks; j++) sum += times[j]! * cumulative[from + j]!;
  return sum;
}

/** Shares of events (failures ÷ samples) of resamples of blocks. */
export function resampledShares(
  events: Float64Array,
  sizes: Float64Array,
  random: Random,
  replicates = REPLICATES,
): Float64Array {
  const times = new Float64Array(sizes.length);
  return Float64Array.from({ length: replicates }, () => {
    const count = drawBlocks(times, sizes, random);
    let happened = 0;
    for (let j = 0; j < times.length; j++) happened += times[j]! * events[j]!;
    return happened / count;
  });
}

/**
 * Variance of a figure from its replicates, with the factor b ÷ (b − 1) for the blocks that were drawn from.
 * @param of what is taken of every replicate: its logarithm, or itself
 */
export function replicateVariance(
  replicates: Float64Array,
  blocks: number,
  of: (value: number) => number,
): number {
  const values = replicates.map((value) => of(value));
  const first = values[0] ?? 0;
  // As distances from one of them, so that equal replicates give exactly zero.
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    sum += value - first;
    squares += (value - first) ** 2;
  }
  const n = values.length;
  const variance = Math.max(0, squares - (sum * sum) / n) / (n - 1);
  return (variance * blocks) / (blocks - 1);
}
