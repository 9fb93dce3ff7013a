import { median, rollingMedian } from '../statistics/robust.ts';

/** A sudden, short rise of the load, in buckets `[from, to)` of its series (method E7). */
export interface LoadSpike {
  /** Load of at least 1.5 times what it is outside. */
  readonly from: number;
  readonly to: number;
  /** With the way up and down. */
  readonly outerFrom: number;
  readonly outerTo: number;
  /** Largest load within ÷ typical load outside. */
  readonly factor: number;
}

const RISE = 1.5;
/** Load up to this much above the typical is back to normal. */
const NORMAL = 1.1;
/** Users, or requests per second. */
const MIN_RISE = 5;
/** Allowed of noise where it is looked for the foot of a spike. */
const FOOT = 1.25;
/** The way up ends where this share of it is done. */
const TOP = 0.8;
const MAX_RAMP_MS = 60_000;
const MAX_SHARE = 0.25;
/** Of a staircase: what takes longer is a step up and one down. */
const MAX_STEP_SHARE = 0.1;
const MIN_LENGTH_MS = 5000;
/** What comes after must be long enough to be told from the end of the test. */
const MIN_AFTER_MS = 10_000;
/** Buckets on either side whose median is taken: shorter peaks are noise. */
const REACH = 2;
/** Dips within a spike. */
const MAX_GAP = 5;

/** @param raw load per bucket, not smoothed: its edges count */
export function findSpikes(raw: Float64Array, bucketMs: number): LoadSpike[] {
  const load = rollingMedian(raw, raw.length > 10 * REACH ? REACH : 0);
  const base = loadOutside(load);
  if (!(base > 0)) return [];
  const overAll = spikesAbove(
    raw,
    load,
    load.map(() => base),
    bucketMs,
    MAX_SHARE,
  );
  // On a staircase the typical load is that of the step.
  const steps = rollingMedian(load, Math.ceil(load.length * MAX_SHARE)).map((step) => Math.max(step, base));
  const overSteps = spikesAbove(raw, load, steps, bucketMs, MAX_STEP_SHARE).filter(
    (spike) => !overAll.some((other) => spike.outerFrom < other.outerTo && other.outerFrom < spike.outerTo),
  );
  return [...overAll, ...overSteps].sort((one, other) => one.from - other.from);
}

function spikesAbove(
  raw: Float64Array,
  load: Float64Array,
  bases: Float64Array,
  bucketMs: number,
  maxShare: number,
): LoadSpike[] {
  const least = Math.max(2, Math.ceil(MIN_LENGTH_MS / bucketMs));
  return stretchesAbove(load, bases).flatMap(([from, to]) => {
    if (to - from < least || to - from > load.length * maxShare) return [];
    const base = bases[from]!;
    const spike = withFeet(load, base, from, to);
    return isSudden(load, base, spike, bucketMs) && isAboveNoise(raw, base, spike) ? [spike] : [];
  });
}

/** Typical load where there is no spike. */
function loadOutside(load: Float64Array): number {
  let base = median(load);
  for (let round = 0; round < 3; round++) base = median(load.filter((value) => value < base * RISE));
  return base;
}

function stretchesAbove(load: Float64Array, bases: Float64Array): [number, number][] {
  const out: [number, number][] = [];
  load.forEach((value, at) => {
    if (value < RISE * bases[at]!) return;
    const last = out.at(-1);
    if (last !== undefined && at - last[1] <= MAX_GAP) last[1] = at + 1;
    else out.push([at, at + 1]);
  });
  return out;
}

function withFeet(load: Float64Array, base: number, from: number, to: number): LoadSpike {
  let outerFrom = from;
  while (outerFrom > 0 && load[outerFrom - 1]! > base * NORMAL) outerFrom -= 1;
  let outerTo = to;
  while (outerTo < load.length && load[outerTo]! > base * NORMAL) outerTo += 1;
  return {
    from,
    to,
    outerFrom,
    outerTo,
    factor: load.subarray(from, to).reduce((a, b) => Math.max(a, b)) / base,
  };
}

/** It rises from normal load within a minute, falls back to it within another, and the test goes on. */
function isSudden(
  load: Float64Array,
  base: number,
  { from, to, factor }: LoadSpike,
  bucketMs: number,
): boolean {
  const ramp = Math.ceil(MAX_RAMP_MS / bucketMs);
  const high = base * (1 + TOP * (factor - 1));
  let top = from;
  while (top < to && load[top]! < high) top += 1;
  let end = to;
  while (end > from && load[end - 1]! < high) end -= 1;
  const isFoot = (at: number): boolean => load[at]! <= base * FOOT;
  const before = load.subarray(0, from).findLastIndex((_, at) => isFoot(at));
  const after = load.subarray(to).findIndex((_, at) => isFoot(to + at));
  if (before < 0 || after < 0) return false;
  const rest = load.subarray(to + after).filter((value) => value > base / 2 && value <= base * FOOT);
  return top - before <= ramp && to + after - end <= ramp && rest.length * bucketMs >= MIN_AFTER_MS;
}

/** As the square root of a count: a few requests more in a thin series are no spike, nor are a few users. */
function isAboveNoise(raw: Float64Array, base: number, { from, to, factor }: LoadSpike): boolean {
  if ((factor - 1) * base < MIN_RISE) return false;
  const sum = raw.subarray(from, to).reduce((a, b) => a + b, 0);
  const expected = base * (to - from);
  return sum - expected > 4 * Math.sqrt(expected);
}
