import type { TimeSpan } from '#shared/model/filter.ts';
import type { FindingQuery } from '#shared/model/finding.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { textLiteral } from '../db/literals.ts';
import { metricFigures } from '../gates/metric-readings.ts';
import type { AskEngine } from '../gates/run-figures.ts';
import { k6MetricList } from '../latency/k6/metric-readings.ts';
import type { MetricEvidence } from './evidence.ts';

/** Names of metrics that some rule looks at; times of requests are samples and not among them. */
export const CPU = /(^|[^a-z])cpu([^a-z]|$)/iu;
export const GC = /(^|[^a-z])gc([^a-z]|$)|garbage/iu;
export const CACHE = /cache.*hit|hit.*(rate|ratio)/iu;
export const WEB_VITAL = /^browser_web_vital_(lcp|inp|fid|cls|fcp|ttfb)$/u;
const LOOKED_AT: readonly RegExp[] = [CPU, GC, CACHE, WEB_VITAL];
/** Sub-metrics and hosts multiply: of more the first by name are read. */
const MAX_METRICS = 60;

export async function metricEvidence(
  ask: AskEngine,
  database: Database,
  run: Run,
  judged: TimeSpan | null,
  signal: AbortSignal,
): Promise<MetricEvidence[]> {
  if (run.granularity === 'aggregated') return reportedMetrics(ask, run);
  const metrics = (await k6MetricList(database, run.id)).filter(({ name }) => isLookedAt(name));
  const out: MetricEvidence[] = [];
  for (const metric of metrics.slice(0, MAX_METRICS)) {
    signal.throwIfAborted();
    // Browsers load pages at any time of the run, and few of them: all count.
    const span = WEB_VITAL.test(metric.name) ? null : judged;
    for (const figures of await metricFigures(database, run, metric, span, [75, 95], signal)) {
      out.push({
        name: metric.name,
        host: figures.host,
        kind: metric.kind,
        contains: metric.contains,
        count: figures.count,
        mean: figures.mean,
        max: figures.max,
        p75: figures.percentiles['75'] ?? figures.mean,
        p95: figures.percentiles['95'] ?? figures.mean,
        nonZero: figures.nonZero / figures.count,
        query: metricQuery(run, metric.name, span),
      });
    }
  }
  return out;
}

function isLookedAt(name: string): boolean {
  return LOOKED_AT.some((pattern) => pattern.test(name));
}

async function reportedMetrics(ask: AskEngine, run: Run): Promise<MetricEvidence[]> {
  const params = { runId: run.id, percentiles: [75, 95] };
  const all = await ask('k6.metrics', params);
  return all.flatMap(({ name, kind, unit, count, mean, max, value, percentiles }): MetricEvidence[] => {
    const [p75, p95] = [percentiles['75'], percentiles['95']];
    const typical = mean ?? value;
    if (!isLookedAt(name) || typical === null) return [];
    // A report has the percentiles that its tool was told to print: another one does not stand in for them.
    if (kind === 'trend' && p75 == null) return [];
    return [
      {
        name,
        host: null,
        kind,
        contains: unit === 'ms' ? 'time' : unit === 'bytes' ? 'data' : 'default',
        count,
        mean: typical,
        max: max ?? typical,
        p75: p75 ?? typical,
        p95: p95 ?? max ?? typical,
        nonZero: kind === 'rate' ? (value ?? 0) : 1,
        query: { method: 'k6.metrics', params },
      },
    ];
  });
}

function metricQuery(run: Run, name: string, span: TimeSpan | null): FindingQuery {
  const instant = (ms: number): string => `make_timestamp(${Math.round(run.startedAtUs! + ms * 1000)})`;
  const within =
    span === null || run.startedAtUs === null
      ? ''
      : ` AND "at" >= ${instant(span.fromMs)} AND "at" < ${instant(span.toMs)}`;
  const sql = `SELECT host.value AS host, count(*) AS readings, avg(p.value) AS mean, max(p.value) AS max,
  quantile_cont(p.value, 0.75) AS p75, quantile_cont(p.value, 0.95) AS p95
FROM points p JOIN metrics m ON m.id = p.metric_id
LEFT JOIN tags host ON host.source_id = p.source_id AND host.tag_set_id = p.tag_set_id AND host.key = 'host'
WHERE p.run_id = ${run.id} AND m.run_id = ${run.id} AND m.name = ${textLiteral(name)}${within}
GROUP BY host.value ORDER BY host.value`;
  return { method: 'sql.query', params: { sql, limit: 1000 } };
}
