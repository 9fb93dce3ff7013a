import { AppError } from '#shared/contract/errors.ts';
import type { HeapSeries } from '#shared/model/heap.ts';
import { inTransaction, type Changes } from '../db/changes.ts';
import type { Database } from '../db/database.ts';
import { replaceReportSubjects, reportSubjects } from './reports.ts';

/** Snapshots of one process in order. A snapshot is in one series at most. */

export async function listSeries(database: Database): Promise<HeapSeries[]> {
  const [series, members] = await Promise.all([
    database.rows(`SELECT id, name, run_id, clock_offset_us, proposed FROM heap_series ORDER BY id`),
    database.rows(
      `SELECT series_id, snapshot_id, left_out, operations FROM heap_series_snapshots ORDER BY series_id, position`,
    ),
  ]);
  return series.map((row) => {
    const own = members.filter((member) => member['series_id'] === row['id']);
    const operations = own.map((member) => member['operations']);
    return {
      id: Number(row['id']),
      name: String(row['name']),
      snapshotIds: own.map((member) => Number(member['snapshot_id'])),
      leftOut: own
        .filter((member) => member['left_out'] === 1)
        .map((member) => Number(member['snapshot_id'])),
      operations: operations.some((count) => count === null) ? null : operations.map(Number),
      runId: row['run_id'] === null ? null : Number(row['run_id']),
      clockOffsetMs: Number(row['clock_offset_us']) / 1000,
      proposed: row['proposed'] === 1,
    };
  });
}

/** @throws {AppError} `not-found` */
export async function seriesOf(database: Database, id: number): Promise<HeapSeries> {
  const found = (await listSeries(database)).find((series) => series.id === id);
  if (found !== undefined) return found;
  throw new AppError('not-found', `There is no series ${String(id)} in this workspace.`, {
    hint: 'It may have been removed. Choose snapshots in the tree and make one of them.',
  });
}

/**
 * Makes a series of snapshots in the order given; they leave the series that they are in.
 * @throws {AppError} `bad-request`, `not-found`, `read-only`
 */
export async function createSeries(
  database: Database,
  snapshotIds: readonly number[],
  name: string,
): Promise<HeapSeries> {
  await checkMembers(database, snapshotIds);
  let id = 0;
  await inSeriesChange(database, async (changes) => {
    id = await insertSeries(changes, snapshotIds, name, false);
  });
  return seriesOf(database, id);
}

/** In the transaction of `changes`. @returns its number */
export async function insertSeries(
  changes: Changes,
  snapshotIds: readonly number[],
  name: string,
  proposed: boolean,
): Promise<number> {
  const id = await changes.count(`SELECT coalesce(max(id), 0) + 1 FROM heap_series`);
  await changes.run(`INSERT INTO heap_series VALUES (?, ?, NULL, 0, ?)`, [id, name, proposed]);
  await setMembers(changes, id, snapshotIds, new Map(), new Set());
  return id;
}

export interface SeriesChange {
  readonly name?: string | undefined;
  readonly snapshotIds?: readonly number[] | undefined;
  readonly leftOut?: readonly number[] | undefined;
  readonly operations?: readonly number[] | null | undefined;
  readonly runId?: number | null | undefined;
  readonly clockOffsetMs?: number | undefined;
}

/** What is not named stays. @throws {AppError} `bad-request`, `not-found`, `read-only` */
export async function updateSeries(
  database: Database,
  id: number,
  change: SeriesChange,
): Promise<HeapSeries> {
  const series = await seriesOf(database, id);
  const members = change.snapshotIds ?? series.snapshotIds;
  if (change.snapshotIds !== undefined) await checkMembers(database, members);
  const leftOut = new Set(change.leftOut ?? series.leftOut);
  const typed = change.operations === undefined ? operationsBySnapshot(series) : null;
  const operations = typed ?? newOperations(members, change.operations ?? null);
  if (change.runId !== undefined && change.runId !== null) await checkRun(database, change.runId);
  await inSeriesChange(database, async (changes) => {
    await changes.run(
      `UPDATE heap_series SET name = ?, run_id = ?, clock_offset_us = ?, proposed = false WHERE id = ${id}`,
      [
        change.name ?? series.name,
        change.runId === undefined ? series.runId : change.runId,
        Math.round((change.clockOffsetMs ?? series.clockOffsetMs) * 1000),
      ],
    );
    await setMembers(changes, id, members, operations, leftOut);
  });
  return seriesOf(database, id);
}

