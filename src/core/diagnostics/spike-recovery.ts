import { numberAt, numberColumn } from '#shared/contract/columns.ts';
import { wholeRun } from '#shared/model/filter.ts';
import type { Spike } from '#shared/model/phases.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { runTables, selectSamples } from '../latency/selection.ts';
import { MAD_TO_SIGMA, median, medianAbsoluteDeviation } from '../statistics/robust.ts';
import type { LoadSeries } from './load-series.ts';
import type { LoadSpike } from './load-spikes.ts';

/** Wider only where the buckets of the load are. */
const BUCKET_MS = 5000;
const BASELINE_MS = 300_000;
const MIN_BASELINE = 10;
const NORMAL_FOR_MS = 30_000;
const SLOWER = 1.1;
/** One percentage point. */
const MORE_ERRORS = 0.01;

/** Response times and failures of samples that started in each of successive stretches of time. */
export interface ResponseBuckets {
  readonly bucketMs: number;
  /** Of the first bucket, since the start of the run. */
  readonly fromMs: number;
  readonly samples: Float64Array;
  readonly failures: Float64Array;
  /** NaN where there is no sample. */
  readonly p95Ms: Float64Array;
  /** Mean number of requests under way. */
  readonly inFlight: Float64Array;
}

/**
 * How each spike was survived (method E7). A spike that has less than 50 s before it has nothing to be measured by, and
 * is left out.
 */
export async function spikeRecoveries(
  database: Database,
  run: Run,
  series: LoadSeries,
  spikes: readonly LoadSpike[],
  signal: AbortSignal,
): Promise<(Spike | null)[]> {
  const out: (Spike | null)[] = [];
  for (const [index, spike] of spikes.entries()) {
    const next = spikes[index + 1];
    const untilMs = next === undefined ? series.durationMs : next.outerFrom * series.bucketMs;
    const afterMs = index === 0 ? 0 : spikes[index - 1]!.outerTo * series.bucketMs;
    const buckets = await responseBuckets(database, run, series, spike, { afterMs, untilMs }, signal);
    out.push(
      judgeRecovery(buckets, {
        span: { fromMs: spike.from * series.bucketMs, toMs: spike.to * series.bucketMs },
        outerFromMs: spike.outerFrom * series.bucketMs,
        untilMs,
      }),
    );
  }
  return out;
}

export interface SpikeTimes {
  readonly span: Spike['span'];
  /** Where the way up begins. */
  readonly outerFromMs: number;
  /** Until when recovery can be looked for. */
  readonly untilMs: number;
}

/** @returns null where too little lies before the spike */
export function judgeRecovery(
  { bucketMs, fromMs, samples, failures, p95Ms, inFlight }: ResponseBuckets,
  { span, outerFromMs, untilMs }: SpikeTimes,
): Spike | null {
  const bucketOf = (ms: number): number => Math.max(0, Math.floor((ms - fromMs) / bucketMs));
  const foot = bucketOf(outerFromMs);
  const first = bucketOf(span.fromMs);
  const end = Math.round((span.toMs - fromMs) / bucketMs);
  const before = p95Ms.subarray(0, foot).filter((value) => Number.isFinite(value));
  if (before.length < MIN_BASELINE) return null;
  const p95Limit = limitOf(before);
  const backlogBefore = inFlight.subarray(0, foot);
  const backlogLimit = limitOf(backlogBefore);
  const errorRate = sumOf(failures.subarray(0, foot)) / sumOf(samples.subarray(0, foot));
  const isNormal = (at: number): boolean =>
    p95Ms[at]! <= p95Limit &&
    // Of a thin bucket one failure is more than a percent.
    failures[at]! <= Math.ceil((errorRate + MORE_ERRORS) * samples[at]!) &&
    inFlight[at]! <= backlogLimit;
  const wanted = Math.max(1, Math.ceil(NORMAL_FOR_MS / bucketMs));
  const last = Math.floor((untilMs - fromMs) / bucketMs);
  let recovered: number | null = null;
  for (let at = end, normal = 0; at < last && recovered === null; at++) {
    normal = isNormal(at) ? normal + 1 : 0;
    if (normal === wanted) recovered = at + 1 - wanted;
  }
  const over = recovered ?? last;
  const during = p95Ms.subarray(first, Math.max(over, end)).filter((value) => Number.isFinite(value));
  const since = (values: Float64Array): number => sumOf(values.subarray(first, Math.max(over, end)));
  const most = inFlight.subarray(first, Math.max(over, end)).reduce((a, b) => Math.max(a, b), 0);
  return {
    span,
    baselineP95Ms: median(before),
    peakP95Ms: during.reduce((a, b) => Math.max(a, b), 0),
    recoveryMs: recovered === null ? null : (recovered - end) * bucketMs,
    waitedMs: Math.max(0, untilMs - span.toMs),
    excessFailures: Math.max(0, Math.round(since(failures) - errorRate * since(samples))),
    backlog: Math.max(0, Math.round(most - median(backlogBefore))),
  };
}

