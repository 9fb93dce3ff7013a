import type { HeapSeries, SnapshotInfo } from '#shared/model/heap.ts';
import type { Changes } from '../db/changes.ts';
import { ArrayReader } from '../db/array-store.ts';
import type { Database } from '../db/database.ts';
import type { SnapshotTables } from '../heap/model/snapshot-tables.ts';
import { sameProcess } from '../heap/statistics/identity-sample.ts';
import { insertSeries, listSeries, setMembers } from './heap-series.ts';
import { listSnapshots } from './snapshots-catalog.ts';
import { graphTable } from './snapshots-graph.ts';
import { storedClasses, storedIdentity } from './snapshots-tables.ts';

/** A snapshot that comes in. */
export interface NewSnapshot {
  readonly id: number;
  readonly name: string;
  readonly path: string | null;
  readonly format: string;
  readonly takenAtUs: number | null;
  readonly tables: SnapshotTables;
}

export interface Proposal {
  /** Null: a new one. */
  readonly seriesId: number | null;
  readonly snapshotIds: readonly number[];
  readonly name: string;
}

/**
 * Which snapshots the new one makes a series with: those of the same process. Where ids last they tell; else files of one folder
 * that are named alike but for numbers. Series that a person has touched stay as they are.
 */
export async function proposedSeries(database: Database, added: NewSnapshot): Promise<Proposal | null> {
  const all = await listSnapshots(database);
  const series = await listSeries(database);
  const open = new Set(series.filter(({ proposed }) => proposed).map(({ id }) => id));
  const free = all.filter(
    ({ format, seriesId }) => format === added.format && (seriesId === null || open.has(seriesId)),
  );
  const paths = await pathsOf(database);
  const mates: SnapshotInfo[] = [];
  for (const other of free.reverse()) {
    if (await isOfOneProcess(database, other, paths.get(other.sourceId) ?? null, added)) mates.push(other);
    // Of a series one is enough: the others are of its process.
    if (mates.at(-1)?.seriesId != null) break;
  }
  const joined = series.find(({ id }) => id === mates.at(-1)?.seriesId) ?? null;
  if (mates.length === 0) return null;
  const members = membersOf(all, joined, mates);
  const ordered = inOrder([...members, { ...added, id: added.id }]);
  const name = joined?.name ?? stemOf(added.name);
  return { seriesId: joined?.id ?? null, snapshotIds: ordered.map(({ id }) => id), name };
}

/** In the transaction that stores the snapshot. */
export async function storeProposal(changes: Changes, proposal: Proposal): Promise<void> {
  const { seriesId, snapshotIds, name } = proposal;
  if (seriesId === null) await insertSeries(changes, snapshotIds, name, true);
  else await setMembers(changes, seriesId, snapshotIds, new Map(), new Set());
}

function membersOf(
  all: readonly SnapshotInfo[],
  joined: HeapSeries | null,
  mates: readonly SnapshotInfo[],
): SnapshotInfo[] {
  const ids = new Set([...(joined?.snapshotIds ?? []), ...mates.map(({ id }) => id)]);
  return all.filter(({ id }) => ids.has(id));
}

async function isOfOneProcess(
  database: Database,
  other: SnapshotInfo,
  otherPath: string | null,
  added: NewSnapshot,
): Promise<boolean> {
  const { identity } = added.tables;
  const alike = stemOf(other.name) === stemOf(added.name) && folderOf(otherPath) === folderOf(added.path);
  if (identity === null || !other.hasGraph) return alike;
  const arrays = new ArrayReader(database, graphTable(other.id));
  const known = await storedIdentity(arrays, await storedClasses(database, other.id));
  const answer = sameProcess(known, identity);
  return answer === 'same' || (answer === 'unknown' && alike);
}

async function pathsOf(database: Database): Promise<Map<number, string | null>> {
  const rows = await database.rows(`SELECT id, path FROM sources WHERE kind = 'heap'`);
  return new Map(rows.map((row) => [Number(row['id']), row['path'] === null ? null : String(row['path'])]));
}

function folderOf(path: string | null): string {
  return path?.replace(/[^/\\]*$/u, '') ?? '';
}

/** What a file is called without what packed it, and what its tool always writes. */
export function bareName(fileName: string): string {
  const bare = fileName
    .replace(/\.(gz|zst|bz2)$/iu, '')
    .replace(/\.(heapsnapshot|heaptimeline|hprof|gcdump|json|txt|out|pb|pprof|histo)$/iu, '');
  return bare === '' ? fileName : bare;
}

/** `node20-leak-a-3` is of `node20-leak-a`; numbers and times at the end only tell the order. */
export function stemOf(name: string): string {
  const bare = bareName(name);
  const stem = bare.replace(/[\s._-]*\d[\d\sT:._-]*$/u, '');
  return stem === '' ? bare : stem;
}

/** By when they were taken; else by the last number of their names, so that 10 comes after 9; else as they came. */
export function inOrder<
  T extends { readonly id: number; readonly name: string; readonly takenAtUs: number | null },
>(snapshots: readonly T[]): T[] {
  const timed = snapshots.every(({ takenAtUs }) => takenAtUs !== null);
  const byName = new Intl.Collator('en', { numeric: true });
  return [...snapshots].sort(
    (a, b) => (timed ? a.takenAtUs! - b.takenAtUs! : 0) || byName.compare(a.name, b.name) || a.id - b.id,
  );
}
