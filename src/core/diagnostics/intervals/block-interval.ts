import { replicateVariance, resampledQuantiles } from '../../statistics/block-bootstrap.ts';
import { chooseBlocks, perBlock, SUB_BLOCKS, type BlockSeries } from '../../statistics/block-selection.ts';
import {
  blockHistogram,
  exceedances,
  LATENCY_BINS,
  quantilePlace,
  type BlockCells,
} from '../../statistics/log-histogram.ts';
import { normalQuantile } from '../../statistics/normal.ts';
import { Random } from '../../statistics/random.ts';
import { studentTQuantile } from '../../statistics/student-t.ts';

/** Samples by blocks of the time in which they were taken. */
export interface Blocked {
  readonly cells: BlockCells;
  readonly windowMs: number;
  /** Of the draws: the same seed gives the same interval. */
  readonly seed: string;
}

/** Blocks must be this much longer than what a slow sample takes, or one sample reaches over several. */
const P95_PER_BLOCK = 5;
const MIN_BLOCK_MS = 1000;
/** One-sided: a spread that chance makes more seldom than this is none of chance. */
const DISPERSION_P = 0.1;

/**
 * Whether samples depend on their neighbours in time as far as a quantile is concerned: shares above it are correlated
 * between neighbouring blocks, or spread more than a binomial share does. Where blocks are too short or hold too few events
 * for an answer (method A3, step 1), they are taken for independent.
 */
export function samplesDepend(blocked: Blocked, p: number): boolean {
  const series = seriesOf(blocked, p);
  const choice = series === null ? null : chooseBlocks(series);
  return series !== null && choice !== null && (choice.drifting || isOverdispersed(series, choice.blocks));
}

/** χ² of the events per block against one common share; the quantile by Wilson & Hilferty (1931). */
function isOverdispersed({ events, sizes }: BlockSeries, blocks: number): boolean {
  const [happened, n] = [perBlock(events, blocks), perBlock(sizes, blocks)];
  const total = n.reduce((sum, size) => sum + size, 0);
  const share = happened.reduce((sum, count) => sum + count, 0) / total;
  if (share <= 0 || share >= 1) return false;
  let chiSquare = 0;
  let filled = 0;
  for (let j = 0; j < blocks; j++) {
    if (n[j] === 0) continue;
    filled += 1;
    chiSquare += (happened[j]! - n[j]! * share) ** 2 / (n[j]! * share * (1 - share));
  }
  const df = filled - 1;
  if (df < 1) return false;
  const limit = df * (1 - 2 / (9 * df) + normalQuantile(1 - DISPERSION_P) * Math.sqrt(2 / (9 * df))) ** 3;
  return chiSquare > limit;
}

/**
 * Method A3 for one run: ln Q ± t(0.975, b − 1)·SE, the variance inflated where even ten blocks depend on each other.
 * @param valueMs the quantile itself, exact
 * @returns null where blocks are too short or too few samples lie beyond the quantile
 */
export function blockInterval(
  { cells, windowMs, seed }: Blocked,
  p: number,
  valueMs: number,
): { readonly low: number; readonly high: number } | null {
  if (valueMs <= 0) return null;
  const series = seriesOf({ cells, windowMs, seed }, p);
  const choice = series === null ? null : chooseBlocks(series);
  if (choice === null) return null;
  const histogram = blockHistogram(cells, LATENCY_BINS, SUB_BLOCKS, choice.blocks);
  const [replicates] = resampledQuantiles(histogram, [p], new Random(`${seed}:${p}`));
  const variance = replicateVariance(replicates!, choice.blocks, (value) =>
    Math.log(Math.max(value, Number.MIN_VALUE)),
  );
  const half = studentTQuantile(0.975, choice.blocks - 1) * Math.sqrt(variance * choice.inflation);
  return { low: valueMs * Math.exp(-half), high: valueMs * Math.exp(half) };
}

function seriesOf({ cells, windowMs }: Blocked, p: number): BlockSeries | null {
  const place = quantilePlace(cells, LATENCY_BINS, p);
  if (place === null) return null;
  return { ...exceedances(cells, place, SUB_BLOCKS), windowMs, minBlockMs: minBlockMs(cells) };
}

/** The least length of a block of these samples. */
export function minBlockMs(cells: BlockCells): number {
  const p95 = quantilePlace(cells, LATENCY_BINS, 0.95);
  return p95 === null
    ? MIN_BLOCK_MS
    : Math.max(MIN_BLOCK_MS, P95_PER_BLOCK * LATENCY_BINS.valueAt(p95.bin, p95.share));
}
