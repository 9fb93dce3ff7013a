import type { MetricVerdict } from '#shared/model/comparison.ts';
import { ERROR_RATE_MARGIN, type ForestAxis } from './axis.ts';

/** Places in shares of the cell's width, 0..1. */
export interface ForestMark {
  /** Null: no interval is known. */
  readonly whisker: {
    readonly low: number;
    readonly high: number;
    /** The interval goes on beyond the axis. */
    readonly lowBeyond: boolean;
    readonly highBeyond: boolean;
  } | null;
  readonly dot: number | null;
  /** A filled dot is a decision, a hollow one is none: the colour says it a second time. */
  readonly filled: boolean;
  readonly band: readonly [number, number];
  readonly zero: number;
}

export function forestMark(axis: ForestAxis, verdict: MetricVerdict): ForestMark {
  const { ci95, deltaRatio, margin, metric } = verdict;
  const half = metric === 'errorRate' ? ERROR_RATE_MARGIN : margin.ratio;
  const [from, to] = axis.domain;
  return {
    whisker:
      ci95 === null
        ? null
        : {
            low: axis.toShare(ci95[0]),
            high: axis.toShare(ci95[1]),
            lowBeyond: ci95[0] < from - 1e-9,
            highBeyond: ci95[1] > to + 1e-9,
          },
    dot: deltaRatio === null ? null : axis.toShare(deltaRatio),
    filled: verdict.verdict !== 'inconclusive',
    band: [axis.toShare(-Math.min(half, 0.99)), axis.toShare(half)],
    zero: axis.toShare(0),
  };
}
