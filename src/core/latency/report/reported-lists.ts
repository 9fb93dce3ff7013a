import type { CheckResult, ErrorGroup, MetricSummary, ThresholdResult } from '#shared/model/latency.ts';
import type { SampleFilter } from '#shared/model/filter.ts';
import { percentileKey } from '#shared/model/statistics.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../../db/database.ts';

const OF_RUN = `source_id IN (SELECT id FROM sources WHERE run_id = ?)`;

/** Failures as a report lists them, most frequent first. */
export async function reportedErrors(
  database: Database,
  run: Run,
  filter: SampleFilter,
  limit: number,
): Promise<ErrorGroup[]> {
  if (filter.outcome === 'ok') return [];
  const chosen =
    filter.transactions === null
      ? ''
      : `AND transaction_id IN (${filter.transactions.length === 0 ? 'NULL' : filter.transactions.join(', ')})`;
  const rows = await database.rows(
    `SELECT coalesce(t.label, '') AS label, code, message, sum(count)::DOUBLE AS n,
       epoch_us(min(first_at))::DOUBLE AS first_us, epoch_us(max(last_at))::DOUBLE AS last_us
     FROM reported_errors LEFT JOIN transactions t ON t.id = transaction_id
     WHERE ${OF_RUN} ${chosen} GROUP BY ALL ORDER BY n DESC, label, code, message LIMIT ${limit}`,
    [run.id],
  );
  const offset = (us: unknown): number | null =>
    us === null || run.startedAtUs === null ? null : (Number(us) - run.startedAtUs) / 1000;
  return rows.map((row) => ({
    transaction: String(row['label']),
    code: row['code'] === null ? null : String(row['code']),
    message: row['message'] === null ? null : String(row['message']),
    count: Number(row['n']),
    firstMs: offset(row['first_us']),
    lastMs: offset(row['last_us']),
  }));
}

export async function reportedChecks(database: Database, runId: number): Promise<CheckResult[]> {
  const rows = await database.rows(
    `SELECT name, "group", passed, failed FROM reported_checks WHERE ${OF_RUN} ORDER BY source_id, position`,
    [runId],
  );
  return rows.map((row) => ({
    name: String(row['name']),
    group: String(row['group']),
    passed: Number(row['passed']),
    failed: Number(row['failed']),
  }));
}

/** Thresholds with the verdict of the tool itself. */
export async function reportedThresholds(database: Database, runId: number): Promise<ThresholdResult[]> {
  const rows = await database.rows(
    `SELECT metric, expression, passed FROM reported_thresholds WHERE ${OF_RUN} ORDER BY source_id, position`,
    [runId],
  );
  return rows.map((row) => ({
    metric: String(row['metric']),
    expression: String(row['expression']),
    passed: row['passed'] === 1,
    value: null,
  }));
}

/** Metrics of a report; its names for figures are those of k6. */
export async function reportedMetrics(
  database: Database,
  runId: number,
  percentiles: readonly number[],
): Promise<MetricSummary[]> {
  const rows = await database.rows(
    `SELECT m.name, m.kind, m.contains, figures FROM reported_metrics
     JOIN metrics m ON m.id = metric_id WHERE ${OF_RUN} ORDER BY m.id`,
    [runId],
  );
  return rows.map((row) => {
    const figures = JSON.parse(String(row['figures'])) as Record<string, number>;
    const kind = String(row['kind']) as MetricSummary['kind'];
    const figure = (...names: readonly string[]): number | null =>
      names.map((name) => figures[name]).find((value) => value !== undefined) ?? null;
    return {
      name: String(row['name']),
      unit: row['contains'] === 'time' ? 'ms' : row['contains'] === 'data' ? 'bytes' : '',
      kind,
      count: figure('count', 'total') ?? (figure('passes') ?? 0) + (figure('fails') ?? 0),
      min: figure('min'),
      mean: figure('avg', 'mean'),
      max: figure('max'),
      value:
        kind === 'counter' ? figure('count', 'value') : kind === 'trend' ? null : figure('value', 'rate'),
      percentiles:
        kind === 'trend'
          ? Object.fromEntries(
              percentiles.map((percentile) => {
                const key = percentileKey(percentile);
                const names = [`p(${key})`, `p${key}`, ...(percentile === 50 ? ['med', 'median'] : [])];
                return [key, figure(...names)];
              }),
            )
          : {},
    };
  });
}
