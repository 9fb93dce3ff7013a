import type { Capacity, CapacityLevel, ScalabilityEstimate } from '#shared/model/capacity.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import type { LoadSeries } from '../diagnostics/load-series.ts';
import { fitScalability, peakInterval, scalabilityProblem } from '../statistics/universal-scalability.ts';
import {
  capacityBucketMs,
  loadBuckets,
  loadLevels,
  type LoadBucket,
  type MeasuredLevel,
} from './load-levels.ts';
import { breakingPoint, kneesOf, saturationOf } from './saturation.ts';

export const DEFAULT_GAIN = 0.05;
const MAX_ERRORS = 0.01;
const SUPERLINEAR = 1.1;
/** Throughput and concurrency of an open load rise together only where the load itself does. */
const MIN_RATE_RANGE = 2;

/**
 * Throughput, response times and failures by concurrency, and what follows from them (methods E4 and E5).
 * @param series load and response times over time; null where the run has none
 */
export async function capacityOf(
  database: Database,
  run: Run,
  series: LoadSeries | null,
  { gain = DEFAULT_GAIN }: { readonly gain?: number | undefined },
  signal: AbortSignal,
): Promise<Capacity> {
  if (series === null)
    return nothing(run, ['Without samples and time stamps, load and throughput are not known.']);
  return capacityFrom(run, series, await loadBuckets(database, run, series, signal), gain);
}

/** The same from buckets that are read already. */
export function capacityFrom(
  run: Pick<Run, 'id'>,
  series: Pick<LoadSeries, 'threads' | 'bucketMs' | 'durationMs'>,
  buckets: readonly LoadBucket[],
  gain: number,
): Capacity {
  const concurrency = series.threads === null ? 'in-flight' : 'threads';
  const levels = loadLevels(buckets);
  const notes: string[] = [];
  // What is under way grows with every delay: without a load that rises, that is no load test of capacity.
  const rises = concurrency === 'threads' || rateRange(levels) >= MIN_RATE_RANGE;
  if (!rises)
    notes.push('The load hardly changed, so that nothing tells how much more the system would take.');
  const saturation = rises ? saturationOf(levels, gain) : null;
  const knees = rises ? kneesOf(levels) : { latency: null, throughput: null, problem: null };
  if (knees.problem !== null) notes.push(knees.problem);
  const scalability = rises ? scalabilityOf(run, levels, notes) : null;
  const shown = levels.filter(({ errorRate }) => errorRate <= MAX_ERRORS);
  const shownPerSec = shown.length === 0 ? null : Math.max(...shown.map((level) => level.throughputPerSec));
  return {
    runId: run.id,
    concurrency,
    bucketMs: capacityBucketMs(series),
    levels: levels.map(withoutVariance),
    saturation,
    latencyKnee: knees.latency,
    throughputKnee: knees.throughput,
    breaking: rises ? breakingPoint(buckets) : null,
    scalability,
    shownPerSec,
    ...sustainable(saturation, knees.latency, scalability),
    notes,
  };
}

function withoutVariance({
  users,
  throughputPerSec,
  p95Ms,
  errorRate,
  buckets,
}: MeasuredLevel): CapacityLevel {
  return { users, throughputPerSec, p95Ms, errorRate, buckets };
}

function rateRange(levels: readonly CapacityLevel[]): number {
  const rates = levels.map(({ throughputPerSec }) => throughputPerSec).filter((rate) => rate > 0);
  return rates.length === 0 ? 0 : Math.max(...rates) / Math.min(...rates);
}

function scalabilityOf(
  run: Pick<Run, 'id'>,
  levels: readonly MeasuredLevel[],
  notes: string[],
): ScalabilityEstimate | null {
  const [n, x] = [levels.map(({ users }) => users), levels.map((level) => level.throughputPerSec)];
  const problem = scalabilityProblem(n, x);
  if (problem !== null) {
    notes.push(`No scalability law is fitted: ${problem}.`);
    return null;
  }
  // Levels of one bucket have no variance of their own: that of a typical level, over the number of buckets.
  const known = levels.flatMap(({ variance }) => (variance === null || variance === 0 ? [] : [variance]));
  const typical = known.length === 0 ? 1 : known.reduce((a, b) => a + b, 0) / known.length;
  const weights = levels.map(
    ({ buckets, variance }) => buckets / Math.max(variance ?? typical, typical * 0.1),
  );
  const largest = Math.max(...weights);
  const relative = weights.map((weight) => weight / largest);
  const fit = fitScalability(n, x, relative);
  const superlinear = levels.some(
    (level) => level.throughputPerSec / level.users > (SUPERLINEAR * x[0]!) / n[0]!,
  );
  if (superlinear)
    notes.push(
      'More users got more done each than the fewest did, which the scalability law does not allow for.',
    );
  const limited = Number.isFinite(fit.peak);
  const interval = limited ? peakInterval(fit, n, x, relative, { seed: `capacity ${run.id}` }) : null;
  return {
    gamma: fit.gamma,
    alpha: fit.alpha,
    beta: fit.beta,
    gammaError: fit.errors?.gamma ?? null,
    alphaError: fit.errors?.alpha ?? null,
    betaError: fit.errors?.beta ?? null,
    peakUsers: Number.isFinite(fit.peakUsers) ? fit.peakUsers : null,
    peakPerSec: limited ? fit.peak : null,
    low: finite(interval?.[0]),
    high: finite(interval?.[1]),
    superlinear,
  };
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** min(X*, X at the knee, X at saturation); nothing is extrapolated where nothing limited the run. */
function sustainable(
  saturation: Capacity['saturation'],
  knee: Capacity['latencyKnee'],
  scalability: ScalabilityEstimate | null,
): Pick<Capacity, 'sustainablePerSec' | 'sustainableLow'> {
  if (saturation === null) return { sustainablePerSec: null, sustainableLow: null };
  const peak = scalability === null || scalability.superlinear ? null : scalability;
  const limits = [saturation.throughputPerSec, knee?.throughputPerSec, peak?.peakPerSec].filter(
    (limit): limit is number => limit !== null && limit !== undefined,
  );
  const sustainablePerSec = Math.min(...limits);
  return { sustainablePerSec, sustainableLow: Math.min(sustainablePerSec, peak?.low ?? sustainablePerSec) };
}

function nothing(run: Run, notes: readonly string[]): Capacity {
  return {
    runId: run.id,
    concurrency: null,
    bucketMs: 0,
    levels: [],
    saturation: null,
    latencyKnee: null,
    throughputKnee: null,
    breaking: null,
    scalability: null,
    shownPerSec: null,
    sustainablePerSec: null,
    sustainableLow: null,
    notes,
  };
}
