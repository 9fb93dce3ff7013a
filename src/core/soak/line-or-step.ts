import { hamedRao } from '../statistics/mann-kendall.ts';
import { theilSen } from '../statistics/theil-sen.ts';

/** How a series of values over minutes changes (method E6). */
export interface Trend {
  /** Of the Theil–Sen line at the first and at the last value. */
  readonly from: number;
  readonly to: number;
  /** Per minute, with its 95 % interval. */
  readonly slope: number;
  readonly slopeLow: number | null;
  readonly slopeHigh: number | null;
  /** Two-sided; the sign of the trend is that of the slope. */
  readonly p: number;
  /** First position after one step that explains the values better than the line; null: a line does. */
  readonly stepAt: number | null;
  readonly before: number;
  readonly after: number;
}

/** A stretch before or behind a step has at least this many values. */
const MIN_SIDE = 5;

/** @returns null where there are fewer than two different times */
export function trendOf(values: Float64Array, minutes: Float64Array): Trend | null {
  const line = theilSen(values, minutes);
  if (line === null) return null;
  const perValue = (line.slope * (minutes.at(-1)! - minutes[0]!)) / Math.max(1, values.length - 1);
  const { p } = hamedRao(values, perValue);
  const step = bestStep(values);
  const n = values.length;
  // Both have a level and a change; the step has the place of it besides. The line is fitted by least squares, as the step is.
  const lineFit = n * Math.log(Math.max(squaresAroundLine(values, minutes) / n, 1e-12)) + 2 * Math.log(n);
  const stepFit =
    step === null ? Infinity : n * Math.log(Math.max(step.squares / n, 1e-12)) + 3 * Math.log(n);
  const isStep = step !== null && stepFit < lineFit;
  return {
    from: line.intercept + line.slope * minutes[0]!,
    to: line.intercept + line.slope * minutes.at(-1)!,
    slope: line.slope,
    slopeLow: line.slopeLow,
    slopeHigh: line.slopeHigh,
    p,
    stepAt: isStep ? step.at : null,
    before: step?.before ?? Number.NaN,
    after: step?.after ?? Number.NaN,
  };
}

function squaresAroundLine(values: Float64Array, minutes: Float64Array): number {
  const n = values.length;
  let [meanX, meanY] = [0, 0];
  for (let i = 0; i < n; i++) {
    meanX += minutes[i]! / n;
    meanY += values[i]! / n;
  }
  let [xx, xy, yy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [dx, dy] = [minutes[i]! - meanX, values[i]! - meanY];
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  return xx === 0 ? yy : Math.max(0, yy - (xy * xy) / xx);
}

interface Step {
  readonly at: number;
  readonly squares: number;
  readonly before: number;
  readonly after: number;
}

/** The one change of the mean that leaves the least squares. */
function bestStep(values: Float64Array): Step | null {
  const n = values.length;
  const centre = values[0] ?? 0;
  const [sums, squares] = [new Float64Array(n + 1), new Float64Array(n + 1)];
  for (let i = 0; i < n; i++) {
    const value = values[i]! - centre;
    sums[i + 1] = sums[i]! + value;
    squares[i + 1] = squares[i]! + value * value;
  }
  const within = (from: number, to: number): number =>
    squares[to]! - squares[from]! - (sums[to]! - sums[from]!) ** 2 / (to - from);
  let best: Step | null = null;
  for (let at = MIN_SIDE; at <= n - MIN_SIDE; at++) {
    const left = within(0, at) + within(at, n);
    if (best !== null && left >= best.squares) continue;
    best = {
      at,
      squares: Math.max(0, left),
      before: centre + sums[at]! / at,
      after: centre + (sums[n]! - sums[at]!) / (n - at),
    };
  }
  return best;
}
