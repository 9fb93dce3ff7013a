import { chooseBlocks, SUB_BLOCKS } from '../statistics/block-selection.ts';
import { replicateVariance, resampledQuantiles, REPLICATES } from '../statistics/block-bootstrap.ts';
import {
  blockHistogram,
  exceedances,
  LATENCY_BINS,
  quantilePlace,
  type BlockCells,
  type LogBins,
} from '../statistics/log-histogram.ts';
import { minimumSamples, orderStatisticRanks } from '../statistics/order-statistics.ts';
import { Random } from '../statistics/random.ts';
import { percentileOf, ranksOf } from '../latency/quantiles.ts';
import { valueAtRank, type ValueCounts } from '../latency/value-counts.ts';
import { unjudged, type Estimate } from './estimate.ts';

/** What is compared of one transaction in one run: its successful samples within the window. */
export interface LatencyWindow {
  readonly values: ValueCounts;
  readonly cells: BlockCells;
  readonly windowMs: number;
  readonly clockTickMs: number;
}

export interface PercentileOptions {
  /** Gives the same interval whenever it is computed. */
  readonly seed: string;
  readonly replicates?: number;
  readonly bins?: LogBins;
  /** Without: intervals of drifting runs are as narrow as ten blocks make them (the simulation of method A8). */
  readonly inflateDrift?: boolean;
}

const MIN_BLOCK_MS = 1000;
const BLOCK_PER_P95 = 5;
/** Samples beyond the percentile that the ten blocks together must hold. */
const MIN_BEYOND = 50;

/** 0-based ranks of which {@link percentileEstimate} needs the exact values. */
export function ranksForPercentile(count: number, percentile: number): readonly number[] {
  const range = orderStatisticRanks(count, percentile / 100);
  // The block's length goes by the 95th percentile.
  const ranks = [...ranksOf(count, percentile), ...ranksOf(count, 95)];
  return range === null ? ranks : [...ranks, range.low, range.high];
}

/**
 * A percentile (type 7, exact) with its variance from the block bootstrap (method A3). Below what method A2 wants, the
 * interval between order statistics stands in for it.
 * @returns null without samples
 */
export function percentileEstimate(
  { values, cells, windowMs, clockTickMs }: LatencyWindow,
  percentile: number,
  { seed, replicates = REPLICATES, bins = LATENCY_BINS, inflateDrift = true }: PercentileOptions,
): Estimate | null {
  const value = percentileOf(values, percentile);
  if (value === null) return null;
  const p = percentile / 100;
  const n = values.count;
  const range = rangeOf(values, p);
  const needed = minimumSamples(p);
  if (n < needed) return { ...unjudged(value, n, `it takes ${needed} samples, and there are ${n}`), range };
  const place = quantilePlace(cells, bins, p);
  if (place === null)
    return { ...unjudged(value, n, 'without time stamps nothing tells how steady it was'), range };
  const minBlockMs = Math.max(MIN_BLOCK_MS, BLOCK_PER_P95 * (percentileOf(values, 95) ?? 0));
  const choice = chooseBlocks({ ...exceedances(cells, place, SUB_BLOCKS), windowMs, minBlockMs });
  if (choice === null) return { ...unjudged(value, n, tooThin(n, p, windowMs, minBlockMs)), range };

  const histogram = blockHistogram(cells, bins, SUB_BLOCKS, choice.blocks);
  const [drawn] = resampledQuantiles(histogram, [p], new Random(seed), replicates);
  const { blocks, drifting } = choice;
  const inflation = inflateDrift ? choice.inflation : 1;
  const df = blocks - 1;
  // A clock cannot tell more than its tick: what shows no spread is not known without any error.
  const relativeTick = value > 0 ? clockTickMs / value : 0;
  const part = (of: (value: number) => number, floor: number) => ({
    variance: Math.max(replicateVariance(drawn!, blocks, of) * inflation, floor * floor),
    df,
  });
  return {
    value,
    parts:
      value > 0 ? [part((drawnValue) => Math.log(Math.max(drawnValue, Number.MIN_VALUE)), relativeTick)] : [],
    plainParts: [part((drawnValue) => drawnValue, clockTickMs)],
    samples: n,
    runs: null,
    blocks,
    drifting,
    range,
    lacking: null,
  };
}

function rangeOf(values: ValueCounts, p: number): readonly [number, number] | null {
  const ranks = orderStatisticRanks(values.count, p);
  return ranks === null ? null : [valueAtRank(values, ranks.low), valueAtRank(values, ranks.high)];
}

function tooThin(n: number, p: number, windowMs: number, minBlockMs: number): string {
  const beyond = Math.floor(n * (1 - p) + 1e-6);
  if (beyond < MIN_BEYOND)
    return `${MIN_BEYOND} samples must lie beyond the percentile, and there are ${beyond}`;
  if (windowMs / 10 < minBlockMs)
    return `the window is too short to be cut into ten blocks of ${Math.ceil(minBlockMs / 1000)} s`;
  return 'its samples come in less than ten blocks of time';
}
