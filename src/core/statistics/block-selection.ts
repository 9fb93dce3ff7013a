import { lag1Autocorrelation } from './autocorrelation.ts';
import { normalQuantile } from './normal.ts';

/** Into how many blocks a window may be cut (method A3), finest first. */
export const BLOCK_COUNTS: readonly number[] = [60, 40, 30, 20, 15, 10];
/** Their least common multiple: counts by this many sub-blocks give the counts of each of them. */
export const SUB_BLOCKS = 120;

const MIN_EVENTS_PER_BLOCK = 5;
/** {@link chooseBlocks} finds no blocks for fewer events. */
export const MIN_BLOCK_EVENTS = MIN_EVENTS_PER_BLOCK * Math.min(...BLOCK_COUNTS) - 1e-3;
const MIN_BLOCKS_WITH_SAMPLES = 10;
/** One-sided: blocks whose dependence is no clearer than this pass. */
const DEPENDENCE_P = 0.1;
const MAX_INFLATING_R = 0.8;

/** What the choice of blocks goes by: an event is a sample above the percentile, or a failure. */
export interface BlockSeries {
  /** Per sub-block. */
  readonly events: Float64Array;
  readonly sizes: Float64Array;
  readonly windowMs: number;
  /** Blocks must not be shorter than this. */
  readonly minBlockMs: number;
}

export interface BlockChoice {
  readonly blocks: number;
  /** Lag-1 autocorrelation of the shares of events. */
  readonly r1: number;
  /** No number of blocks passed: neighbours depend on each other even at ten. */
  readonly drifting: boolean;
  /** Factor on the variance, 1 unless drifting. */
  readonly inflation: number;
}

/**
 * Cuts a window into as many blocks as can be taken for independent of each other (LBATCH, Fishman & Yarberry 1997).
 * @returns null where even ten blocks are too short or hold too few events
 */
export function chooseBlocks(series: BlockSeries): BlockChoice | null {
  let last: { blocks: number; r1: number } | null = null;
  for (const blocks of BLOCK_COUNTS) {
    if (!isAdmissible(series, blocks)) continue;
    const r1 = lag1Autocorrelation(sharesOf(series, blocks));
    if (passes(r1, blocks)) return { blocks, r1, drifting: false, inflation: 1 };
    last = { blocks, r1 };
  }
  if (last === null) return null;
  const r = Math.min(Math.max(last.r1, 0), MAX_INFLATING_R);
  return { ...last, drifting: true, inflation: (1 + r) / (1 - r) };
}

/** The lag-1 autocorrelation is no clearer than chance would have it. */
export function passes(r1: number, blocks: number): boolean {
  return r1 * Math.sqrt(blocks) < normalQuantile(1 - DEPENDENCE_P);
}

function isAdmissible({ events, sizes, windowMs, minBlockMs }: BlockSeries, blocks: number): boolean {
  if (windowMs / blocks < minBlockMs) return false;
  const happened = events.reduce((sum, n) => sum + n, 0);
  // A share such as 0.05 is no binary fraction.
  if (happened / blocks < MIN_EVENTS_PER_BLOCK - 1e-6) return false;
  return perBlock(sizes, blocks).filter((n) => n > 0).length >= MIN_BLOCKS_WITH_SAMPLES;
}

/** Share of events in each block; where a block has no samples, that of the whole. */
function sharesOf({ events, sizes }: BlockSeries, blocks: number): Float64Array {
  const [happened, n] = [perBlock(events, blocks), perBlock(sizes, blocks)];
  const overall = happened.reduce((sum, value) => sum + value, 0) / n.reduce((sum, value) => sum + value, 0);
  return happened.map((value, block) => (n[block] === 0 ? overall : value / n[block]!));
}

/** Sums of neighbouring sub-blocks. */
export function perBlock(values: Float64Array, blocks: number): Float64Array {
  const per = values.length / blocks;
  const out = new Float64Array(blocks);
  for (let i = 0; i < values.length; i++) out[Math.floor(i / per)]! += values[i]!;
  return out;
}
