import {
  MIN_PLATEAU_MS,
  type Phase,
  type PhaseKind,
  type PhaseReport,
  type Spike,
} from '#shared/model/phases.ts';
import { groupMeans, MSER_GROUP } from '../statistics/mser.ts';
import { median } from '../statistics/robust.ts';
import type { ChosenLoad } from './chosen-load.ts';
import { loadPlateaus, type Plateau } from './load-plateaus.ts';
import type { LoadSeries } from './load-series.ts';
import { loadInWords, rampInWords } from './load-wording.ts';
import { longestSteady } from './phase-spans.ts';
import { judgePlateau } from './plateau.ts';
import { testTypesOf } from './test-type.ts';
import { millisecondsInWords } from './wording.ts';

/** A plateau lasts at least this share of the run (method E2), beside {@link MIN_PLATEAU_MS}. */
const MIN_PLATEAU_SHARE = 0.2;
/** A group of response times has at least this many samples on average, and is five buckets at least. */
const MIN_GROUP_SAMPLES = 20;
/** Rests of a ramp that no one would call one. */
const MAX_REST_BUCKETS = 2;

/** Of a run that is too short for plateaus: load that stays for this share of it is no ramp. */
const MIN_LEVEL_SHARE = 0.25;
const RAMP_RATIO = 1.5;

interface Part {
  readonly kind: PhaseKind;
  readonly reason: string;
}

/**
 * Phases of a run (methods E1, E2 and E7): plateaus of the load, with a warm-up and what response times do after it;
 * spikes and what they take to recover from; everything else is a ramp.
 * @param recoveries by spike of `load`; null where it could not be judged
 */
export function findPhases(
  series: LoadSeries,
  load: ChosenLoad,
  recoveries: readonly (Spike | null)[],
): PhaseReport {
  const { bucketMs, count, durationMs } = series;
  const parts = new Array<Part | null>(count).fill(null);
  markSpikes(parts, series, load, recoveries);
  const kept = Array.from(parts.keys()).filter((bucket) => parts[bucket] === null);
  const least = Math.max(MIN_PLATEAU_MS, MIN_PLATEAU_SHARE * durationMs);
  const plateaus = loadPlateaus(load.signal, kept, Math.ceil(least / bucketMs));
  for (const plateau of plateaus) markPlateau(parts, series, load, kept, plateau);
  if (durationMs < MIN_PLATEAU_MS) markUnjudged(parts, durationMs, load);
  takeRests(parts);
  const phases = asPhases(parts, series, load);
  const steady = longestSteady(phases);
  return {
    phases,
    edited: false,
    steady,
    note: steady === null ? noteOf(phases, least, durationMs) : null,
    load: load.signal.kind,
    ...testTypesOf(series, load),
    spikes: recoveries.filter((spike) => spike !== null),
  };
}

function markSpikes(
  parts: (Part | null)[],
  { bucketMs, count }: LoadSeries,
  { signal, spikes }: ChosenLoad,
  recoveries: readonly (Spike | null)[],
): void {
  spikes.forEach((spike, index) => {
    const times = `${Number(spike.factor.toPrecision(2))} times`;
    const length = millisecondsInWords((spike.to - spike.from) * bucketMs);
    parts.fill(
      { kind: 'spike', reason: `${loadInWords(signal.kind)} ${times} as high for ${length}.` },
      spike.outerFrom,
      spike.outerTo,
    );
    const recovery = recoveries[index];
    if (recovery === null || recovery === undefined) return;
    const next = spikes[index + 1]?.outerFrom ?? count;
    const { recoveryMs, waitedMs } = recovery;
    const to = recoveryMs === null ? next : Math.min(next, spike.to + Math.round(recoveryMs / bucketMs));
    if (to <= spike.outerTo) return;
    const reason =
      recoveryMs === null
        ? `Not recovered within ${millisecondsInWords(waitedMs)} after the spike.`
        : `Response times, failures and backlog are back to normal ${millisecondsInWords(recoveryMs)} after the spike.`;
    parts.fill({ kind: 'recovery', reason }, spike.outerTo, to);
  });
}