/** What is still normal: a tenth above the median, or what noise reaches. */
function limitOf(before: Float64Array): number {
  const typical = median(before);
  const spread = MAD_TO_SIGMA * medianAbsoluteDeviation(before, typical);
  return Math.max(typical * SLOWER, typical + 3 * spread);
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Buckets from the baseline on, one of which begins where the spike ends. */
async function responseBuckets(
  database: Database,
  run: Run,
  series: LoadSeries,
  spike: LoadSpike,
  { afterMs, untilMs }: { readonly afterMs: number; readonly untilMs: number },
  signal: AbortSignal,
): Promise<ResponseBuckets> {
  const bucketMs = Math.max(BUCKET_MS, series.bucketMs);
  const spikeMs = spike.outerFrom * series.bucketMs;
  const endMs = spike.to * series.bucketMs;
  const earliest = Math.max(afterMs, spikeMs - BASELINE_MS);
  const fromMs = endMs - Math.floor((endMs - earliest) / bucketMs) * bucketMs;
  const count = Math.max(1, Math.ceil((untilMs - fromMs) / bucketMs));
  const startUs = run.startedAtUs! + fromMs * 1000;
  const tables = await runTables(database, run);
  const filter = { ...wholeRun(run.id), time: { fromMs, toMs: fromMs + count * bucketMs } };
  const samples = selectSamples(tables, filter, ['started_at', 'elapsed_ms', 'ok'], { kinds: 'counted' });
  const table = await database.query(
    `SELECT ((epoch_us(started_at) - ${startUs}) // ${bucketMs * 1000})::INTEGER AS bucket, count(*) AS n,
       count(*) FILTER (NOT ok) AS failed, quantile_cont(elapsed_ms, 0.95)::DOUBLE AS p95
     FROM ${samples} GROUP BY bucket`,
    [],
    { signal },
  );
  const out: ResponseBuckets = {
    bucketMs,
    fromMs,
    samples: new Float64Array(count),
    failures: new Float64Array(count),
    p95Ms: new Float64Array(count).fill(Number.NaN),
    inFlight: inFlightPer(series, bucketMs, fromMs, count),
  };
  const [bucket, n, failed, p95] = ['bucket', 'n', 'failed', 'p95'].map((name) => numberColumn(table, name));
  for (let row = 0; row < table.rowCount; row++) {
    const at = bucket!.values[row]!;
    out.samples[at] = n!.values[row]!;
    out.failures[at] = failed!.values[row]!;
    out.p95Ms[at] = numberAt(p95!, row) ?? Number.NaN;
  }
  return out;
}

/** Mean of the series' buckets whose middle lies within. */
function inFlightPer(series: LoadSeries, bucketMs: number, fromMs: number, count: number): Float64Array {
  const sums = new Float64Array(count);
  const counts = new Float64Array(count);
  series.inFlight.forEach((value, index) => {
    const at = Math.floor(((index + 0.5) * series.bucketMs - fromMs) / bucketMs);
    if (at < 0 || at >= count) return;
    sums[at]! += value;
    counts[at]! += 1;
  });
  return sums.map((sum, at) => (counts[at]! > 0 ? sum / counts[at]! : Number.NaN));
}
