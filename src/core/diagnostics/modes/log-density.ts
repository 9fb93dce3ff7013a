/** Distinct response times above zero in ascending order with their counts. */
export interface CountedValues {
  readonly values: Float64Array;
  readonly counts: Float64Array;
}

/** A density over ln(ms) on a grid of equal steps; its values sum up to 1. */
export interface LogDensity {
  /** ln(ms) of the middle of the first step. */
  readonly from: number;
  readonly step: number;
  readonly mass: Float64Array;
}

const STEP = 0.01;
/** Neighbouring values that are no further apart than this, as a ratio, are taken for values of one rounding. */
const ROUNDING = 0.12;

/**
 * Spreads each value over the interval that rounding made it stand for (half-way to its neighbours), so that the grid of
 * clock ticks and of rounded values does not look like so many peaks.
 */
export function logHistogram({ values, counts }: CountedValues, clockTickMs: number): LogDensity {
  const edges = values.map((value, i) => {
    const next = values[i + 1];
    return next === undefined ? NaN : near(value, next, clockTickMs) ? (value + next) / 2 : NaN;
  });
  const lowEdge = (i: number): number => {
    const shared = i === 0 ? NaN : edges[i - 1]!;
    return Number.isNaN(shared) ? Math.max(values[i]! - clockTickMs / 2, values[i]! / 2) : shared;
  };
  const highEdge = (i: number): number =>
    Number.isNaN(edges[i]!) ? values[i]! + clockTickMs / 2 : edges[i]!;
  const from = Math.log(lowEdge(0));
  const to = Math.log(highEdge(values.length - 1));
  const steps = Math.max(1, Math.ceil((to - from) / STEP) + 1);
  const mass = new Float64Array(steps);
  const total = counts.reduce((sum, n) => sum + n, 0);
  for (let i = 0; i < values.length; i++) {
    spread(
      mass,
      (Math.log(lowEdge(i)) - from) / STEP,
      (Math.log(highEdge(i)) - from) / STEP,
      counts[i]! / total,
    );
  }
  return { from: from + STEP / 2, step: STEP, mass };
}

function near(value: number, next: number, clockTickMs: number): boolean {
  return next - value <= clockTickMs * 1.5 || next / value <= 1 + ROUNDING;
}

/** Adds `mass` evenly between two places of the grid. */
function spread(grid: Float64Array, from: number, to: number, mass: number): void {
  const last = grid.length - 1;
  const [first, end] = [Math.min(Math.floor(from), last), Math.min(Math.floor(to), last)];
  if (first === end || to <= from) {
    grid[first]! += mass;
    return;
  }
  for (let i = first; i <= end; i++) {
    const share = (Math.min(to, i + 1) - Math.max(from, i)) / (to - from);
    grid[i]! += mass * Math.max(0, share);
  }
}

/** Smooths with a Gaussian kernel, cut at four deviations; nothing gets lost at the ends. */
export function smooth({ from, step, mass }: LogDensity, bandwidth: number): LogDensity {
  const reach = Math.ceil((4 * bandwidth) / step);
  const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-0.5 * (((i - reach) * step) / bandwidth) ** 2),
  );
  const sum = kernel.reduce((a, b) => a + b, 0);
  const out = new Float64Array(mass.length + 2 * reach);
  for (let i = 0; i < mass.length; i++) {
    if (mass[i] === 0) continue;
    for (let k = 0; k < kernel.length; k++) out[i + k]! += (mass[i]! * kernel[k]!) / sum;
  }
  return { from: from - reach * step, step, mass: out };
}

/** Standard deviation and interquartile range of ln(ms). */
export function spreadOf({ step, mass }: LogDensity): { readonly deviation: number; readonly iqr: number } {
  let mean = 0;
  for (let i = 0; i < mass.length; i++) mean += mass[i]! * i;
  let variance = 0;
  let cumulative = 0;
  let [lower, upper] = [-1, -1];
  for (let i = 0; i < mass.length; i++) {
    variance += mass[i]! * (i - mean) ** 2;
    cumulative += mass[i]!;
    if (lower < 0 && cumulative >= 0.25) lower = i;
    if (upper < 0 && cumulative >= 0.75) upper = i;
  }
  return { deviation: Math.sqrt(variance) * step, iqr: (upper - lower) * step };
}
