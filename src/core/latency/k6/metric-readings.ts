import type { Database } from '../../db/database.ts';

export interface K6Metric {
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'rate' | 'trend';
  readonly contains: 'default' | 'time' | 'data';
  readonly thresholds: readonly string[];
  /** Under which its readings stand in the file. A sub-metric `http_req_duration{name:Login}` has those of its parent. */
  readonly source: { readonly name: string; readonly ids: readonly number[] };
  /** Tags that a reading of a sub-metric must have. */
  readonly tags: readonly (readonly [key: string, value: string])[];
}

/** The metrics that k6 declared in the files of a run, by name; each file has numbers of its own for them. */
export async function k6MetricList(database: Database, runId: number): Promise<K6Metric[]> {
  const rows = await database.rows(
    `SELECT id, name, kind, contains, thresholds FROM metrics WHERE run_id = ? ORDER BY name, id`,
    [runId],
  );
  const idsOf = new Map<string, number[]>();
  for (const row of rows) {
    const name = String(row['name']);
    idsOf.set(name, [...(idsOf.get(name) ?? []), Number(row['id'])]);
  }
  const out = new Map<string, K6Metric>();
  for (const row of rows) {
    const name = String(row['name']);
    const known = out.get(name);
    const { parent, tags } = parseMetricName(name);
    const source = idsOf.has(parent) ? parent : name;
    out.set(name, {
      name,
      kind: known?.kind ?? (row['kind'] as K6Metric['kind']),
      contains: known?.contains ?? (row['contains'] as K6Metric['contains']),
      thresholds: [
        ...new Set([...(known?.thresholds ?? []), ...(JSON.parse(String(row['thresholds'])) as string[])]),
      ],
      source: { name: source, ids: idsOf.get(source)! },
      tags: source === parent ? tags : [],
    });
  }
  return [...out.values()];
}

/** `name{tag:value,tag:value}` as k6 splits it (metrics/metric.go, `AddSubmetric`): plainly, and then trims quotes. */
export function parseMetricName(name: string): { readonly parent: string; readonly tags: K6Metric['tags'] } {
  const match = /^([^{]+)\{(.*)\}$/su.exec(name);
  if (match === null) return { parent: name, tags: [] };
  const trimmed = (text: string): string => text.trim().replace(/^["']+|["']+$/gu, '');
  const tags = match[2]!
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part): [string, string] => {
      const colon = part.indexOf(':');
      if (colon < 0) return [trimmed(part), ''];
      return [trimmed(part.slice(0, colon)), trimmed(part.slice(colon + 1))];
    });
  return { parent: match[1]!.trim(), tags };
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
export function metricReadings(runId: number, metric: K6Metric): string {
  const branches = [
    `SELECT value::DOUBLE AS elapsed_ms, true AS ok FROM points WHERE run_id = ${runId} AND ${pointsOf(metric)}`,
  ];
  const stored = sampleValues[metric.source.name];
  if (stored !== undefined) {
    branches.push(
      `SELECT (${stored.value})::DOUBLE, true FROM samples
       WHERE run_id = ${runId} AND ${samplesOf(runId, stored.of)} AND ${tagged(metric)}`,
    );
  }
  return `(${branches.join(' UNION ALL ')})`;
}

/** SQL condition on `points`. */
export function pointsOf(metric: K6Metric): string {
  return `metric_id IN (${metric.source.ids.join(', ')}) AND ${tagged(metric)}`;
}

/** gRPC calls are requests without a split of their time; k6 writes the split for every HTTP request. */
function samplesOf(runId: number, of: Stored): string {
  const kind = of === 'group' ? 'group' : 'request';
  const split = of === 'http' ? `AND ${SPLIT} IS NOT NULL` : of === 'grpc' ? `AND ${SPLIT} IS NULL` : '';
  return `transaction_id IN (SELECT id FROM transactions WHERE run_id = ${runId} AND kind = '${kind}') ${split}`;
}

function tagged({ tags }: K6Metric): string {
  if (tags.length === 0) return 'true';
  const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
  const sets = tags.map(
    ([key, value]) => `SELECT tag_set_id FROM tags WHERE key = ${text(key)} AND value = ${text(value)}`,
  );
  return `tag_set_id IN (${sets.join(' INTERSECT ')})`;
}
