import type { MetricSummary } from '#shared/model/latency.ts';
import { percentileKey } from '#shared/model/statistics.ts';
import type { Database } from '../../db/database.ts';
import { momentsOf } from '../moments.ts';
import { percentileOf } from '../quantiles.ts';
import { k6MetricList, type K6Metric } from './metric-readings.ts';
import { metricValues, type MetricValues } from './metric-values.ts';

/** Every metric of a k6 run as k6's own summary shows it. */
export async function k6Metrics(
  database: Database,
  runId: number,
  percentiles: readonly number[],
  signal: AbortSignal,
): Promise<MetricSummary[]> {
  const out: MetricSummary[] = [];
  for (const metric of await k6MetricList(database, runId)) {
    const values = await metricValues(database, runId, metric, percentiles, signal);
    const moments = momentsOf(values.values);
    const trend = metric.kind === 'trend';
    out.push({
      name: metric.name,
      unit: unitOf(metric),
      kind: metric.kind,
      count: values.values.count,
      min: trend || metric.kind === 'gauge' ? (moments?.minMs ?? null) : null,
      mean: trend ? (moments?.meanMs ?? null) : null,
      max: trend || metric.kind === 'gauge' ? (moments?.maxMs ?? null) : null,
      value: headline(metric, values),
      percentiles: trend
        ? Object.fromEntries(
            percentiles.map((percentile) => [
              percentileKey(percentile),
              percentileOf(values.values, percentile),
            ]),
          )
        : {},
    });
  }
  return out;
}

/** Sum of a counter, share of a rate, last reading of a gauge; a trend has none. */
export function headline(metric: K6Metric, values: MetricValues): number | null {
  const { count } = values.values;
  if (count === 0) return null;
  switch (metric.kind) {
    case 'counter':
      return values.sum;
    case 'rate':
      return values.nonZero / count;
    case 'gauge':
      return values.last;
    case 'trend':
      return null;
  }
}

function unitOf(metric: K6Metric): string {
  if (metric.contains === 'time') return 'ms';
  if (metric.contains === 'data') return 'bytes';
  return metric.kind === 'rate' ? 'ratio' : '';
}
