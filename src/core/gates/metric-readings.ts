import { numberAt, numberColumn, textAt, textColumn } from '#shared/contract/columns.ts';
import type { TimeSpan } from '#shared/model/filter.ts';
import type { Run } from '#shared/model/run.ts';
import { percentileKey } from '#shared/model/statistics.ts';
import type { Database } from '../db/database.ts';
import { k6MetricList, parseMetricName, pointsOf, type K6Metric } from '../latency/k6/metric-readings.ts';

/** Readings of a metric within the judged part of a run, by host where several were watched. */
export interface MetricFigures {
  readonly host: string | null;
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly total: number;
  /** Readings other than zero. */
  readonly nonZero: number;
  readonly last: number;
  readonly percentiles: Readonly<Record<string, number>>;
}

/**
 * The metric of this name, whatever its capitals; `CPU{host:web1}` has the readings of one tag.
 * @returns null when the run has no such metric
 */
export async function findMetric(database: Database, runId: number, name: string): Promise<K6Metric | null> {
  const metrics = await k6MetricList(database, runId);
  const named = (wanted: string): K6Metric | undefined =>
    metrics.find((metric) => metric.name === wanted) ??
    metrics.find((metric) => metric.name.toLowerCase() === wanted.toLowerCase());
  const direct = named(name);
  if (direct !== undefined) return direct;
  const { parent, tags } = parseMetricName(name);
  const metric = tags.length === 0 ? undefined : named(parent);
  return metric === undefined ? null : { ...metric, name, tags: [...metric.tags, ...tags] };
}

export async function metricNames(database: Database, runId: number): Promise<string[]> {
  return (await k6MetricList(database, runId)).map(({ name }) => name);
}

const WITH_HOST = `LEFT JOIN (SELECT tag_set_id AS host_set, value AS host FROM tags WHERE key = 'host')
  ON host_set = tag_set_id`;

/** Of the metrics that are kept as readings; others (times of requests) give an empty list. */
export async function metricFigures(
  database: Database,
  run: Run,
  metric: K6Metric,
  time: TimeSpan | null,
  percentiles: readonly number[],
  signal: AbortSignal,
): Promise<MetricFigures[]> {
  const quantiles = percentiles.map(
    (percentile, index) => `, quantile_cont(value::DOUBLE, ${percentile / 100}) AS q${index}`,
  );
  const table = await database.query(
    `SELECT host, count(*) AS n, min(value)::DOUBLE AS lowest, max(value)::DOUBLE AS highest,
       favg(value::DOUBLE) AS mean, fsum(value::DOUBLE) AS total, count(*) FILTER (value <> 0) AS non_zero,
       arg_max(value::DOUBLE, "at") AS latest${quantiles.join('')}
     FROM points ${WITH_HOST}
     WHERE run_id = ${run.id} AND value IS NOT NULL AND ${whichReadings(run, metric, time)}
     GROUP BY host ORDER BY host`,
    [],
    { signal },
  );
  const host = textColumn(table, 'host');
  const at = (name: string, row: number): number => numberAt(numberColumn(table, name), row) ?? 0;
  return Array.from({ length: table.rowCount }, (_, row) => ({
    host: textAt(host, row),
    count: at('n', row),
    min: at('lowest', row),
    max: at('highest', row),
    mean: at('mean', row),
    total: at('total', row),
    nonZero: at('non_zero', row),
    last: at('latest', row),
    percentiles: Object.fromEntries(
      percentiles.map((percentile, index) => [percentileKey(percentile), at(`q${index}`, row)]),
    ),
  }));
}

/** Lowest reading of every minute, in the order of time: what is left after garbage is collected (method E6). */
export interface MinuteSeries {
  readonly host: string | null;
  /** Minutes since the start of what is judged. */
  readonly minutes: Float64Array;
  readonly values: Float64Array;
}

export async function lowestPerMinute(
  database: Database,
  run: Run,
  metric: K6Metric,
  time: TimeSpan | null,
  signal: AbortSignal,
): Promise<MinuteSeries[]> {
  if (run.startedAtUs === null) return [];
  const originUs = Math.round(run.startedAtUs + (time?.fromMs ?? 0) * 1000);
  const table = await database.query(
    `SELECT host, floor((epoch_us("at") - ${originUs}) / 60e6)::INTEGER AS minute,
       min(value)::DOUBLE AS lowest
     FROM points ${WITH_HOST}
     WHERE run_id = ${run.id} AND value IS NOT NULL AND ${whichReadings(run, metric, time)}
     GROUP BY ALL ORDER BY host, minute`,
    [],
    { signal },
  );
  const host = textColumn(table, 'host');
  const [minute, lowest] = ['minute', 'lowest'].map((name) => numberColumn(table, name));
  const rows = new Map<string | null, (readonly [number, number])[]>();
  for (let row = 0; row < table.rowCount; row++) {
    const key = textAt(host, row);
    const list = rows.get(key) ?? [];
    rows.set(key, list);
    list.push([numberAt(minute!, row)!, numberAt(lowest!, row)!]);
  }
  return [...rows].map(([key, list]) => ({
    host: key,
    minutes: Float64Array.from(list, ([at]) => at),
    values: Float64Array.from(list, ([, value]) => value),
  }));
}

function whichReadings(run: Run, metric: K6Metric, time: TimeSpan | null): string {
  const readings = pointsOf(metric);
  if (time === null || run.startedAtUs === null) return readings;
  const instant = (ms: number): string =>
    `make_timestamp(${BigInt(Math.round(run.startedAtUs! + ms * 1000))}::BIGINT)`;
  return `${readings} AND "at" >= ${instant(time.fromMs)} AND "at" < ${instant(time.toMs)}`;
}
