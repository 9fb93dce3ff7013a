import type { Database } from '../../db/database.ts';

/** A row of `aggregates`: figures as the tool printed them; null where it did not. */
export interface ReportedRow {
  /** Null: everything together. */
  readonly transactionId: number | null;
  /** µs since 1970; null: of the whole run. */
  readonly startUs: number | null;
  readonly durationMs: number | null;
  readonly activeUsers: number | null;
  readonly samples: number | null;
  readonly failures: number | null;
  readonly minMs: number | null;
  readonly meanMs: number | null;
  readonly maxMs: number | null;
  readonly stdDevMs: number | null;
  readonly throughputPerSec: number | null;
  readonly receivedBytes: number | null;
  readonly sentBytes: number | null;
  /** By percentile as text. */
  readonly percentilesMs: Readonly<Record<string, number>>;
}

/** @param of figures of the whole run, or of its intervals in the order of time */
export async function reportedRows(
  database: Database,
  runId: number,
  of: 'run' | 'intervals',
): Promise<ReportedRow[]> {
  const rows = await database.rows(
    `SELECT transaction_id, epoch_us(starts_at)::DOUBLE AS start_us, duration_ms, active_users, samples, failures, min_ms,
       mean_ms, max_ms, stddev_ms, throughput_per_sec, received_bytes, sent_bytes, percentiles
     FROM aggregates WHERE source_id IN (SELECT id FROM sources WHERE run_id = ?)
       AND starts_at IS ${of === 'run' ? 'NULL' : 'NOT NULL'} ORDER BY starts_at, transaction_id`,
    [runId],
  );
  const number = (value: string | number | null | undefined): number | null =>
    typeof value === 'number' ? value : null;
  return rows.map((row) => ({
    transactionId: number(row['transaction_id']),
    startUs: number(row['start_us']),
    durationMs: number(row['duration_ms']),
    activeUsers: number(row['active_users']),
    samples: number(row['samples']),
    failures: number(row['failures']),
    minMs: number(row['min_ms']),
    meanMs: number(row['mean_ms']),
    maxMs: number(row['max_ms']),
    stdDevMs: number(row['stddev_ms']),
    throughputPerSec: number(row['throughput_per_sec']),
    receivedBytes: number(row['received_bytes']),
    sentBytes: number(row['sent_bytes']),
    percentilesMs: JSON.parse(String(row['percentiles'])) as Record<string, number>,
  }));
}

/**
 * What can be said of several rows together without their samples: counts, extremes and the mean. Percentiles cannot be
 * put together, nor can deviations or rates of spans that are not known.
 */
export function together(rows: readonly ReportedRow[]): ReportedRow | null {
  const [first, ...others] = rows;
  if (first === undefined || others.length === 0) return first ?? null;
  const all = (pick: (row: ReportedRow) => number | null): number[] | null => {
    const values = rows.map(pick);
    return values.every((value) => value !== null) ? values : null;
  };
  const sum = (pick: (row: ReportedRow) => number | null): number | null =>
    all(pick)?.reduce((a, b) => a + b, 0) ?? null;
  const samples = sum((row) => row.samples);
  const times = sum((row) => (row.samples === null || row.meanMs === null ? null : row.samples * row.meanMs));
  const least = all((row) => row.minMs);
  const most = all((row) => row.maxMs);
  return {
    transactionId: null,
    startUs: null,
    durationMs: null,
    activeUsers: null,
    samples,
    failures: sum((row) => row.failures),
    minMs: least === null ? null : Math.min(...least),
    meanMs: samples === null || samples === 0 || times === null ? null : times / samples,
    maxMs: most === null ? null : Math.max(...most),
    stdDevMs: null,
    throughputPerSec: null,
    receivedBytes: sum((row) => row.receivedBytes),
    sentBytes: sum((row) => row.sentBytes),
    percentilesMs: {},
  };
}
