import type { ComparedMetric } from '#shared/model/comparison.ts';

/** Changes on a horizontal axis: ratios by their logarithm, so that twice as slow and half as slow are equally far. */
export interface ForestAxis {
  /** Share of the width, 0..1, of a change; changes beyond the axis stand at its ends. */
  readonly toShare: (change: number) => number;
  readonly domain: readonly [number, number];
  readonly ticks: readonly ForestTick[];
  /** The band in which a change is none. */
  readonly band: readonly [number, number];
  /** Percent, or percentage points of an error rate. */
  readonly unit: '%' | 'points';
}

export interface ForestTick {
  readonly change: number;
  readonly share: number;
  readonly text: string;
  readonly isMargin: boolean;
}

/** Room at both ends, so that a dot on the last tick is whole. */
const EDGE = 0.06;
/** Beyond these a whisker would push all others together; it gets an arrow instead. */
const MOST = { ratio: [-0.75, 3], points: [-0.5, 0.5] } as const;
const RATIO_STEPS = [
  -0.9, -0.75, -0.5, -0.3, -0.2, -0.1, -0.05, -0.02, 0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 3,
] as const;
const POINT_STEPS = [
  -0.5, -0.2, -0.1, -0.05, -0.02, -0.01, -0.005, 0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5,
] as const;
/** Width that the figures of a tick need. */
const TICK_PX = 34;

/** Margin of error rates: one percentage point (method A6). */
export const ERROR_RATE_MARGIN = 0.01;

/**
 * An axis that holds the margin and, within reason, all intervals.
 * @param intervals of the rows, as `deltaRatio` (for `errorRate`: difference of shares)
 * @param margin relative, of all rows without one of their own
 */
export function forestAxis(
  metric: ComparedMetric,
  intervals: readonly (readonly [number, number])[],
  margin: number,
  widthPx: number,
): ForestAxis {
  const points = metric === 'errorRate';
  const half = points ? ERROR_RATE_MARGIN : margin;
  const most = points ? MOST.points : MOST.ratio;
  const place = points
    ? (change: number) => change
    : (change: number) => Math.log(1 + Math.max(change, -0.99));
  const back = points ? (at: number) => at : (at: number) => Math.exp(at) - 1;
  const reach = 1.6 * Math.max(Math.abs(place(half)), Math.abs(place(-half)));
  const lowest = intervals.reduce((least, [low]) => Math.min(least, place(low)), -reach);
  const highest = intervals.reduce((top, [, high]) => Math.max(top, place(high)), reach);
  const from = Math.max(lowest, Math.min(place(most[0]), -reach));
  const to = Math.min(highest, Math.max(place(most[1]), reach));
  const toShare = (change: number): number => {
    const share = (place(change) - from) / (to - from);
    return EDGE + Math.min(1, Math.max(0, share)) * (1 - 2 * EDGE);
  };
  const domain = [back(from), back(to)] as const;
  const band = points ? ([-half, half] as const) : ([-Math.min(half, 0.99), half] as const);
  return {
    toShare,
    domain,
    band,
    unit: points ? 'points' : '%',
    ticks: ticksOf(toShare, domain, band, points, widthPx),
  };
}

function ticksOf(
  toShare: (change: number) => number,
  [from, to]: readonly [number, number],
  band: readonly [number, number],
  points: boolean,
  widthPx: number,
): readonly ForestTick[] {
  const steps = points ? POINT_STEPS : RATIO_STEPS;
  const inside = steps.filter((step) => step >= from - 1e-9 && step <= to + 1e-9);
  // What verdicts hang on is named first: the margins, then no change, then what fits between.
  const wanted = [band[1], band[0], 0, ...[...inside].sort((a, b) => Math.abs(b) - Math.abs(a))];
  const taken: ForestTick[] = [];
  for (const change of wanted) {
    const share = toShare(change);
    if (taken.some((tick) => Math.abs(tick.share - share) * widthPx < TICK_PX)) continue;
    taken.push({ change, share, text: tickText(change), isMargin: band.includes(change) });
  }
  return taken.sort((a, b) => a.change - b.change);
}

function tickText(change: number): string {
  const percent = Math.round(Math.abs(change) * 1000) / 10;
  if (percent === 0) return '0';
  return `${change > 0 ? '+' : '−'}${percent}`;
}
