import { numberAt, type NumberColumn } from '#shared/contract/columns.ts';
import type { HeapSeries, SnapshotInfo } from '#shared/model/heap.ts';
import type { Database } from '../db/database.ts';

/** Requests completed before each snapshot of a series. */
export interface SeriesOperations {
  readonly from: 'typed' | 'run' | 'none';
  /** Null where they are not known. */
  readonly counts: readonly (number | null)[];
  /** Start of the linked run by the clock of the snapshots, µs since 1970. */
  readonly startedAtUs: number | null;
}

/**
 * Typed in by a person, else counted: samples of the linked run, of the kind that its headline counts, that had ended before the
 * instant of the snapshot by the run's clock.
 */
export async function seriesOperations(
  database: Database,
  series: HeapSeries,
  snapshots: readonly SnapshotInfo[],
  signal: AbortSignal,
): Promise<SeriesOperations> {
  const offsetUs = series.clockOffsetMs * 1000;
  const run = series.runId === null ? null : await linkedRun(database, series.runId);
  const startedAtUs = run?.startedAtUs == null ? null : run.startedAtUs + offsetUs;
  if (series.operations !== null) return { from: 'typed', counts: series.operations, startedAtUs };
  const none = snapshots.map(() => null);
  if (run === null) return { from: 'none', counts: none, startedAtUs };
  if (run.granularity !== 'samples') return { from: 'run', counts: none, startedAtUs };
  const instants = snapshots.map(({ takenAtUs }) => (takenAtUs === null ? null : takenAtUs - offsetUs));
  const columns = instants.map((instant, at) =>
    instant === null
      ? `NULL AS count_${String(at)}`
      : `count(*) FILTER (epoch_us(s.started_at) + coalesce(s.elapsed_ms, 0) * 1000 <= ${String(Math.round(instant))}) AS count_${String(at)}`,
  );
  if (columns.length === 0) return { from: 'run', counts: [], startedAtUs };
  const table = await database.query(
    `SELECT ${columns.join(', ')} FROM samples s JOIN transactions t ON t.id = s.transaction_id
     WHERE s.run_id = ? AND t.kind = ?`,
    [run.id, run.countedKind],
    { signal },
  );
  const counts = instants.map((instant, at) =>
    instant === null ? null : numberAt(table.columns[`count_${String(at)}`] as NumberColumn, 0),
  );
  return { from: 'run', counts, startedAtUs };
}

interface LinkedRun {
  readonly id: number;
  readonly granularity: string;
  readonly countedKind: string;
  readonly startedAtUs: number | null;
}

async function linkedRun(database: Database, runId: number): Promise<LinkedRun | null> {
  const [row] = await database.rows(
    `SELECT id, granularity, counted_kind, started_at FROM runs WHERE id = ?`,
    [runId],
  );
  if (row === undefined) return null;
  return {
    id: Number(row['id']),
    granularity: String(row['granularity']),
    countedKind: String(row['counted_kind']),
    startedAtUs: row['started_at'] === null ? null : Number(row['started_at']),
  };
}