/** The snapshots stay. @throws {AppError} `not-found`, `read-only` */
export async function removeSeries(database: Database, id: number): Promise<void> {
  await seriesOf(database, id);
  await inSeriesChange(database, ({ run }) =>
    run(`DELETE FROM heap_series_snapshots WHERE series_id = ${id}`),
  );
}

/**
 * A change of which snapshots are in which series: a series of which fewer than two are left is none any more, also for reports.
 * @throws {AppError} `read-only`, and what `act` throws
 */
export async function inSeriesChange(
  database: Database,
  act: (changes: Changes) => Promise<void>,
): Promise<void> {
  const before = await database.rows(`SELECT id FROM heap_series ORDER BY id`);
  const reports = await reportSubjects(database);
  await inTransaction(database, async (changes) => {
    await act(changes);
    await changes.run(
      `DELETE FROM heap_series WHERE id NOT IN
         (SELECT series_id FROM heap_series_snapshots GROUP BY series_id HAVING count(*) > 1)`,
    );
    await changes.run(
      `DELETE FROM heap_series_snapshots WHERE series_id NOT IN (SELECT id FROM heap_series)`,
    );
    const gone = new Map<number, null>();
    for (const row of before) {
      const id = Number(row['id']);
      if ((await changes.count(`SELECT count(*) FROM heap_series WHERE id = ${id}`)) === 0)
        gone.set(id, null);
    }
    if (gone.size > 0) await replaceReportSubjects(reports, { series: gone }, changes.run);
  });
}

/**
 * Keeps links to runs true when runs go or become one: numbers of runs are used again. Part of the transaction that changes
 * the runs.
 * @param becomes the run in the place of one; null where it is gone
 */
export async function replaceSeriesRuns(
  becomes: ReadonlyMap<number, number | null>,
  run: Changes['run'],
): Promise<void> {
  for (const [before, after] of becomes)
    await run(`UPDATE heap_series SET run_id = ${after ?? 'NULL'} WHERE run_id = ${before}`);
}

/** In the transaction of `changes`: the members of a series, in order, and of no other one. */
export async function setMembers(
  { run, append }: Changes,
  seriesId: number,
  snapshotIds: readonly number[],
  operations: ReadonlyMap<number, number>,
  leftOut: ReadonlySet<number>,
): Promise<void> {
  await run(
    `DELETE FROM heap_series_snapshots WHERE series_id = ${seriesId} OR snapshot_id IN (${snapshotIds.join(', ')})`,
  );
  await append(
    'heap_series_snapshots',
    snapshotIds.map((id, position) => [seriesId, position, id, leftOut.has(id), operations.get(id) ?? null]),
  );
}

/** Where some snapshots have none, all are without: growth needs every one. */
function operationsBySnapshot({ snapshotIds, operations }: HeapSeries): ReadonlyMap<number, number> {
  return operations === null ? new Map() : new Map(snapshotIds.map((id, at) => [id, operations[at]!]));
}

function newOperations(
  members: readonly number[],
  operations: readonly number[] | null,
): ReadonlyMap<number, number> {
  if (operations === null) return new Map();
  const rising = operations.every((count, at) => at === 0 || count > operations[at - 1]!);
  if (operations.length !== members.length || !rising) {
    throw new AppError(
      'bad-request',
      `Give one number of completed requests for each of the ${String(members.length)} snapshots, rising.`,
      { hint: 'For example 600, 1200, 1800: the requests completed when each was taken.' },
    );
  }
  return new Map(members.map((id, at) => [id, operations[at]!]));
}

async function checkMembers(database: Database, snapshotIds: readonly number[]): Promise<void> {
  if (new Set(snapshotIds).size !== snapshotIds.length)
    throw new AppError('bad-request', 'A snapshot can be in a series only once.');
  const rows = await database.rows(
    `SELECT id, name, runtime, format FROM snapshots WHERE id IN (${snapshotIds.join(', ')})`,
  );
  if (rows.length !== snapshotIds.length) {
    throw new AppError('not-found', 'Not all of these snapshots are in this workspace.', {
      hint: 'One may have been removed. Choose them anew in the tree.',
    });
  }
  const other = rows.find((row) => row['format'] !== rows[0]!['format']);
  if (other === undefined) return;
  throw new AppError(
    'bad-request',
    `${String(other['name'])} is of another kind than ${String(rows[0]!['name'])}.`,
    { hint: 'A series is of one process, in one format.' },
  );
}

async function checkRun(database: Database, runId: number): Promise<void> {
  const rows = await database.rows(`SELECT id FROM runs WHERE id = ?`, [runId]);
  if (rows.length > 0) return;
  throw new AppError('not-found', `There is no run ${String(runId)} in this workspace.`, {
    hint: 'It may have been removed. Choose another run.',
  });
}
