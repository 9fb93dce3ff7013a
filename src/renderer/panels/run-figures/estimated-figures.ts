import type { Run, Transaction } from '#shared/model/run.ts';
import { binsOfSpan, type DenseCube } from '../../data/latency-cube.ts';
import {
  DEFAULT_CUBE_APDEX,
  type CubeApdex,
  type CubeEstimate,
  type CubeSelection,
} from '../../data/latency-cube-estimate.ts';
import { apdexFigure, type Apdex } from '#shared/model/statistics.ts';
import type { LatencyBand, Outcome, SelectedTime } from '#shared/model/filter.ts';
import type { BucketMoments } from '../../data/latency-cube-histogram.ts';
import type { Figures, TransactionFigures } from './figures.ts';

/** All transactions that are too rare for a place of their own in the cube. */
export const OTHERS_ID = -1;

/**
 * The selection in the terms of the cube, which was made for its conditions.
 * @returns null when it asks for what the cube does not hold one by one: no honest estimate then
 */
export function cubeSelection(
  cube: DenseCube,
  selection: {
    readonly time: SelectedTime | null;
    readonly transactions: readonly number[] | null;
    readonly outcome: Outcome;
    readonly latency?: LatencyBand | null;
  },
): CubeSelection | null {
  if (selection.latency != null || (selection.time?.gaps ?? []).length > 0) return null;
  const range = binsOfSpan(cube, selection.time);
  if (selection.transactions === null) return { range, outcome: selection.outcome, counted: cube.counted };
  const counted = new Uint8Array(cube.transactionCount);
  for (const id of selection.transactions) {
    const index = cube.transactionIds.indexOf(id);
    if (index < 0) return null;
    counted[index] = 1;
  }
  return { range, outcome: selection.outcome, counted };
}

export interface EstimatedFigures {
  readonly overall: Figures;
  readonly transactions: readonly TransactionFigures[];
}

export function estimatedFigures(
  cube: DenseCube,
  estimate: CubeEstimate,
  selection: CubeSelection,
  run: Pick<Run, 'durationMs' | 'countedKind'>,
  known: ReadonlyMap<number, Transaction>,
  apdex: CubeApdex = DEFAULT_CUBE_APDEX,
): EstimatedFigures {
  const fromMs = selection.range.from * cube.binMs;
  const seconds = (Math.min(selection.range.to * cube.binMs, run.durationMs) - fromMs) / 1000;
  const width = estimate.percentiles.length;
  const transactions: TransactionFigures[] = [];
  for (let index = 0; index < cube.transactionCount; index++) {
    const samples = estimate.samples[index]!;
    if (samples === 0) continue;
    const id = cube.transactionIds[index];
    const transaction = id === undefined ? undefined : known.get(id);
    transactions.push({
      id: id ?? OTHERS_ID,
      label:
        id === undefined ? 'All rarer transactions together' : (transaction?.label ?? `Transaction ${id}`),
      kind: transaction?.kind ?? run.countedKind,
      ...figuresOf(samples, estimate.failures[index]!, estimate.moments[index] ?? null, seconds),
      percentilesMs: [...estimate.percentilesMs.subarray(index * width, (index + 1) * width)].map(orNull),
      apdex: { score: estimate.apdexScores[index]!, tMs: apdex.tMsOf(id) },
    });
  }
  const { total } = estimate;
  return {
    transactions,
    overall: {
      ...figuresOf(total.samples, total.failures, total.moments, seconds),
      percentilesMs: [...total.percentilesMs].map(orNull),
      apdex: estimatedApdex(cube, estimate, selection, apdex),
    },
  };
}

/** The Apdex of what is counted; T is the default where several are in use. */
export function estimatedApdex(
  cube: DenseCube,
  { samples, total }: CubeEstimate,
  { counted }: CubeSelection,
  { tMsOf, mode }: CubeApdex,
): Apdex | null {
  if (total.apdexScore === null) return null;
  const thresholds = new Set<number>();
  for (let index = 0; index < cube.transactionCount; index++) {
    if (counted[index] === 1 && samples[index]! > 0) thresholds.add(tMsOf(cube.transactionIds[index]));
  }
  const [only] = thresholds;
  const tMs = thresholds.size === 1 && only !== undefined ? only : tMsOf(undefined);
  const figure = apdexFigure(total.apdexScore, tMs, total.samples, mode);
  return thresholds.size > 1 ? { ...figure, mixed: true } : figure;
}

function figuresOf(
  samples: number,
  failures: number,
  moments: BucketMoments | null,
  seconds: number,
): Omit<Figures, 'percentilesMs'> {
  return {
    samples,
    failures,
    minMs: moments?.minMs ?? null,
    meanMs: moments?.meanMs ?? null,
    maxMs: moments?.maxMs ?? null,
    stdDevMs: moments?.stdDevMs ?? null,
    throughputPerSec: seconds > 0 ? samples / seconds : null,
    // The cube counts samples; bytes and JMeter's definition come with the exact figures.
    receivedPerSec: null,
    jmeterMs: null,
  };
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
