import type { TestType } from '#shared/model/phases.ts';
import { rollingMedian } from '../statistics/robust.ts';
import type { ChosenLoad } from './chosen-load.ts';
import { risingLevels, type Plateau } from './load-plateaus.ts';
import type { LoadSeries } from './load-series.ts';
import { loadInWords } from './load-wording.ts';
import { countInWords, millisecondsInWords, percentInWords } from './wording.ts';

const MINUTE_MS = 60_000;
/** Smoothing of the load, as a share of the run. */
const SMOOTHING = 0.01;
const MAX_ERRORS = 0.01;
const ERROR_BUCKET_MS = 10_000;
const ERROR_BUCKETS = 3;

export interface TestTypes {
  readonly testTypes: readonly TestType[];
  /** One sentence for each. */
  readonly testTypeReasons: readonly string[];
}

/** What kind of test a run is, from the shape of its load (method E8); several where it is several. */
export function testTypesOf(series: LoadSeries, load: ChosenLoad): TestTypes {
  const { signal, spikes, levels } = load;
  const reach = Math.round((series.count * SMOOTHING) / 2);
  const smooth = rollingMedian(signal.values, reach);
  const types: TestType[] = [];
  const reasons: string[] = [];
  const add = (type: TestType, reason: string | null): void => {
    if (reason === null) return;
    types.push(type);
    reasons.push(reason);
  };
  add('soak', soak(series, load));
  add('spike', spikes.length === 0 ? null : spikeInWords(load));
  add('stress', stress(series, load, smooth));
  const smoke = types.length === 0 ? smokeInWords(series, load, smooth) : null;
  add('smoke', smoke);
  if (types.length === 0) {
    const longest = longestOf(levels);
    const share = longest === null ? 0 : (longest.to - longest.from) / series.count;
    add(
      'load',
      share < 0.4
        ? null
        : `One plateau of ${loadInWords(signal.kind, longest!.load)} over ${percentInWords(share)} of the run.`,
    );
  }
  return { testTypes: types, testTypeReasons: reasons };
}

function soak({ bucketMs, count }: LoadSeries, { signal, levels }: ChosenLoad): string | null {
  const longest = longestOf(levels);
  // One level after another is a staircase, however long its steps are.
  if (longest === null || risingLevels(levels) >= 3) return null;
  const lengthMs = (longest.to - longest.from) * bucketMs;
  const long = lengthMs >= 60 * MINUTE_MS;
  const most = lengthMs >= 0.8 * count * bucketMs && count * bucketMs >= 120 * MINUTE_MS;
  return long || most
    ? `One plateau of ${loadInWords(signal.kind, longest.load)} for ${millisecondsInWords(lengthMs)}.`
    : null;
}

function spikeInWords({ signal, spikes }: ChosenLoad): string {
  const highest = spikes.reduce((most, { factor }) => Math.max(most, factor), 0);
  const times = `${Number(highest.toPrecision(2))} times`;
  return spikes.length === 1
    ? `${loadInWords(signal.kind)} suddenly ${times} as high, and back.`
    : `${spikes.length} times the load is suddenly higher, up to ${times}, and back.`;
}

function stress(series: LoadSeries, load: ChosenLoad, smooth: Float64Array): string | null {
  const levels = risingLevels(load.levels);
  if (levels >= 3) return `${levels} levels of load, each above the one before.`;
  const ramp = longestRise(smooth);
  if (ramp.share >= 0.6 && ramp.factor >= 3)
    return `The load rises over ${percentInWords(ramp.share)} of the run, to ${countInWords(Math.min(ramp.factor, 999))} times its first level or more.`;
  return breakingPoint(series, load, smooth);
}

/** Longest stretch over which load never falls by more than noise, and how far it rises there. */
function longestRise(load: Float64Array): { share: number; factor: number } {
  const highest = load.reduce((a, b) => Math.max(a, b), 0);
  let best = { share: 0, factor: 1 };
  let from = 0;
  let peak = 0;
  let peakAt = 0;
  const close = (): void => {
    // A flat end is a plateau and no ramp.
    while (peakAt > from && load[peakAt - 1]! >= peak * 0.99) peakAt -= 1;
    const share = (peakAt - from + 1) / load.length;
    const level = Math.max(load[from + Math.floor((peakAt - from) * 0.1)]!, 1e-9);
    if (share > best.share) best = { share, factor: peak / level };
  };
  load.forEach((value, at) => {
    if (value < peak - 0.05 * highest) {
      close();
      from = at;
      peak = value;
      peakAt = at;
    } else if (value > peak) {
      peak = value;
      peakAt = at;
    }
  });
  if (load.length > 0) close();
  return best;
}

/** Above the first level, more than 1 % of requests fail in three successive stretches of 10 s (method E4). */
function breakingPoint(
  series: LoadSeries,
  { signal, levels }: ChosenLoad,
  smooth: Float64Array,
): string | null {
  const first = levels[0]?.load;
  if (first === undefined || risingLevels(levels) < 2) return null;
  const size = Math.max(1, Math.round(ERROR_BUCKET_MS / series.bucketMs));
  let failing = 0;
  for (let from = 0; from + size <= series.count; from += size) {
    const failures = sum(series.failures.subarray(from, from + size));
    const isBroken =
      smooth[from]! > first * 1.1 && failures > MAX_ERRORS * sum(series.ends.subarray(from, from + size));
    failing = isBroken ? failing + 1 : 0;
    if (failing === ERROR_BUCKETS)
      return `Above ${loadInWords(signal.kind, first)} more than 1 % of the requests fail, from ${loadInWords(signal.kind, smooth[from])} on.`;
  }
  return null;
}

function smokeInWords(
  { durationMs }: LoadSeries,
  { signal }: ChosenLoad,
  smooth: Float64Array,
): string | null {
  const most = smooth.reduce((a, b) => Math.max(a, b), 0);
  // How many users there are cannot be told from a rate.
  if (signal.kind === 'rate' || durationMs >= 5 * MINUTE_MS || most >= 5) return null;
  return `At most ${loadInWords(signal.kind, most)}, for ${millisecondsInWords(durationMs)}.`;
}

function longestOf(levels: readonly Plateau[]): Plateau | null {
  return levels.reduce<Plateau | null>(
    (longest, level) =>
      longest === null || level.to - level.from > longest.to - longest.from ? level : longest,
    null,
  );
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
