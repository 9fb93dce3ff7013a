import { numberColumn } from '#shared/contract/columns.ts';
import type { Database } from '../../db/database.ts';
import { ValueCountsBuilder, type ValueCounts } from '../value-counts.ts';

export interface K6Metric {
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'rate' | 'trend';
  readonly contains: 'default' | 'time' | 'data';
  readonly thresholds: readonly string[];
}

export interface MetricValues {
  readonly values: ValueCounts;
  readonly sum: number;
  /** Values other than zero: what k6 counts as "passes" of a rate. */
  readonly nonZero: number;
  /** The reading with the latest time stamp. */
  readonly last: number | null;
}

/** The metrics that k6 declared in the files of a run. */
export async function k6MetricList(database: Database, runId: number): Promise<K6Metric[]> {
  const rows = await database.rows(
    `SELECT name, kind, contains, thresholds FROM metrics WHERE run_id = ? ORDER BY name, id`,
    [runId],
  );
  return rows.map((row) => ({
    name: String(row['name']),
    kind: row['kind'] as K6Metric['kind'],
    contains: row['contains'] as K6Metric['contains'],
    thresholds: JSON.parse(String(row['thresholds'])) as string[],
  }));
}

/** Metrics that are stored as samples: where their values stand. Everything else is in `points`. */
const sampleValues: Readonly<
  Record<string, { readonly value: string; readonly of: 'http' | 'grpc' | 'group' }>
> = {
  http_reqs: { value: '1', of: 'http' },
  http_req_duration: { value: 'elapsed_ms', of: 'http' },
  http_req_blocked: { value: 'blocked_ms', of: 'http' },
  http_req_connecting: { value: 'connect_ms', of: 'http' },
  http_req_tls_handshaking: { value: 'tls_ms', of: 'http' },
  http_req_sending: { value: 'sending_ms', of: 'http' },
  http_req_waiting: { value: 'waiting_ms', of: 'http' },
  http_req_receiving: { value: 'receiving_ms', of: 'http' },
  http_req_failed: { value: '(NOT ok)::INTEGER', of: 'http' },
  grpc_req_duration: { value: 'elapsed_ms', of: 'grpc' },
  group_duration: { value: 'elapsed_ms', of: 'group' },
};

const SPLIT = 'coalesce(blocked_ms, connect_ms, tls_ms, sending_ms, waiting_ms, receiving_ms)';

/** All values of one metric of a run. */
export async function metricValues(
  database: Database,
  runId: number,
  name: string,
  signal: AbortSignal,
): Promise<MetricValues> {
  const branches = [
    `SELECT value, "at" FROM points WHERE run_id = ${runId}
     AND metric_id IN (SELECT id FROM metrics WHERE run_id = ${runId} AND name = $1)`,
  ];
  const stored = sampleValues[name];
  if (stored !== undefined) branches.push(sampleBranch(runId, stored.value, stored.of));
  const table = await database.query(
    `SELECT value::DOUBLE AS value, count(*) AS n, max(epoch_us("at")) AS latest FROM (${branches.join(' UNION ALL ')})
     WHERE value IS NOT NULL AND $1 <> '' GROUP BY value ORDER BY value`,
    [name],
    { signal },
  );
  const value = numberColumn(table, 'value').values;
  const n = numberColumn(table, 'n').values;
  const latest = numberColumn(table, 'latest').values;
  const builder = new ValueCountsBuilder();
  let sum = 0;
  let nonZero = 0;
  let lastRow = -1;
  for (let row = 0; row < table.rowCount; row++) {
    builder.add(value[row]!, n[row]!, 0);
    sum += value[row]! * n[row]!;
    if (value[row] !== 0) nonZero += n[row]!;
    if (lastRow < 0 || latest[row]! >= latest[lastRow]!) lastRow = row;
  }
  return { values: builder.finish(), sum, nonZero, last: lastRow < 0 ? null : value[lastRow]! };
}

/** gRPC calls are requests without a split of their time; k6 writes the split for every HTTP request. */
function sampleBranch(runId: number, value: string, of: 'http' | 'grpc' | 'group'): string {
  const kind = of === 'group' ? 'group' : 'request';
  const split = of === 'http' ? `AND ${SPLIT} IS NOT NULL` : of === 'grpc' ? `AND ${SPLIT} IS NULL` : '';
  return `SELECT ${value} AS value, started_at AS "at" FROM samples WHERE run_id = ${runId}
    AND transaction_id IN (SELECT id FROM transactions WHERE run_id = ${runId} AND kind = '${kind}') ${split}`;
}
