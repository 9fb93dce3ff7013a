import { numbersToColumn, type ColumnTable } from '#shared/contract/columns.ts';
import { percentileOf } from '../latency/quantiles.ts';
import type { ValueCounts } from '../latency/value-counts.ts';
import {
  drawBlocks,
  replicateVariance,
  REPLICATES,
  resampledQuantiles,
} from '../statistics/block-bootstrap.ts';
import { chooseBlocks, SUB_BLOCKS } from '../statistics/block-selection.ts';
import { harrellDavis, harrellDavisWeights } from '../statistics/harrell-davis.ts';
import { hochbergLevels } from '../statistics/holm.ts';
import {
  blockHistogram,
  exceedances,
  LATENCY_BINS,
  quantilePlace,
  type BlockCells,
  type BlockHistogram,
} from '../statistics/log-histogram.ts';
import { Random } from '../statistics/random.ts';
import { studentTQuantile, studentTUpperTail } from '../statistics/student-t.ts';
import { effectOf, type Effect } from './decision.ts';
import type { VariancePart } from './estimate.ts';

/** Deciles and the upper percentiles that load tests are judged by (method A7). */
export const SHIFT_PERCENTILES: readonly number[] = [10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99];

/** Below so many samples a side, quantiles are smoothed (Harrell & Davis 1982). */
export const SMOOTHED_BELOW = 5000;
const ALPHA = 0.05;
const MIN_BLOCK_MS = 1000;

export interface ShiftSide {
  readonly values: ValueCounts;
  readonly cells: BlockCells;
  readonly windowMs: number;
  readonly clockTickMs: number;
}

/**
 * By how many milliseconds each part of the distribution moved, with intervals that hold together with 95 %
 * (Hochberg 1988, within the transaction). Percentiles without enough samples have a difference but no interval.
 * Columns: see `ComparedDistributions.shift`.
 * @param margin relative: `beyond` marks percentiles whose whole interval lies outside of it
 */
export function shiftFunction(a: ShiftSide, b: ShiftSide, margin: number, seed: string): ColumnTable {
  const smoothed = Math.min(a.values.count, b.values.count) < SMOOTHED_BELOW;
  const quantile = ({ values }: ShiftSide, percentile: number): number | null =>
    smoothed ? harrellDavis(values, percentile / 100) : percentileOf(values, percentile);
  const [partsA, partsB] = [a, b].map((side, index) =>
    variances(side, smoothed, `${seed}|shift|${index}`),
  ) as [Parts, Parts];
  const rows = SHIFT_PERCENTILES.map((percentile, index) => {
    const [baseline, candidate] = [quantile(a, percentile), quantile(b, percentile)];
    const delta = baseline === null || candidate === null ? null : candidate - baseline;
    const [ofA, ofB] = [partsA[index] ?? null, partsB[index] ?? null];
    const effect = delta === null || ofA === null || ofB === null ? null : effectOf(delta, [ofA, ofB]);
    return { percentile, baseline, candidate, delta, effect };
  });
  const known = rows.flatMap(({ effect }) => (effect === null ? [] : [effect]));
  const levels = new Map(known.map((effect, index) => [effect, index]));
  const adjusted = hochbergLevels(known.map(twoSidedP), ALPHA);
  const intervals = rows.map(({ effect }) => {
    if (effect === null) return null;
    const half = effect.standardError * studentTQuantile(1 - adjusted[levels.get(effect)!]! / 2, effect.df);
    return [effect.estimate - half, effect.estimate + half] as const;
  });
  return {
    rowCount: rows.length,
    columns: {
      percentile: numbersToColumn(rows.map(({ percentile }) => percentile)),
      baselineMs: numbersToColumn(rows.map(({ baseline }) => baseline)),
      candidateMs: numbersToColumn(rows.map(({ candidate }) => candidate)),
      deltaMs: numbersToColumn(rows.map(({ delta }) => delta)),
      lowMs: numbersToColumn(intervals.map((interval) => interval?.[0] ?? null)),
      highMs: numbersToColumn(intervals.map((interval) => interval?.[1] ?? null)),
      beyond: numbersToColumn(
        intervals.map((interval, index) => {
          const limit = margin * (rows[index]!.baseline ?? 0);
          return interval !== null && (interval[0] > limit || interval[1] < -limit) ? 1 : 0;
        }),
      ),
    },
  };
}

