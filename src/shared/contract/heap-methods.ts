import { z } from 'zod';
import {
  objectFilterSchema,
  objectSortSchema,
  type DetachedObjects,
  type DominatorsPage,
  type DuplicateStrings,
  type FreedObjects,
  type HeapCollections,
  type HeapObjectDetails,
  type HeapObjectsPage,
  type HeapSeries,
  type HeapStatistics,
  type ReferencesPage,
  type RetainedSet,
  type RetainingPaths,
  type SnapshotDifference,
  type SnapshotInfo,
} from '../model/heap.ts';
import {
  growthGroupings,
  growthKinds,
  type FixVerification,
  type GrowthPath,
  type HeapUsed,
  type SeriesGrowth,
} from '../model/heap-growth.ts';
import type { ColumnTable } from './columns.ts';
import { method } from './method.ts';

const id = z.number().int().positive();
const snapshotId = id;
const node = z.number().int().min(0).max(0xffff_ffff);
const name = z.string().trim().min(1).max(200);
const classKey = z.string().max(30_000);
const page = { offset: z.number().int().nonnegative(), limit: z.number().int().min(1).max(1000) } as const;
const operations = z.array(z.number().nonnegative().max(1e15)).max(1000);
const leftOut = z.array(id).max(1000);
const plan = z.strictObject({
  /** Requests that the heap must hold out. */
  operations: z.number().positive().max(1e15),
  heapLimitBytes: z.number().positive().max(1e15),
});

/** Heap snapshots: what is in the workspace, one snapshot, two, and a series. */
export const heapMethods = {
  'snapshots.list': method<readonly SnapshotInfo[]>()(z.strictObject({})),
  'snapshots.rename': method<SnapshotInfo>()(z.strictObject({ snapshotId, name })),
  /** When it was taken, where the file does not tell; null: as the file says. */
  'snapshots.setTime': method<SnapshotInfo>()(
    z.strictObject({ snapshotId, takenAtUs: z.number().int().min(0).max(8e15).nullable() }),
  ),
  /** Also takes it out of its series. */
  'snapshots.remove': method<readonly SnapshotInfo[]>()(z.strictObject({ snapshotId })),

  'series.list': method<readonly HeapSeries[]>()(z.strictObject({})),
  /** In the order given. Snapshots of another series leave it. */
  'series.create': method<HeapSeries>()(
    z.strictObject({ snapshotIds: z.array(id).min(2).max(1000), name: name.optional() }),
  ),
  /** What is not named stays. */
  'series.update': method<HeapSeries>()(
    z.strictObject({
      seriesId: id,
      name: name.optional(),
      /** New order; snapshots may come and go. Typed operations stay with their snapshots. */
      snapshotIds: z.array(id).min(2).max(1000).optional(),
      leftOut: leftOut.optional(),
      /** One per snapshot, rising; null: those of the run. */
      operations: operations.nullable().optional(),
      runId: id.nullable().optional(),
      clockOffsetMs: z.number().min(-1e11).max(1e11).optional(),
    }),
  ),
  /** The snapshots stay. */
  'series.remove': method<readonly HeapSeries[]>()(z.strictObject({ seriesId: id })),

  'heap.statistics': method<HeapStatistics>()(z.strictObject({ snapshotId })),
  /** Largest retained first. `key`, `name`, `family` (texts); `count`, `self`, `retained` (null without references), `distance`. */
  'heap.classes': method<ColumnTable>()(z.strictObject({ snapshotId })),
  'heap.instances': method<HeapObjectsPage>()(
    z.strictObject({
      snapshotId,
      classKey,
      filter: objectFilterSchema.optional(),
      sort: objectSortSchema,
      ...page,
    }),
  ),
  /** Children in the dominator tree; `node` null: of the root. */
  'heap.dominators': method<DominatorsPage>()(
    z.strictObject({
      snapshotId,
      node: node.nullable(),
      sort: z.enum(['retained', 'self', 'children']),
      ...page,
    }),
  ),
  /** References that go out; `node` null: of the root. */
  'heap.containment': method<ReferencesPage>()(
    z.strictObject({ snapshotId, node: node.nullable(), ...page }),
  ),
  /** References that come in: nearest to the root first, those that hold nothing last. */
  'heap.retainers': method<ReferencesPage>()(z.strictObject({ snapshotId, node, ...page })),
  'heap.paths': method<RetainingPaths>()(
    z.strictObject({ snapshotId, node, limit: z.number().int().min(1).max(100) }),
  ),
  'heap.object': method<HeapObjectDetails>()(z.strictObject({ snapshotId, node })),
  'heap.strings': method<DuplicateStrings>()(z.strictObject({ snapshotId, ...page })),
  'heap.detached': method<DetachedObjects>()(z.strictObject({ snapshotId, ...page })),
  /** Collections that hold most objects, or arrays and tables that are larger than what is in them. */
  'heap.collections': method<HeapCollections>()(
    z.strictObject({ snapshotId, which: z.enum(['largest', 'mostly-empty']), ...page }),
  ),
  /** What would be freed if one reference were cleared. */
  'heap.freedBy': method<FreedObjects>()(z.strictObject({ snapshotId, edge: node })),
  /** What would be freed if all of these, or all instances of a class, were gone. */
  'heap.retainedSet': method<RetainedSet>()(
    z.strictObject({
      snapshotId,
      of: z.union([
        z.strictObject({ nodes: z.array(node).min(1).max(100_000) }),
        z.strictObject({ classKey }),
      ]),
    }),
  ),
  /** Objects by class or name; `@123` finds the object with that id. */
  'heap.search': method<HeapObjectsPage>()(
    z.strictObject({
      snapshotId,
      text: z.string().max(1000),
      how: z.enum(['contains', 'equals', 'pattern']),
      matchCase: z.boolean(),
      /** In class names only, or also in names of functions and elements and in values of strings. */
      where: z.enum(['class', 'anywhere']),
      filter: objectFilterSchema.optional(),
      sort: objectSortSchema,
      ...page,
    }),
  ),

  'heap.compare': method<SnapshotDifference>()(z.strictObject({ beforeId: id, afterId: id })),
  'heap.growth': method<SeriesGrowth>()(
    z.strictObject({
      seriesId: id,
      /** Series whose last value is smaller are not judged. */
      floorBytes: z.number().nonnegative().max(1e15).optional(),
      /** Instead of those that the series leaves out. */
      leftOut: leftOut.optional(),
      plan: plan.optional(),
      /** Of the chart; `owner-path` if not named. */
      bandsBy: z.enum(growthGroupings).optional(),
    }),
  ),
  /** Heap used as metrics of the linked run tell it; empty where none does. */
  'heap.used': method<readonly HeapUsed[]>()(z.strictObject({ seriesId: id })),
  /** How the new instances of a class are held, and what grows on the way to them. Null where that is not known. */
  'heap.growthPath': method<GrowthPath | null>()(
    z.strictObject({
      seriesId: id,
      leftOut: leftOut.optional(),
      kind: z.enum(growthKinds),
      key: classKey,
    }),
  ),
  /** Did a change end a leak (method P11): slopes of two series. */
  'heap.verifyFix': method<FixVerification>()(
    z.strictObject({
      beforeSeriesId: id,
      afterSeriesId: id,
      floorBytesPerOperation: z.number().nonnegative().max(1e12).optional(),
    }),
  ),
} as const;
