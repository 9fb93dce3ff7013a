import type { ThresholdResult } from '#shared/model/latency.ts';
import type { Database } from '../../db/database.ts';
import { momentsOf } from '../moments.ts';
import { percentileOf } from '../quantiles.ts';
import { k6MetricList, type K6Metric } from './metric-readings.ts';
import { metricValues, type MetricValues } from './metric-values.ts';
import { headline } from './metrics.ts';
import { holds, parseThreshold, type Aggregation } from './threshold-expression.ts';

/**
 * The thresholds that stand in a k6 file, evaluated over the whole run. A file of points does not hold k6's own results,
 * nor the thresholds of sub-metrics.
 */
export async function k6Thresholds(
  database: Database,
  runId: number,
  signal: AbortSignal,
): Promise<ThresholdResult[]> {
  const out: ThresholdResult[] = [];
  for (const metric of await k6MetricList(database, runId)) {
    if (metric.thresholds.length === 0) continue;
    const thresholds = metric.thresholds.map((expression) => ({
      expression,
      parsed: parseThreshold(expression),
    }));
    const percentiles = thresholds.flatMap(({ parsed }) => percentileIn(parsed?.aggregation) ?? []);
    const values = await metricValues(database, runId, metric, percentiles, signal);
    for (const { expression, parsed } of thresholds) {
      const value = parsed === null ? null : aggregate(metric, values, parsed.aggregation);
      const passed = parsed === null || value === null ? null : holds(parsed, value);
      out.push({ metric: metric.name, expression, passed, value });
    }
  }
  return out;
}

function percentileIn(aggregation: Aggregation | undefined): number | null {
  if (aggregation?.kind === 'percentile') return aggregation.percentile;
  return aggregation?.kind === 'med' ? 50 : null;
}

function aggregate(metric: K6Metric, values: MetricValues, aggregation: Aggregation): number | null {
  const sample = values.values;
  switch (aggregation.kind) {
    case 'count':
      return metric.kind === 'counter' ? values.sum : sample.count;
    case 'rate':
      // The rate of a counter divides by the duration of the test, which points do not tell.
      return metric.kind === 'rate' ? headline(metric, values) : null;
    case 'value':
      return values.last;
    case 'avg':
      return momentsOf(sample)?.meanMs ?? null;
    case 'min':
      return momentsOf(sample)?.minMs ?? null;
    case 'max':
      return momentsOf(sample)?.maxMs ?? null;
    case 'med':
      return percentileOf(sample, 50);
    case 'percentile':
      return percentileOf(sample, aggregation.percentile);
  }
}
