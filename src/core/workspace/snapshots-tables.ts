import type { ClassFamily } from '#shared/model/heap.ts';
import type { Changes } from '../db/changes.ts';
import type { ArrayReader } from '../db/array-store.ts';
import type { Database } from '../db/database.ts';
import type { ClassRow, IdentitySample, SnapshotTables } from '../heap/model/snapshot-tables.ts';
import type { SnapshotFacts } from '../heap/model/snapshot.ts';

/** What is kept of a snapshot for comparison and growth, as rows that SQL can ask. */

/** Between the class names of a path; rows of the growth model use the same. */
const PATH_SEPARATOR = ' › ';

/** Tables with rows of a snapshot; removing it removes them. */
export const tablesOfSnapshots = [
  'snapshot_classes',
  'snapshot_owners',
  'snapshot_owner_paths',
  'snapshot_containers',
] as const;

/** In the transaction of `changes`. */
export async function storeTables(
  { append }: Changes,
  snapshotId: number,
  { classes, owners, ownerPaths, containers }: SnapshotTables,
): Promise<void> {
  await append(
    'snapshot_classes',
    classes.map(({ key, name, family, count, selfBytes, retainedBytes }, position) => [
      snapshotId,
      position,
      key,
      name,
      family,
      Math.round(count),
      Math.round(selfBytes),
      retainedBytes === null ? null : Math.round(retainedBytes),
    ]),
  );
  await append(
    'snapshot_owners',
    owners.map(({ name, family, count, selfBytes }, position) => [
      snapshotId,
      position,
      name,
      family,
      count,
      Math.round(selfBytes),
    ]),
  );
  await append(
    'snapshot_owner_paths',
    ownerPaths.map(({ path, count, retainedBytes }, position) => [
      snapshotId,
      position,
      path.join(PATH_SEPARATOR),
      count,
      Math.round(retainedBytes),
    ]),
  );
  await append(
    'snapshot_containers',
    containers.map(({ path, className, children, retainedBytes }, position) => [
      snapshotId,
      position,
      path,
      className,
      children,
      Math.round(retainedBytes),
    ]),
  );
}

/** The class rows of a snapshot, in the order in which they were stored. */
export async function storedClasses(database: Database, snapshotId: number): Promise<ClassRow[]> {
  const rows = await database.rows(
    `SELECT class_key, name, family, count, self_bytes, retained_bytes FROM snapshot_classes
     WHERE snapshot_id = ? ORDER BY position`,
    [snapshotId],
  );
  return rows.map((row) => ({
    key: String(row['class_key']),
    name: String(row['name']),
    family: String(row['family']) as ClassFamily,
    count: Number(row['count']),
    selfBytes: Number(row['self_bytes']),
    retainedBytes: row['retained_bytes'] === null ? null : Number(row['retained_bytes']),
  }));
}

/** Everything that was stored of a snapshot but its graph; without retainer shapes. */
export async function storedTables(
  database: Database,
  snapshot: { readonly id: number; readonly name: string; readonly facts: SnapshotFacts },
  arrays: ArrayReader | null,
): Promise<SnapshotTables> {
  const { id, name, facts } = snapshot;
  const [classes, owners, ownerPaths, containers] = await Promise.all([
    storedClasses(database, id),
    database.rows(
      `SELECT class_key, family, count, self_bytes FROM snapshot_owners WHERE snapshot_id = ? ORDER BY position`,
      [id],
    ),
    database.rows(
      `SELECT path, count, retained_bytes FROM snapshot_owner_paths WHERE snapshot_id = ? ORDER BY position`,
      [id],
    ),
    database.rows(
      `SELECT path, class_name, children, retained_bytes FROM snapshot_containers
       WHERE snapshot_id = ? ORDER BY position`,
      [id],
    ),
  ]);
  return {
    name,
    facts,
    classes,
    owners: owners.map((row) => ({
      name: String(row['class_key']),
      family: String(row['family']) as ClassFamily,
      count: Number(row['count']),
      selfBytes: Number(row['self_bytes']),
    })),
    ownerPaths: ownerPaths.map((row) => ({
      path: String(row['path']).split(PATH_SEPARATOR),
      count: Number(row['count']),
      retainedBytes: Number(row['retained_bytes']),
    })),
    containers: containers.map((row) => ({
      path: String(row['path']),
      className: String(row['class_name']),
      children: Number(row['children']),
      retainedBytes: Number(row['retained_bytes']),
    })),
    shapes: [],
    identity: arrays === null ? null : await storedIdentity(arrays, classes),
  };
}

/** @returns null where ids do not last */
export async function storedIdentity(
  arrays: ArrayReader,
  classes: readonly ClassRow[],
): Promise<IdentitySample | null> {
  if ((await arrays.length('identity-ids')) === null) return null;
  const ids = (await arrays.read('identity-ids')) as Float64Array;
  const places = await arrays.read('identity-classes');
  return { ids, keys: Array.from(places, (place) => classes[place]?.key ?? '') };
}