function markPlateau(
  parts: (Part | null)[],
  series: LoadSeries,
  { signal }: ChosenLoad,
  kept: readonly number[],
  { from, to, load }: Plateau,
): void {
  const buckets = kept.slice(from, to);
  const samples = buckets.reduce((sum, bucket) => sum + series.starts[bucket]!, 0);
  const wanted = (MIN_GROUP_SAMPLES * buckets.length) / Math.max(samples, 1);
  const size = MSER_GROUP * Math.max(1, Math.ceil(wanted / MSER_GROUP));
  const groups = groupMeans(
    buckets.map((bucket) => series.level[bucket]!),
    size,
  );
  const filled = Array.from(groups.keys()).filter((group) => Number.isFinite(groups[group]));
  const judged = judgePlateau(
    Float64Array.from(filled, (group) => groups[group]!),
    size * series.bucketMs,
  );
  const warmUp = judged.warmUp === 0 ? 0 : (filled[judged.warmUp] ?? groups.length) * size;
  const level = `${loadInWords(signal.kind, load)} all the time.`;
  const before: Part = { kind: 'warm-up', reason: judged.warmUpReason ?? '' };
  const after: Part = { kind: judged.kind, reason: `${level} ${judged.reason}` };
  buckets.forEach((bucket, index) => {
    parts[bucket] = index < warmUp ? before : after;
  });
}

/**
 * What is left of a run that is shorter than any plateau: a ramp at its ends where the load plainly rises or falls to a
 * level that it keeps, or from end to end; all else cannot be judged, and is not called a ramp for that.
 */
function markUnjudged(parts: (Part | null)[], durationMs: number, { signal }: ChosenLoad): void {
  const free = Array.from(parts.keys()).filter((bucket) => parts[bucket] === null);
  if (free.length === 0) return;
  const levels = loadPlateaus(signal, free, Math.ceil(MIN_LEVEL_SHARE * free.length));
  const unjudged: Part = { kind: 'unjudged', reason: tooShort(durationMs) };
  const loadAt = (buckets: readonly number[]): Float64Array =>
    Float64Array.from(buckets, (bucket) => signal.values[bucket]!);
  if (levels.length === 0 && isRamp(loadAt(free))) return;
  const from = levels[0]?.from ?? 0;
  const to = levels.at(-1)?.to ?? free.length;
  const rises = isRamp(loadAt(free.slice(0, from)));
  const falls = isRamp(loadAt(free.slice(to)));
  free.forEach((bucket, index) => {
    if (!(index < from && rises) && !(index >= to && falls)) parts[bucket] = unjudged;
  });
}

/** Load of the first and the last quarter differs by half: noise of a short run does not. */
function isRamp(load: Float64Array): boolean {
  if (load.length <= MAX_REST_BUCKETS) return false;
  const quarter = Math.ceil(load.length / 4);
  const first = median(load.subarray(0, quarter));
  const last = median(load.subarray(-quarter));
  return Math.max(first, last) >= RAMP_RATIO * Math.min(first, last);
}

function tooShort(durationMs: number): string {
  return `Too short to judge: the run takes ${millisecondsInWords(durationMs)}, and ${millisecondsInWords(MIN_PLATEAU_MS)} of constant load are needed to find a steady phase.`;
}

/** A bucket or two between a plateau and its neighbour or the edge of the run. */
function takeRests(parts: (Part | null)[]): void {
  for (let from = 0; from < parts.length; from++) {
    if (parts[from] !== null) continue;
    let to = from;
    while (to < parts.length && parts[to] === null) to += 1;
    const neighbour = parts[from - 1] ?? parts[to] ?? null;
    if (to - from <= MAX_REST_BUCKETS && neighbour !== null) parts.fill(neighbour, from, to);
    from = to;
  }
}

function asPhases(
  parts: readonly (Part | null)[],
  { bucketMs, durationMs }: LoadSeries,
  { signal }: ChosenLoad,
): Phase[] {
  const out: Phase[] = [];
  for (let from = 0; from < parts.length;) {
    const part = parts[from] ?? null;
    let to = from + 1;
    while (to < parts.length && parts[to] === part) to += 1;
    const { kind, reason } = part ?? { kind: 'ramp', reason: rampInWords(signal, from, to) };
    const toMs = to === parts.length ? durationMs : to * bucketMs;
    out.push({ kind, fromMs: from * bucketMs, toMs, reason, edited: false });
    from = to;
  }
  return out;
}

function noteOf(phases: readonly Phase[], leastMs: number, durationMs: number): string {
  const drift = phases.find(({ kind }) => kind === 'drift');
  if (drift !== undefined)
    return `No steady phase: the load was constant, response times were not. ${drift.reason}`;
  if (durationMs < leastMs) return tooShort(durationMs);
  return `No steady phase: the load was never constant (±5 %) for ${millisecondsInWords(leastMs)}.`;
}
