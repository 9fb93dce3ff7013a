import { numbersToColumn, textsToColumn, type ColumnTable } from '#shared/contract/columns.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { SameProcess, SnapshotDifference, SnapshotInfo } from '#shared/model/heap.ts';
import { ArrayReader } from '../db/array-store.ts';
import type { Database } from '../db/database.ts';
import { Pace } from '../heap/graph/pace.ts';
import type { NumberColumn } from '../heap/model/heap-graph.ts';
import type { SnapshotTables } from '../heap/model/snapshot-tables.ts';
import { classKeys, exactName } from '../heap/statistics/class-keys.ts';
import { compareSnapshots, type ClassDelta } from '../heap/statistics/comparison.ts';
import { ObjectIds } from '../heap/statistics/object-ids.ts';
import type { ReducedSnapshot } from '../heap/statistics/reduce-snapshot.ts';
import { snapshotInfo, snapshotTables } from './snapshots-catalog.ts';
import { graphTable, loadDocument } from './snapshots-graph.ts';

/**
 * The second snapshot against the first, from what is stored: no graph is loaded.
 * @throws {AppError} `not-found`, `bad-request` for snapshots of different runtimes, `cancelled`
 */
export async function compareStored(
  database: Database,
  beforeId: number,
  afterId: number,
  signal: AbortSignal,
): Promise<SnapshotDifference> {
  const infos = [await snapshotInfo(database, beforeId), await snapshotInfo(database, afterId)] as const;
  const [a, b] = infos;
  if (a.runtime !== b.runtime) {
    throw new AppError('bad-request', `${b.name} is of another runtime than ${a.name}.`, {
      hint: 'Classes of different runtimes have nothing in common.',
    });
  }
  const [before, after] = [await reduced(database, a, signal), await reduced(database, b, signal)];
  const found = compareSnapshots(before, after);
  return {
    beforeId,
    afterId,
    process: found.process,
    processNote: noteOf(found.process),
    selfBytes: [a.selfBytes, b.selfBytes],
    classes: classTable(found.classes),
    owners: table(
      { name: found.owners.map(({ name }) => name) },
      {
        selfBefore: found.owners.map(({ selfBytes }) => selfBytes[0]),
        selfAfter: found.owners.map(({ selfBytes }) => selfBytes[1]),
      },
    ),
    ownerPaths: pathTable(before.tables, after.tables),
  };
}

async function reduced(
  database: Database,
  info: SnapshotInfo,
  signal: AbortSignal,
): Promise<ReducedSnapshot> {
  const tables = await snapshotTables(database, info, signal);
  if (!info.hasGraph || !info.stableIds) return { tables, keys: null, ids: null };
  const arrays = new ArrayReader(database, graphTable(info.id), signal);
  const { classes } = await loadDocument(arrays);
  const graph = {
    classes,
    classOf: (await arrays.read('class-of')) as Uint32Array,
    ids: (await arrays.read('ids')) as NumberColumn,
    selfBytes: (await arrays.read('self-bytes')) as NumberColumn,
  };
  const keys = classKeys(graph, exactName);
  return { tables, keys, ids: await ObjectIds.of(graph, keys.rowOf, new Pace(signal)) };
}

function noteOf(process: SameProcess): string {
  switch (process) {
    case 'same':
      return 'The snapshots are of one process: new and deleted objects are told apart by their ids.';
    case 'different':
      return 'The snapshots are of different processes: ids mean nothing, so sums by class and by path are compared.';
    case 'unknown':
      return 'Whether the snapshots are of one process cannot be told: sums by class and by path are compared.';
  }
}

function classTable(rows: readonly ClassDelta[]): ColumnTable {
  return table(
    {
      key: rows.map(({ key }) => key),
      name: rows.map(({ name }) => name),
      family: rows.map(({ family }) => family),
    },
    {
      countBefore: rows.map(({ counts }) => counts[0]),
      countAfter: rows.map(({ counts }) => counts[1]),
      selfBefore: rows.map(({ selfBytes }) => selfBytes[0]),
      selfAfter: rows.map(({ selfBytes }) => selfBytes[1]),
      retainedBefore: rows.map(({ retainedBytes }) => retainedBytes[0]),
      retainedAfter: rows.map(({ retainedBytes }) => retainedBytes[1]),
      created: rows.map(({ created }) => created?.count ?? null),
      createdBytes: rows.map(({ created }) => created?.selfBytes ?? null),
      deleted: rows.map(({ deleted }) => deleted?.count ?? null),
      deletedBytes: rows.map(({ deleted }) => deleted?.selfBytes ?? null),
    },
  );
}

function pathTable(before: SnapshotTables, after: SnapshotTables): ColumnTable {
  const rows = new Map<string, { counts: [number, number]; retained: [number, number] }>();
  [before, after].forEach(({ ownerPaths }, side) => {
    for (const { path, count, retainedBytes } of ownerPaths) {
      const key = path.join(' › ');
      const row = rows.get(key) ?? { counts: [0, 0], retained: [0, 0] };
      row.counts[side]! += count;
      row.retained[side]! += retainedBytes;
      rows.set(key, row);
    }
  });
  const change = ({ retained: [a, b] }: { retained: [number, number] }): number => Math.abs(b - a);
  const sorted = [...rows].sort(([, a], [, b]) => change(b) - change(a));
  return table(
    { path: sorted.map(([path]) => path) },
    {
      countBefore: sorted.map(([, { counts }]) => counts[0]),
      countAfter: sorted.map(([, { counts }]) => counts[1]),
      retainedBefore: sorted.map(([, { retained }]) => retained[0]),
      retainedAfter: sorted.map(([, { retained }]) => retained[1]),
    },
  );
}

function table(
  texts: Readonly<Record<string, readonly string[]>>,
  numbers: Readonly<Record<string, readonly (number | null)[]>>,
): ColumnTable {
  return {
    rowCount: Object.values(texts)[0]?.length ?? 0,
    columns: {
      ...Object.fromEntries(Object.entries(texts).map(([name, values]) => [name, textsToColumn(values)])),
      ...Object.fromEntries(Object.entries(numbers).map(([name, values]) => [name, numbersToColumn(values)])),
    },
  };
}
