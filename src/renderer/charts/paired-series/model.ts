import type { TimeSpan } from '#shared/model/filter.ts';
import type { Phase } from '#shared/model/phases.ts';
import type { PercentileLine } from '../time-series/model.ts';

export type PairedName = 'A' | 'B';

/** One side over its own elapsed time. */
export interface PairedSide {
  readonly name: PairedName;
  readonly durationMs: number;
  /** What is drawn, ascending: the last one strongly, those before it lightly. */
  readonly lines: readonly PercentileLine[];
  /** What the verdicts were made from; null: all of it. */
  readonly judged: TimeSpan | null;
  readonly phases: readonly Phase[];
}

/** Sides that begin at the same point of the axis: each at its own start. */
export interface PairedModel {
  readonly sides: readonly PairedSide[];
  readonly clockTickMs: number;
  readonly durationMs: number;
}

export function pairedModel(sides: readonly PairedSide[], clockTickMs: number): PairedModel {
  return {
    sides,
    clockTickMs,
    durationMs: sides.reduce((longest, side) => Math.max(longest, side.durationMs), 1),
  };
}

/** Stretches that no verdict was made from, on any side. */
export function notJudged({ sides, durationMs }: PairedModel): readonly TimeSpan[] {
  const judged = sides
    .map((side) => side.judged ?? { fromMs: 0, toMs: side.durationMs })
    .sort((a, b) => a.fromMs - b.fromMs);
  const gaps: TimeSpan[] = [];
  let at = 0;
  for (const { fromMs, toMs } of judged) {
    if (fromMs > at) gaps.push({ fromMs: at, toMs: fromMs });
    at = Math.max(at, toMs);
  }
  if (at < durationMs) gaps.push({ fromMs: at, toMs: durationMs });
  return gaps;
}

/** The side whose phases stand above the plot: the candidate, whose run is the one in question, if it has any. */
export function ribbonSide({ sides }: PairedModel): PairedSide | null {
  return [...sides].reverse().find((side) => side.phases.length > 0) ?? null;
}
