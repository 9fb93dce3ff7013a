import type { Database } from '../../db/database.ts';

export interface K6Metric {
  /** One per file of the run. */
  readonly ids: readonly number[];
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'rate' | 'trend';
  readonly contains: 'default' | 'time' | 'data';
  readonly thresholds: readonly string[];
}

/** The metrics that k6 declared in the files of a run, by name. */
export async function k6MetricList(database: Database, runId: number): Promise<K6Metric[]> {
  const rows = await database.rows(
    `SELECT id, name, kind, contains, thresholds FROM metrics WHERE run_id = ? ORDER BY name, id`,
    [runId],
  );
  const out = new Map<string, K6Metric>();
  for (const row of rows) {
    const name = String(row['name']);
    const known = out.get(name);
    const thresholds = JSON.parse(String(row['thresholds'])) as string[];
    out.set(name, {
      ids: [...(known?.ids ?? []), Number(row['id'])],
      name,
      kind: known?.kind ?? (row['kind'] as K6Metric['kind']),
      contains: known?.contains ?? (row['contains'] as K6Metric['contains']),
      thresholds: [...new Set([...(known?.thresholds ?? []), ...thresholds])],
    });
  }
  return [...out.values()];
}

type Stored = 'http' | 'grpc' | 'group';

/** Metrics that are stored as samples: where their values stand. Everything else is in `points`. */
const sampleValues: Readonly<Record<string, { readonly value: string; readonly of: Stored }>> = {
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

/** Sub-query with all readings of a metric as `elapsed_ms` (whatever they measure) and `ok`, as other samples have. */
export function metricReadings(runId: number, { ids, name }: K6Metric): string {
  const branches = [
    `SELECT value::DOUBLE AS elapsed_ms, true AS ok FROM points WHERE run_id = ${runId} AND metric_id IN (${ids.join(', ')})`,
  ];
  const stored = sampleValues[name];
  if (stored !== undefined) branches.push(sampleBranch(runId, stored.value, stored.of));
  return `(${branches.join(' UNION ALL ')})`;
}

/** gRPC calls are requests without a split of their time; k6 writes the split for every HTTP request. */
function sampleBranch(runId: number, value: string, of: Stored): string {
  const kind = of === 'group' ? 'group' : 'request';
  const split = of === 'http' ? `AND ${SPLIT} IS NOT NULL` : of === 'grpc' ? `AND ${SPLIT} IS NULL` : '';
  return `SELECT (${value})::DOUBLE, true FROM samples WHERE run_id = ${runId}
    AND transaction_id IN (SELECT id FROM transactions WHERE run_id = ${runId} AND kind = '${kind}') ${split}`;
}
