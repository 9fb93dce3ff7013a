import type { SnapshotInfo } from '#shared/model/heap.ts';
import type { GrowthKind, GrowthPath } from '#shared/model/heap-growth.ts';
import { ArrayReader } from '../db/array-store.ts';
import type { Database } from '../db/database.ts';
import { Pace } from '../heap/graph/pace.ts';
import type { HeapAnalysis } from '../heap/graph/heap-analysis.ts';
import { pathTo } from '../heap/graph/shortest-paths.ts';
import { outEdgesOnPath, type FollowedStep } from '../heap/stored/path-follower.ts';
import { storageOf } from '../heap/statistics/collections.ts';
import { indicesWiped } from '../heap/statistics/owner-rows.ts';
import { wipedEdge } from '../heap/statistics/retainer-shapes.ts';
import { snapshotTables } from './snapshots-catalog.ts';
import { judgedSeries } from './snapshots-growth.ts';
import { growthPlace } from './snapshots-growth-place.ts';
import { graphTable, loadDocument } from './snapshots-graph.ts';
import type { OpenSnapshot } from './snapshots-open.ts';
import { seriesShapes } from './snapshots-shapes.ts';

export interface GrowthPathRequest {
  readonly seriesId: number;
  readonly leftOut?: readonly number[] | undefined;
  readonly kind: GrowthKind;
  readonly key: string;
}

/**
 * How what grows is held, and how many references go out of each object on the way in every snapshot: the one whose number
 * grows is the place that is never cleared. Of classes the new instances are looked at where they are known, of everything
 * else an object that stands for it.
 * @returns null where there are no references, or it is gone
 * @throws {AppError} `not-found`, `cancelled`
 */
export async function growthPath(
  database: Database,
  { seriesId, leftOut, kind, key }: GrowthPathRequest,
  open: OpenSnapshot,
  signal: AbortSignal,
): Promise<GrowthPath | null> {
  const { used } = await judgedSeries(database, seriesId, leftOut, signal);
  const [first, last] = [used[0], used.at(-1)];
  if (first === undefined || last === undefined || used.length < 2 || !last.hasGraph) return null;
  const { heap } = await open.load(database, last.id, signal);
  const end =
    (await newInstances(database, used, { kind, key }, open, signal)) ??
    (await placeOf(heap, { kind, key }, last.stableIds, new Pace(signal)));
  if (end === null) return null;
  const { graph } = heap;
  const way = [
    ...(pathTo(graph, await heap.paths(new Pace(signal)), end.node) ?? []),
    // What a container holds hangs on its storage.
    ...(end.leadsTo === 'container' ? storageStep(heap, end.node) : []),
  ];
  const nodes = [graph.root, ...way.map(({ target }) => target)];
  const edges = [
    '',
    ...way.map(({ edge }) => wipedEdge(graph.labels.edgeName(edge), graph.labels.edgeKind(edge))),
  ];
  const steps: FollowedStep[] = nodes.map((node, at) => ({
    id: last.stableIds ? graph.ids[node]! : null,
    edge: edges[at]!,
    className: indicesWiped(graph.classes[graph.classOf[node]!]!.name),
  }));
  const own = nodes.map((node) => graph.firstEdge[node + 1]! - graph.firstEdge[node]!);
  const columns = await outEdgesBySnapshot(database, used, last.id, own, steps, signal);
  return {
    leadsTo: end.leadsTo,
    className: end.className,
    newInstances: end.newInstances,
    sampled: end.sampled,
    sharing: end.sharing,
    snapshotIds: used.map(({ id }) => id),
    steps: nodes.map((node, at) => {
      const outEdges = columns.map((column) => column[at] ?? null);
      return {
        edge: edges[at]!,
        className: graph.classes[graph.classOf[node]!]!.name,
        node,
        id: graph.ids[node]!,
        outEdges,
        growing: risesAlways(outEdges),
      };
    }),
    others: end.others,
  };
}

/** From an object to the largest array or table that it keeps its references in. */
function storageStep(heap: HeapAnalysis, node: number): { edge: number; target: number }[] {
  const { firstEdge, edgeTarget } = heap.graph;
  const outEdges = (of: number): number => firstEdge[of + 1]! - firstEdge[of]!;
  const [storage] = storageOf(heap, node).sort((a, b) => outEdges(b) - outEdges(a));
  if (storage === undefined) return [];
  for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++)
    if (edgeTarget[edge] === storage) return [{ edge, target: storage }];
  return [];
}

type PathEnd = Pick<
  GrowthPath,
  'leadsTo' | 'className' | 'newInstances' | 'sampled' | 'sharing' | 'others'
> & { readonly node: number };

type Row = Pick<GrowthPathRequest, 'kind' | 'key'>;

/** Null where nothing is new, and of paths and containers, which are places and not classes. */
async function newInstances(
  database: Database,
  used: readonly SnapshotInfo[],
  { kind, key }: Row,
  open: OpenSnapshot,
  signal: AbortSignal,
): Promise<PathEnd | null> {
  if (kind !== 'class' && kind !== 'owner') return null;
  const tables = [
    await snapshotTables(database, used[0]!, signal),
    await snapshotTables(database, used.at(-1)!, signal),
  ];
  const shapes = await seriesShapes(database, used, tables, open, signal);
  const name = kind === 'owner' ? key.slice(key.indexOf(' ') + 1) : key;
  const ofClass = shapes.find((each) => each.key === name);
  const main = ofClass?.clusters[0];
  if (ofClass === undefined || main === undefined) return null;
  return {
    leadsTo: 'new-instances',
    className: ofClass.className,
    newInstances: ofClass.newInstances,
    sampled: ofClass.sampled,
    sharing: main.count,
    others: ofClass.clusters.slice(1).map(({ steps, count }) => ({ steps, count })),
    node: main.node,
  };
}

async function placeOf(
  heap: HeapAnalysis,
  { kind, key }: Row,
  stableIds: boolean,
  pace: Pace,
): Promise<PathEnd | null> {
  // An id of another snapshot means nothing where ids do not last.
  if (kind === 'container' && !stableIds) return null;
  const place = await growthPlace(heap, kind, key, pace);
  if (place === null) return null;
  const { graph } = heap;
  return {
    leadsTo: kind === 'container' ? 'container' : 'largest',
    className: graph.classes[graph.classOf[place.node]!]!.name,
    newInstances: kind === 'container' ? 0 : place.among,
    sampled: 1,
    sharing: 1,
    others: [],
    node: place.node,
  };
}

/** One snapshot after the other, so that only a few columns of one are in memory. */
async function outEdgesBySnapshot(
  database: Database,
  used: readonly SnapshotInfo[],
  lastId: number,
  own: readonly number[],
  steps: readonly FollowedStep[],
  signal: AbortSignal,
): Promise<(readonly (number | null)[])[]> {
  const columns: (readonly (number | null)[])[] = [];
  for (const { id, hasGraph } of used) {
    if (id === lastId) {
      columns.push(own);
      continue;
    }
    if (!hasGraph) {
      columns.push(own.map(() => null));
      continue;
    }
    const arrays = new ArrayReader(database, graphTable(id), signal);
    columns.push(await outEdgesOnPath(arrays, await loadDocument(arrays), steps));
  }
  return columns;
}

function risesAlways(values: readonly (number | null)[]): boolean {
  return values.every((value, at) => value !== null && (at === 0 || value > values[at - 1]!));
}
