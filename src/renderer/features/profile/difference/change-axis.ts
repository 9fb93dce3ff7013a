/** A linear axis of changes with zero in it, for the small plot in a table. */
export interface ChangeAxis {
  readonly from: number;
  readonly to: number;
  readonly toShare: (change: number) => number;
}

const EDGE = 0.05;
/** Rows beyond this share of the largest are cut at the edge rather than pressing all others together. */
const MOST_ROWS = 200;

/**
 * @param low, high intervals by row; NaN where there is none
 * @param change by row
 */
export function changeAxis(low: Float64Array, high: Float64Array, change: Float64Array): ChangeAxis {
  let from = 0;
  let to = 0;
  for (let row = 0; row < Math.min(change.length, MOST_ROWS); row++) {
    from = Math.min(from, change[row]!, Number.isNaN(low[row]!) ? 0 : low[row]!);
    to = Math.max(to, change[row]!, Number.isNaN(high[row]!) ? 0 : high[row]!);
  }
  const span = to - from || 1;
  return {
    from,
    to,
    toShare: (value) => EDGE + Math.min(1, Math.max(0, (value - from) / span)) * (1 - 2 * EDGE),
  };
}
