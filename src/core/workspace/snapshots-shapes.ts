import type { SnapshotInfo } from '#shared/model/heap.ts';
import { ArrayReader } from '../db/array-store.ts';
import type { Database } from '../db/database.ts';
import { Pace } from '../heap/graph/pace.ts';
import type { NumberColumn } from '../heap/model/heap-graph.ts';
import type { RetainerShapes, SnapshotTables } from '../heap/model/snapshot-tables.ts';
import { classKeys, exactName } from '../heap/statistics/class-keys.ts';
import { ObjectIds } from '../heap/statistics/object-ids.ts';
import { retainerShapes } from '../heap/statistics/retainer-shapes.ts';
import { graphTable } from './snapshots-graph.ts';
import type { OpenSnapshot } from './snapshots-open.ts';

/**
 * How the instances of the last snapshot are held that were not in the first. Needs the graph of the last one and the ids of the
 * first, never two graphs; what was found is kept in the workspace.
 * @param used snapshots in order
 * @param tables of `used`
 * @throws {AppError} `workspace-damaged`, `cancelled`
 */
export async function seriesShapes(
  database: Database,
  used: readonly SnapshotInfo[],
  tables: readonly SnapshotTables[],
  open: OpenSnapshot,
  signal: AbortSignal,
): Promise<readonly RetainerShapes[]> {
  const first = used[0]!;
  const last = used.at(-1)!;
  if (!last.hasGraph) return [];
  const known = await storedShapes(database, first.id, last.id);
  if (known !== null) return known;
  const { heap } = await open.load(database, last.id, signal);
  const pace = new Pace(signal);
  const shapes = await retainerShapes(
    heap.graph,
    classKeys(heap.graph, exactName),
    tables.at(-1)!.classes,
    await heap.paths(pace),
    { rows: tables[0]!.classes, ids: await idsOf(database, first, signal, pace) },
    pace,
  );
  await keepShapes(database, first.id, last.id, shapes);
  return shapes;
}

async function idsOf(
  database: Database,
  { id, hasGraph, stableIds }: SnapshotInfo,
  signal: AbortSignal,
  pace: Pace,
): Promise<ObjectIds | null> {
  if (!hasGraph || !stableIds) return null;
  const ids = (await new ArrayReader(database, graphTable(id), signal).read('ids')) as NumberColumn;
  // Only the ids are asked for.
  const none = { classOf: new Uint32Array(ids.length), selfBytes: new Uint32Array(ids.length) };
  return ObjectIds.of({ ids, ...none }, Uint32Array.of(0), pace);
}

async function storedShapes(
  database: Database,
  firstId: number,
  lastId: number,
): Promise<readonly RetainerShapes[] | null> {
  const [row] = await database.rows(
    `SELECT shapes FROM heap_series_shapes WHERE first_id = ? AND last_id = ?`,
    [firstId, lastId],
  );
  return row === undefined ? null : (JSON.parse(String(row['shapes'])) as RetainerShapes[]);
}

async function keepShapes(
  database: Database,
  firstId: number,
  lastId: number,
  shapes: readonly RetainerShapes[],
): Promise<void> {
  // It can be computed again: a workspace that cannot be written to is still answered.
  if (database.readOnly) return;
  await database.execute(`DELETE FROM heap_series_shapes WHERE first_id = ? AND last_id = ?`, [
    firstId,
    lastId,
  ]);
  await database.execute(`INSERT INTO heap_series_shapes VALUES (?, ?, ?)`, [
    firstId,
    lastId,
    JSON.stringify(shapes),
  ]);
}
