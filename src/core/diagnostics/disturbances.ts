import { MAD_TO_SIGMA, surroundings } from '../statistics/robust.ts';

const REACH = 15;
const MIN_SPREAD = 0.02;
const OUTLYING_Z = 4;
/** What begins within these first values is how the series begins, and no disturbance. */
const BEGINNING = 5;

/**
 * Positions of a series of ln(response time) that are no disturbance: not far above or below those around (as method E11
 * flags incidents). MSER would leave out all that comes before a short disturbance as warm-up.
 */
export function undisturbed(levels: Float64Array): number[] {
  const { median, mad } = surroundings(levels, REACH);
  const isOutlying = levels.map((level, at) =>
    Math.abs(level - median[at]!) >= OUTLYING_Z * Math.max(MAD_TO_SIGMA * mad[at]!, MIN_SPREAD) ? 1 : 0,
  );
  const out: number[] = [];
  let begins = true;
  isOutlying.forEach((outlying, at) => {
    if (at >= BEGINNING && outlying === 0) begins = false;
    if (outlying === 0 || begins) out.push(at);
  });
  return out;
}
