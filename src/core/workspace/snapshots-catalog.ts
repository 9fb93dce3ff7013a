import { AppError } from '#shared/contract/errors.ts';
import { heapRuntimes, type HeapRuntime, type SnapshotInfo } from '#shared/model/heap.ts';
import { ArrayReader } from '../db/array-store.ts';
import type { Database } from '../db/database.ts';
import { tablesOfSources } from '../db/schema.ts';
import type { SnapshotFacts } from '../heap/model/snapshot.ts';
import type { SnapshotTables } from '../heap/model/snapshot-tables.ts';
import { inSeriesChange } from './heap-series.ts';
import { graphTable } from './snapshots-graph.ts';
import { storedTables, tablesOfSnapshots } from './snapshots-tables.ts';

/** The heap snapshots of a workspace, in the order in which they were imported. */

type Row = Readonly<Record<string, string | number | null>>;

export async function listSnapshots(database: Database): Promise<SnapshotInfo[]> {
  const rows = await database.rows(
    `SELECT s.*, m.series_id FROM snapshots s LEFT JOIN heap_series_snapshots m ON m.snapshot_id = s.id ORDER BY s.id`,
  );
  return rows.map(toInfo);
}

/** @throws {AppError} `not-found` */
export async function snapshotInfo(database: Database, id: number): Promise<SnapshotInfo> {
  const [row] = await database.rows(
    `SELECT s.*, m.series_id FROM snapshots s LEFT JOIN heap_series_snapshots m ON m.snapshot_id = s.id WHERE s.id = ?`,
    [id],
  );
  if (row !== undefined) return toInfo(row);
  throw new AppError('not-found', `There is no snapshot ${String(id)} in this workspace.`, {
    hint: 'It may have been removed. Choose another one in the tree.',
  });
}

/** @throws {AppError} `not-found`, `read-only` */
export async function renameSnapshot(database: Database, id: number, name: string): Promise<SnapshotInfo> {
  await snapshotInfo(database, id);
  await database.execute(`UPDATE snapshots SET name = ? WHERE id = ?`, [name, id]);
  return snapshotInfo(database, id);
}

/**
 * Says when a snapshot was taken; null restores what the file says.
 * @throws {AppError} `not-found`, `read-only`
 */
export async function setSnapshotTime(
  database: Database,
  id: number,
  takenAtUs: number | null,
): Promise<SnapshotInfo> {
  await snapshotInfo(database, id);
  const taken =
    takenAtUs === null ? 'taken_at_in_file' : `make_timestamp(${String(BigInt(takenAtUs))}::BIGINT)`;
  await database.execute(`UPDATE snapshots SET taken_at = ${taken} WHERE id = ?`, [id]);
  return snapshotInfo(database, id);
}

/** Takes a snapshot and its source out of the workspace, and out of its series. @throws {AppError} `not-found`, `read-only` */
export async function removeSnapshot(database: Database, id: number): Promise<void> {
  const { sourceId } = await snapshotInfo(database, id);
  await inSeriesChange(database, async ({ run }) => {
    await run(`DROP TABLE IF EXISTS ${graphTable(id)}`);
    for (const table of tablesOfSnapshots) await run(`DELETE FROM ${table} WHERE snapshot_id = ${id}`);
    for (const table of tablesOfSources) await run(`DELETE FROM ${table} WHERE source_id = ${sourceId}`);
    await run(`DELETE FROM heap_series_shapes WHERE first_id = ${id} OR last_id = ${id}`);
    await run(`DELETE FROM heap_series_snapshots WHERE snapshot_id = ${id}`);
    await run(`DELETE FROM snapshots WHERE id = ${id}`);
    await run(`DELETE FROM sources WHERE id = ${sourceId}`);
  });
}

/** What comparison and growth need of a snapshot. @throws {AppError} `not-found`, `workspace-damaged` */
export async function snapshotTables(
  database: Database,
  info: SnapshotInfo,
  signal: AbortSignal,
): Promise<SnapshotTables> {
  const arrays = info.hasGraph ? new ArrayReader(database, graphTable(info.id), signal) : null;
  return storedTables(database, { id: info.id, name: info.name, facts: factsOf(info) }, arrays);
}

function factsOf(info: SnapshotInfo): SnapshotFacts {
  return {
    format: info.format,
    runtime: info.runtime,
    version: info.version,
    nodes: info.nodes,
    edges: info.edges,
    selfBytes: info.selfBytes,
    takenAtMs: info.takenAtUs === null ? null : info.takenAtUs / 1000,
    stableIds: info.stableIds,
    warnings: info.warnings,
  };
}

function toInfo(row: Row): SnapshotInfo {
  return {
    id: Number(row['id']),
    sourceId: Number(row['source_id']),
    name: String(row['name']),
    format: String(row['format']),
    formatLabel: String(row['format_label']),
    runtime: runtimeOf(row['runtime']),
    version: row['version'] === null ? null : String(row['version']),
    nodes: numberOrNull(row['nodes']),
    edges: numberOrNull(row['edges']),
    classCount: Number(row['class_count']),
    selfBytes: Number(row['self_bytes']),
    takenAtUs: numberOrNull(row['taken_at']),
    stableIds: row['stable_ids'] === 1,
    hasGraph: row['has_graph'] === 1,
    hasAllocations: row['has_allocations'] === 1,
    detachedElements: Number(row['detached_elements']),
    warnings: JSON.parse(String(row['warnings'])) as SnapshotInfo['warnings'],
    seriesId: numberOrNull(row['series_id']),
  };
}

function runtimeOf(value: string | number | null | undefined): HeapRuntime {
  return heapRuntimes.find((runtime) => runtime === value) ?? 'unknown';
}

function numberOrNull(value: string | number | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}
