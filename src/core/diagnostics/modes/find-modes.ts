import { logHistogram, smooth, spreadOf, type CountedValues, type LogDensity } from './log-density.ts';

export interface Mode {
  readonly peakMs: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly share: number;
}

/** Share of the samples that a group must have to count as one. */
const MIN_SHARE = 0.03;
/** Fewer samples show groups by chance. */
const MIN_SAMPLES = 200;
/** Excess mass that a group must have whatever the number of samples: they depend on each other. */
const MIN_EXCESS = 0.012;
/**
 * Excess mass is twice the dip (Müller & Sawitzki 1991), and √n times the dip of the uniform distribution, the worst
 * unimodal one, exceeds 0.85 less than once in ten thousand times (Hartigan & Hartigan 1985).
 */
const DIP_LIMIT = 0.85;
/** A valley deeper than this share of the lower peak separates; a shoulder does not. */
const MAX_VALLEY = 0.8;
const MIN_BANDWIDTH = 0.04;
const MAX_BANDWIDTH = 0.25;

/**
 * Groups of response times that lie apart: peaks of a Gaussian kernel estimate over ln(ms), bandwidth by Silverman's rule of
 * thumb, of which neighbours are put together, the least pronounced first, until every one stands out of the valley
 * beside it by significant excess mass.
 * @returns ascending; one mode or none for a sample that shows no groups
 */
export function findModes(sample: CountedValues, clockTickMs: number): Mode[] {
  const { values, counts } = sample;
  const n = counts.reduce((sum, count) => sum + count, 0);
  if (n < MIN_SAMPLES || values.length < 2) return [];
  const histogram = logHistogram(sample, clockTickMs);
  const { deviation, iqr } = spreadOf(histogram);
  const width = 0.9 * Math.min(deviation, iqr > 0 ? iqr / 1.34 : deviation) * n ** -0.2;
  const density = smooth(histogram, Math.min(Math.max(width, MIN_BANDWIDTH), MAX_BANDWIDTH));
  const basins = basinsOf(density.mass);
  const needed = Math.max(MIN_EXCESS, (2 * DIP_LIMIT) / Math.sqrt(n));
  mergeWeak(density.mass, basins, needed);
  return basins.map((basin, i) => modeOf(basin, density, sample, n, i, basins));
}

/** A peak with the stretch between the valleys beside it: `[from, to)`. */
interface Basin {
  peak: number;
  from: number;
  to: number;
}

/** Every local maximum of the density. */
function basinsOf(mass: Float64Array): Basin[] {
  const basins: Basin[] = [];
  let from = 0;
  let peak = 0;
  let rising = true;
  for (let i = 1; i < mass.length; i++) {
    if (rising) {
      if (mass[i]! >= mass[peak]!) peak = i;
      else rising = false;
    }
    if (!rising && mass[i]! > mass[i - 1]!) {
      basins.push({ peak, from, to: i });
      from = i;
      peak = i;
      rising = true;
    }
  }
  basins.push({ peak, from, to: mass.length });
  return basins;
}

/** Puts neighbours together until each stands out; changes `basins`. */
function mergeWeak(mass: Float64Array, basins: Basin[], needed: number): void {
  while (basins.length > 1) {
    let weakest = -1;
    let least = 1;
    for (let i = 0; i + 1 < basins.length; i++) {
      const strength = separation(mass, basins[i]!, basins[i + 1]!, needed);
      if (strength < least) [weakest, least] = [i, strength];
    }
    if (weakest < 0) return;
    const [left, right] = [basins[weakest]!, basins[weakest + 1]!];
    basins.splice(weakest, 2, {
      from: left.from,
      to: right.to,
      peak: mass[left.peak]! >= mass[right.peak]! ? left.peak : right.peak,
    });
  }
}

/** 1 and more: two neighbours are apart; less the weaker the lesser one of them is. */
function separation(mass: Float64Array, left: Basin, right: Basin, needed: number): number {
  const valley = Math.min(mass[right.from]!, mass[right.from - 1]!);
  const lower = Math.min(mass[left.peak]!, mass[right.peak]!);
  const parts = [left, right].map(({ from, to }) => {
    let share = 0;
    let excess = 0;
    for (let i = from; i < to; i++) {
      share += mass[i]!;
      excess += Math.max(0, mass[i]! - valley);
    }
    return Math.min(excess / needed, share / MIN_SHARE);
  });
  const depth = lower === 0 ? 0 : (1 - valley / lower) / (1 - MAX_VALLEY);
  return Math.min(...parts, depth);
}

/** Ends and share from the values themselves: those between the valleys. */
function modeOf(
  basin: Basin,
  { from, step }: LogDensity,
  { values, counts }: CountedValues,
  n: number,
  index: number,
  basins: readonly Basin[],
): Mode {
  const edge = (place: number): number => Math.exp(from + (place - 0.5) * step);
  const low = index === 0 ? 0 : edge(basin.from);
  const high = index === basins.length - 1 ? Infinity : edge(basin.to);
  let count = 0;
  let [first, last] = [-1, -1];
  for (let i = 0; i < values.length; i++) {
    if (values[i]! < low || values[i]! >= high) continue;
    if (first < 0) first = i;
    last = i;
    count += counts[i]!;
  }
  const peakMs = Math.exp(from + basin.peak * step);
  return {
    peakMs,
    fromMs: first < 0 ? peakMs : values[first]!,
    toMs: last < 0 ? peakMs : values[last]!,
    share: count / n,
  };
}
