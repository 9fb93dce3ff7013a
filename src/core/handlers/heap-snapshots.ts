import type { heapMethods } from '#shared/contract/heap-methods.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { EngineHandlers } from '#shared/rpc/server.ts';
import { Pace } from '../heap/graph/pace.ts';
import { classTable } from '../heap/stored/class-list.ts';
import { collectionsPage } from '../heap/view/collections-page.ts';
import { detachedPage } from '../heap/view/detached-page.ts';
import { dominatorsPage } from '../heap/view/dominators-page.ts';
import { freedObjects, retainedSet } from '../heap/view/freed.ts';
import { instancesPage } from '../heap/view/instances.ts';
import { objectDetails } from '../heap/view/object-details.ts';
import { containmentPage, retainersPage } from '../heap/view/references.ts';
import { retainingPaths } from '../heap/view/retaining-paths.ts';
import { searchHeap } from '../heap/view/search.ts';
import { stringsPage } from '../heap/view/strings.ts';
import { createSeries, listSeries, removeSeries, updateSeries } from '../workspace/heap-series.ts';
import {
  listSnapshots,
  removeSnapshot,
  renameSnapshot,
  setSnapshotTime,
  snapshotInfo,
} from '../workspace/snapshots-catalog.ts';
import { compareStored } from '../workspace/snapshots-compare.ts';
import { loadClassList, loadFigures } from '../workspace/snapshots-graph.ts';
import { growthPath } from '../workspace/snapshots-growth-path.ts';
import { seriesGrowth, verifySeriesFix } from '../workspace/snapshots-growth.ts';
import { heapUsed } from '../workspace/snapshots-heap-used.ts';
import { OpenSnapshot, type LoadedSnapshot } from '../workspace/snapshots-open.ts';
import { stemOf } from '../workspace/snapshots-proposal.ts';
import { storedClasses } from '../workspace/snapshots-tables.ts';
import type { HandlerContext } from './context.ts';

type HeapHandlers = Pick<EngineHandlers, keyof typeof heapMethods>;

/** Heap snapshots: what is in the workspace, one snapshot, two, and a series. */
export function heapHandlers({ session, announce, emit }: HandlerContext): HeapHandlers {
  const database = () => session.workspace.database;
  const open = new OpenSnapshot((progress) => emit('heap.progress', progress));
  const changed = async <T>(result: Promise<T>): Promise<T> => {
    const value = await result;
    session.workspace.changed();
    await announce();
    return value;
  };
  const withGraph = async (snapshotId: number): Promise<void> => {
    const { hasGraph, name } = await snapshotInfo(database(), snapshotId);
    if (hasGraph) return;
    throw new AppError('bad-request', `${name} has figures of classes only: no objects and no references.`, {
      hint: 'Take a full snapshot or dump to see what holds what.',
    });
  };
  const loaded = async (snapshotId: number, signal: AbortSignal): Promise<LoadedSnapshot> => {
    await withGraph(snapshotId);
    return open.load(database(), snapshotId, signal);
  };
  return {
    'snapshots.list': () => listSnapshots(database()),
    'snapshots.rename': ({ snapshotId, name }) => changed(renameSnapshot(database(), snapshotId, name)),
    'snapshots.setTime': ({ snapshotId, takenAtUs }) =>
      changed(setSnapshotTime(database(), snapshotId, takenAtUs)),
    'snapshots.remove': async ({ snapshotId }) => {
      open.forget(snapshotId);
      await changed(removeSnapshot(database(), snapshotId));
      return listSnapshots(database());
    },

    'series.list': () => listSeries(database()),
    'series.create': async ({ snapshotIds, name }) => {
      const first = await snapshotInfo(database(), snapshotIds[0]!);
      return changed(createSeries(database(), snapshotIds, name ?? stemOf(first.name)));
    },
    'series.update': ({ seriesId, ...change }) => changed(updateSeries(database(), seriesId, change)),
    'series.remove': async ({ seriesId }) => {
      await changed(removeSeries(database(), seriesId));
      return listSeries(database());
    },

    'heap.statistics': async ({ snapshotId }) => {
      await withGraph(snapshotId);
      return { snapshotId, ...(await loadFigures(database(), snapshotId)) };
    },
    'heap.classes': async ({ snapshotId }) => {
      const { hasGraph } = await snapshotInfo(database(), snapshotId);
      if (hasGraph) return classTable(await loadClassList(database(), snapshotId));
      const rows = await storedClasses(database(), snapshotId);
      return classTable(rows.map((row) => ({ ...row, distance: null })));
    },
    'heap.instances': async ({ snapshotId, classKey, filter, sort, offset, limit }, { signal }) => {
      const { heap } = await loaded(snapshotId, signal);
      return instancesPage(heap, classKey, filter ?? {}, sort, { offset, limit }, new Pace(signal));
    },
    'heap.dominators': async ({ snapshotId, node, sort, ...page }, { signal }) =>
      dominatorsPage((await loaded(snapshotId, signal)).heap, node, sort, page, new Pace(signal)),
    'heap.containment': async ({ snapshotId, node, ...page }, { signal }) =>
      containmentPage((await loaded(snapshotId, signal)).heap, node, page),
    'heap.retainers': async ({ snapshotId, node, ...page }, { signal }) =>
      retainersPage((await loaded(snapshotId, signal)).heap, node, page, new Pace(signal)),
    'heap.paths': async ({ snapshotId, node, limit }, { signal }) =>
      retainingPaths((await loaded(snapshotId, signal)).heap, node, limit, new Pace(signal)),
    'heap.object': async ({ snapshotId, node }, { signal }) =>
      objectDetails((await loaded(snapshotId, signal)).heap, node, new Pace(signal)),
    'heap.strings': async ({ snapshotId, ...page }, { signal }) =>
      stringsPage(await (await loaded(snapshotId, signal)).strings(new Pace(signal)), page),
    'heap.detached': async ({ snapshotId, ...page }, { signal }) =>
      detachedPage((await loaded(snapshotId, signal)).heap, page, new Pace(signal)),
    'heap.collections': async ({ snapshotId, which, ...page }, { signal }) =>
      collectionsPage((await loaded(snapshotId, signal)).heap, which, page, new Pace(signal)),
    'heap.freedBy': async ({ snapshotId, edge }, { signal }) =>
      freedObjects((await loaded(snapshotId, signal)).heap, edge, new Pace(signal)),
    'heap.retainedSet': async ({ snapshotId, of }, { signal }) =>
      retainedSet((await loaded(snapshotId, signal)).heap, of, new Pace(signal)),
    'heap.search': async ({ snapshotId, filter, sort, offset, limit, ...query }, { signal }) => {
      const { heap } = await loaded(snapshotId, signal);
      const page = { offset, limit };
      return searchHeap(heap, { ...query, filter: filter ?? {} }, sort, page, new Pace(signal));
    },

    'heap.compare': ({ beforeId, afterId }, { signal }) =>
      compareStored(database(), beforeId, afterId, signal),
    'heap.growth': (request, { signal }) => seriesGrowth(database(), request, open, signal),
    'heap.used': ({ seriesId }, { signal }) => heapUsed(database(), seriesId, signal),
    'heap.growthPath': (request, { signal }) => growthPath(database(), request, open, signal),
    'heap.verifyFix': ({ floorBytesPerOperation, ...series }, { signal }) =>
      verifySeriesFix(database(), series, floorBytesPerOperation, signal),
  };
}