function twoSidedP({ estimate, standardError, df }: Effect): number {
  if (standardError === 0) return estimate === 0 ? 1 : 0;
  return 2 * studentTUpperTail(Math.abs(estimate) / standardError, df);
}

type Parts = readonly (VariancePart | null)[];

/** Variances of all percentiles from the same resamples of blocks; null where the samples are too few. */
function variances(side: ShiftSide, smoothed: boolean, seed: string): Parts {
  const { values, cells, windowMs, clockTickMs } = side;
  const minBlockMs = Math.max(MIN_BLOCK_MS, 5 * (percentileOf(values, 95) ?? 0));
  const choices = SHIFT_PERCENTILES.map((percentile) => {
    const place = quantilePlace(cells, LATENCY_BINS, percentile / 100);
    if (place === null) return null;
    const { events, sizes } = exceedances(cells, place, SUB_BLOCKS);
    // Below the median it is the samples beneath that are few.
    const rare = percentile >= 50 ? events : sizes.map((size, block) => size - events[block]!);
    return chooseBlocks({ events: rare, sizes, windowMs, minBlockMs });
  });
  const usable = choices.filter((choice) => choice !== null);
  if (usable.length === 0) return choices.map(() => null);
  // One number of blocks for all: the least that any of them needs.
  const blocks = Math.min(...usable.map((choice) => choice.blocks));
  const histogram = blockHistogram(cells, LATENCY_BINS, SUB_BLOCKS, blocks);
  const random = new Random(seed);
  const shares = SHIFT_PERCENTILES.map((percentile) => percentile / 100);
  const drawn = smoothed
    ? smoothedQuantiles(histogram, values.count, shares, random)
    : resampledQuantiles(histogram, shares, random);
  return choices.map((choice, index) => {
    if (choice === null) return null;
    const variance = replicateVariance(drawn[index]!, blocks, (value) => value) * choice.inflation;
    return { variance: Math.max(variance, clockTickMs * clockTickMs), df: blocks - 1 };
  });
}

/** As {@link resampledQuantiles}, with the quantiles of Harrell & Davis. */
function smoothedQuantiles(
  { blocks, sizes, binCount, firstBin, cumulative, bins }: BlockHistogram,
  count: number,
  shares: readonly number[],
  random: Random,
): Float64Array[] {
  const weights = shares.map((share) => harrellDavisWeights(count, share));
  const filled = filledBins(cumulative, blocks, binCount);
  const values = filled.map((bin) => bins.valueAt(firstBin + bin, 0.5));
  const out = shares.map(() => new Float64Array(REPLICATES));
  const times = new Float64Array(blocks);
  const upTo = new Float64Array(filled.length);
  for (let replicate = 0; replicate < REPLICATES; replicate++) {
    const n = drawBlocks(times, sizes, random);
    filled.forEach((bin, index) => {
      let sum = 0;
      for (let j = 0; j < blocks; j++) sum += times[j]! * cumulative[bin * blocks + j]!;
      upTo[index] = sum / n;
    });
    weights.forEach((weightOf, index) => {
      let below = 0;
      let quantile = 0;
      for (let i = 0; i < filled.length; i++) {
        const weight = weightOf(upTo[i]!);
        quantile += (weight - below) * values[i]!;
        below = weight;
      }
      out[index]![replicate] = quantile;
    });
  }
  return out;
}

function filledBins(cumulative: Float64Array, blocks: number, binCount: number): number[] {
  const filled: number[] = [];
  for (let bin = 0; bin < binCount; bin++) {
    for (let j = 0; j < blocks; j++) {
      const before = bin === 0 ? 0 : cumulative[(bin - 1) * blocks + j]!;
      if (cumulative[bin * blocks + j]! > before) {
        filled.push(bin);
        break;
      }
    }
  }
  return filled;
}
