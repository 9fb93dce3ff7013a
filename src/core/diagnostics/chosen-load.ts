import { loadPlateaus, type Plateau } from './load-plateaus.ts';
import type { LoadSeries } from './load-series.ts';
import { loadSignals, rawSignal, type LoadSignal } from './load-signal.ts';
import { findSpikes, type LoadSpike } from './load-spikes.ts';

/** What stands for the load of a run, and the shape that it has. */
export interface ChosenLoad {
  readonly signal: LoadSignal;
  readonly spikes: readonly LoadSpike[];
  /** Stretches of constant load outside of spikes, also short ones: steps of a staircase. */
  readonly levels: readonly Plateau[];
}

/** A step of a staircase is at least this long. */
const MIN_LEVEL_MS = 10_000;
const MIN_LEVEL_SHARE = 0.05;
/** How much more of the run must be constant for the second signal to be taken. */
const CLEARLY_MORE = 0.1;
/** Noise of a number of connections that does not change. */
const FIXED_NOISE = 0.005;

/**
 * Users where the tool wrote them; else what is constant for longer: the number of requests under way, as with users that
 * do not pause, or the number of requests that start, as with an arrival rate.
 */
export function chooseLoad(series: LoadSeries): ChosenLoad {
  const [first, second] = loadSignals(series).map((signal) => shapeOf(series, signal));
  if (second === undefined) return first!;
  if (first!.signal.kind !== 'threads') {
    // Requests pile up where answers take longer: only a fixed number of connections makes a spike of what is under way.
    const isPile = first!.spikes.length > 0 && first!.signal.noise > FIXED_NOISE;
    const wanted = isPile ? coverage({ ...first!, spikes: [] }) : coverage(first!) + CLEARLY_MORE;
    return coverage(second) > wanted ? second : first!;
  }
  // An arrival rate takes as many users as answers are slow. A ramp of users is a ramp, though a saturated system
  // answers at one rate.
  const isArrivalRate =
    coverage(first!) < CLEARLY_MORE && coverage(second) >= 0.5 && !isRamp(first!.signal.values);
  return isArrivalRate ? second : first!;
}

/** Buckets that belong to no spike. */
export function bucketsOutside(count: number, spikes: readonly LoadSpike[]): number[] {
  const out: number[] = [];
  for (let bucket = 0; bucket < count; bucket++) {
    if (!spikes.some(({ outerFrom, outerTo }) => bucket >= outerFrom && bucket < outerTo)) out.push(bucket);
  }
  return out;
}

function shapeOf(series: LoadSeries, signal: LoadSignal): ChosenLoad {
  const spikes = findSpikes(rawSignal(series, signal.kind), series.bucketMs);
  const least = Math.max(MIN_LEVEL_MS, MIN_LEVEL_SHARE * series.durationMs) / series.bucketMs;
  const levels = loadPlateaus(signal, bucketsOutside(series.count, spikes), Math.ceil(least));
  return { signal, spikes, levels };
}

function coverage({ signal, levels, spikes }: ChosenLoad): number {
  const constant = levels.reduce((sum, { from, to }) => sum + to - from, 0);
  const sudden = spikes.reduce((sum, { outerFrom, outerTo }) => sum + outerTo - outerFrom, 0);
  return (constant + sudden) / signal.values.length;
}

/** Load rises, with few exceptions, over most of the values. */
function isRamp(values: Float64Array): boolean {
  const tenths = Array.from({ length: 10 }, (_, i) => values[Math.floor(((i + 0.5) * values.length) / 10)]!);
  return tenths.filter((value, i) => i > 0 && value > tenths[i - 1]!).length >= 7;
}
