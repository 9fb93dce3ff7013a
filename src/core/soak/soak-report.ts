import type { TimeSpan } from '#shared/model/filter.ts';
import type { PhaseReport } from '#shared/model/phases.ts';
import type { Run, Transaction } from '#shared/model/run.ts';
import type { SoakReport, SoakTrend } from '#shared/model/soak.ts';
import type { Database } from '../db/database.ts';
import { thinned } from '../gates/judge-trend.ts';
import { k6MetricList, type K6Metric } from '../latency/k6/metric-readings.ts';
import { CONCURRENCY_METRICS } from '../latency/threads.ts';
import { holm } from '../statistics/holm.ts';
import { trendOf, type Trend } from './line-or-step.ts';
import { ENVELOPE_MINUTES, floorPerMinute, MINUTE_MS, percentilesPerMinute } from './minute-values.ts';

/** Method E6. */
const MIN_MINUTES = 30;
const MAX_METRICS = 50;
/** What a process holds on to: what it measures must not grow under constant load. */
const HELD = /mem|heap|rss|swap|thread|handle|connection|descriptor|\bfds?\b|pool|queue|session|cache size/iu;

/** The longest phase of constant load: steady, or drifting. */
export function soakSpan({ phases }: PhaseReport): TimeSpan | null {
  const constant = phases.filter(({ kind }) => kind === 'steady' || kind === 'drift');
  const longest = constant.reduce<TimeSpan | null>(
    (best, phase) => (best === null || lengthOf(phase) > lengthOf(best) ? phase : best),
    null,
  );
  return longest === null ? null : { fromMs: longest.fromMs, toMs: longest.toMs };
}

function lengthOf({ fromMs, toMs }: TimeSpan): number {
  return toMs - fromMs;
}

/**
 * Trends of response times, and of what the watched processes hold, over a stretch of constant load (method E6).
 * @param span see {@link soakSpan}
 */
export async function soakReport(
  database: Database,
  run: Run,
  transactions: readonly Transaction[],
  span: TimeSpan | null,
  signal: AbortSignal,
): Promise<SoakReport> {
  const nothing = (tooShort: string): SoakReport => ({ runId: run.id, span, tooShort, trends: [] });
  if (span === null)
    return nothing('There is no stretch of constant load in which a trend could be looked for.');
  const minutes = Math.floor(lengthOf(span) / MINUTE_MS);
  if (minutes < MIN_MINUTES)
    return nothing(
      `A trend takes at least ${MIN_MINUTES} minutes of constant load, and there are ${minutes}: test longer.`,
    );
  const latency = await latencyTrends(database, run, transactions, span, signal);
  return {
    runId: run.id,
    span,
    tooShort: null,
    trends: [...latency, ...(await resourceTrends(database, run, span, signal))],
  };
}

async function latencyTrends(
  database: Database,
  run: Run,
  transactions: readonly Transaction[],
  span: TimeSpan,
  signal: AbortSignal,
): Promise<SoakTrend[]> {
  if (run.granularity === 'aggregated' || run.startedAtUs === null) return [];
  const series = await percentilesPerMinute(database, run, span, 'busiest', signal);
  const labels = new Map(transactions.map(({ id, label }) => [id, label]));
  const trends: SoakTrend[] = [];
  for (const [id, values] of series) {
    if (values.minutes.length < MIN_MINUTES) continue;
    for (const figure of ['p50', 'p95'] as const) {
      const found = asTrend(Float64Array.from(values[figure]), Float64Array.from(values.minutes), span);
      if (found === null) continue;
      const label = id === null ? 'All requests' : (labels.get(id) ?? '');
      trends.push({
        kind: 'latency',
        transactionId: id,
        label,
        figure,
        host: null,
        contains: 'time',
        ...found,
      });
    }
    // So that a cancel is heard between two transactions.
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
  }
  const adjusted = holm(trends.map(({ p }) => p));
  return trends.map((trend, index) => ({ ...trend, p: adjusted[index]! }));
}

async function resourceTrends(
  database: Database,
  run: Run,
  span: TimeSpan,
  signal: AbortSignal,
): Promise<SoakTrend[]> {
  const users: readonly string[] = CONCURRENCY_METRICS;
  const metrics = (await k6MetricList(database, run.id)).filter(
    ({ name, kind }) => kind === 'gauge' && HELD.test(name) && !users.includes(name),
  );
  const trends: SoakTrend[] = [];
  for (const metric of metrics.slice(0, MAX_METRICS))
    trends.push(...(await heldTrends(database, run, metric, span, signal)));
  return trends;
}

async function heldTrends(
  database: Database,
  run: Run,
  metric: K6Metric,
  span: TimeSpan,
  signal: AbortSignal,
): Promise<SoakTrend[]> {
  const out: SoakTrend[] = [];
  for (const { host, minutes, values } of await floorPerMinute(database, run, metric, span, signal)) {
    if (values.length < MIN_MINUTES) continue;
    const { floor: looked, times } = thinned(
      values.subarray(ENVELOPE_MINUTES - 1),
      minutes.subarray(ENVELOPE_MINUTES - 1),
    );
    const found = asTrend(looked, times, span);
    if (found === null) continue;
    out.push({
      kind: 'resource',
      transactionId: null,
      label: metric.name,
      figure: 'floor',
      host,
      contains: metric.contains,
      ...found,
    });
  }
  return out;
}

type Figures = Omit<SoakTrend, 'kind' | 'transactionId' | 'label' | 'figure' | 'host' | 'contains'>;

/** @param minutes since the start of the span */
function asTrend(values: Float64Array, minutes: Float64Array, span: TimeSpan): Figures | null {
  const trend = trendOf(values, minutes);
  if (trend === null) return null;
  const { from, to, p } = trend;
  const share = (slope: number | null): number | null =>
    slope === null || from <= 0 ? null : (slope * 60) / from;
  return {
    minutes: values.length,
    from,
    to,
    change: from > 0 ? to / from - 1 : null,
    perHour: share(trend.slope),
    perHourLow: share(trend.slopeLow),
    perHourHigh: share(trend.slopeHigh),
    p,
    step: stepOf(trend, minutes, span),
  };
}

function stepOf({ stepAt, before, after }: Trend, minutes: Float64Array, span: TimeSpan): SoakTrend['step'] {
  if (stepAt === null || !(before > 0)) return null;
  return { atMs: span.fromMs + minutes[stepAt]! * MINUTE_MS, change: after / before - 1 };
}
