import type { Phase, PhaseKind, PhaseReport, Spike } from '#shared/model/phases.ts';
import { groupMeans, MSER_GROUP } from '../statistics/mser.ts';
import type { ChosenLoad } from './chosen-load.ts';
import { loadPlateaus, type Plateau } from './load-plateaus.ts';
import type { LoadSeries } from './load-series.ts';
import { loadInWords, rampInWords } from './load-wording.ts';
import { longestSteady } from './phase-spans.ts';
import { judgePlateau } from './plateau.ts';
import { testTypesOf } from './test-type.ts';
import { millisecondsInWords } from './wording.ts';

/** A plateau lasts at least so long (method E2) … */
const MIN_PLATEAU_MS = 180_000;
/** … and at least this share of the run. */
const MIN_PLATEAU_SHARE = 0.2;
/** A group of response times has at least this many samples on average, and is five buckets at least. */
const MIN_GROUP_SAMPLES = 20;
/** Rests of a ramp that no one would call one. */
const MAX_REST_BUCKETS = 2;

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
  const least = millisecondsInWords(leastMs);
  const drift = phases.find(({ kind }) => kind === 'drift');
  if (drift !== undefined)
    return `No steady phase: the load was constant, response times were not. ${drift.reason}`;
  if (durationMs < leastMs)
    return `No steady phase can be found: the run takes ${millisecondsInWords(durationMs)}, and ${least} of constant load are needed.`;
  return `No steady phase: the load was never constant (±5 %) for ${least}.`;
}
