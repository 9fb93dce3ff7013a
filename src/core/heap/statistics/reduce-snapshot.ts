import type { HeapSnapshot } from '../model/snapshot.ts';
import type { SnapshotTables } from '../model/snapshot-tables.ts';
import type { HeapAnalysis } from '../graph/heap-analysis.ts';
import type { Pace } from '../graph/pace.ts';
import { shortestPaths } from '../graph/shortest-paths.ts';
import { classKeys, exactName, type ClassKeys } from './class-keys.ts';
import { classRows } from './class-rows.ts';
import { containerRows } from './collections.ts';
import { identitySample } from './identity-sample.ts';
import { ObjectIds } from './object-ids.ts';
import { ownerPathRows, ownerRows } from './owner-rows.ts';
import { retainerShapes, type SeriesStart } from './retainer-shapes.ts';

export interface ReducedSnapshot {
  readonly tables: SnapshotTables;
  readonly keys: ClassKeys | null;
  /** Null where ids do not last, or were not asked for. */
  readonly ids: ObjectIds | null;
}

/**
 * What is kept of a snapshot when its graph goes (method P10: never two graphs at once).
 * @param analysis of the snapshot's graph; null where it has figures of classes only
 * @param wanted `ids` for the first of a series and both of a comparison; `start` for the last of a series
 */
export async function reduceSnapshot(
  name: string,
  snapshot: HeapSnapshot,
  analysis: HeapAnalysis | null,
  pace: Pace,
  wanted: { readonly ids: boolean; readonly start: SeriesStart | null },
): Promise<ReducedSnapshot> {
  const { facts } = snapshot;
  if (snapshot.kind === 'classes' || analysis === null) {
    const classes = snapshot.kind === 'classes' ? snapshot.classes : [];
    const empty = { owners: [], ownerPaths: [], containers: [], shapes: [], identity: null };
    return { tables: { name, facts, classes, ...empty }, keys: null, ids: null };
  }
  const { graph } = analysis;
  const keys = classKeys(graph, exactName);
  const classes = await classRows(analysis, keys, pace);
  const paths = await shortestPaths(graph, pace);
  const owners = ownerRows(analysis, keys);
  const ownerPaths = await ownerPathRows(analysis, keys, pace);
  const containers = await containerRows(analysis, paths, facts.stableIds, pace);
  const shapes =
    wanted.start === null ? [] : await retainerShapes(graph, keys, classes, paths, wanted.start, pace);
  const identity = facts.stableIds ? identitySample({ graph, keys }) : null;
  return {
    tables: { name, facts, classes, owners, ownerPaths, containers, shapes, identity },
    keys,
    ids: wanted.ids && facts.stableIds ? await ObjectIds.of(graph, keys.rowOf, pace) : null,
  };
}
