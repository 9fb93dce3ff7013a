import { k6Percentile } from '../../k6-ndjson/testing/percentiles.ts';
import type { Collected } from '../../testing/collect.ts';

type Row = Readonly<Record<string, unknown>>;

/** Everything that must not depend on the pieces in which a file comes. */
export function rowsOf({ report, samples, points, metrics, transactions }: Collected) {
  return { report, samples, points, metrics, transactions };
}

/** A row without the tags that are empty: a CSV cannot tell them from absent ones. */
export function withoutEmptyTags(row: Row): Row {
  const tags = (row['tag_set'] ?? {}) as Record<string, string>;
  const filled = Object.entries(tags).filter(([, value]) => value !== '');
  return { ...row, tag_set: filled.sort(([a], [b]) => (a < b ? -1 : 1)) };
}

/** The figures that a person sees of a run: requests by transaction, readings by metric, checks. */
export function statisticsOf({ samples, points }: Collected) {
  const transactions = new Map<string, Row[]>();
  for (const sample of samples) {
    const { name, kind, method } = sample['transaction'] as {
      name: string;
      kind: string;
      method: string | null;
    };
    const key = `${kind} ${method ?? ''} ${name}`;
    transactions.set(key, [...(transactions.get(key) ?? []), sample]);
  }
  const metrics = new Map<string, number[]>();
  const checks = new Map<string, number[]>();
  for (const point of points) {
    const metric = point['metric'] as string;
    const value = point['value'] as number;
    metrics.set(metric, [...(metrics.get(metric) ?? []), value]);
    if (metric !== 'checks') continue;
    const check = (point['tag_set'] as Record<string, string>)['check']!;
    checks.set(check, [...(checks.get(check) ?? []), value]);
  }
  const sorted = <V>(map: Map<string, V>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    transactions: sorted(transactions).map(([key, rows]) => ({
      key,
      samples: rows.length,
      failures: rows.filter((row) => row['ok'] === false).length,
      codes: [...new Set(rows.map((row) => row['code']))].sort(),
      ...Object.fromEntries(
        ['elapsed_ms', 'blocked_ms', 'connect_ms', 'tls_ms', 'sending_ms', 'waiting_ms', 'receiving_ms'].map(
          (column) => [
            column,
            figuresOf(rows.map((row) => row[column]).filter((v) => typeof v === 'number')),
          ],
        ),
      ),
    })),
    metrics: sorted(metrics).map(([key, values]) => ({ key, ...figuresOf(values) })),
    checks: sorted(checks).map(([key, values]) => ({
      key,
      passed: values.filter((value) => value !== 0).length,
      failed: values.filter((value) => value === 0).length,
    })),
  };
}

function figuresOf(values: readonly number[]) {
  if (values.length === 0) return { count: 0 };
  return {
    count: values.length,
    min: Math.min(...values),
    max: Math.max(...values),
    ...Object.fromEntries([50, 90, 95, 99, 99.9].map((p) => [`p${p}`, k6Percentile(values, p)])),
  };
}
