import type { SnapshotInfo } from '#shared/model/heap.ts';
import type { GrowthKind, GrowthPath } from '#shared/model/heap-growth.ts';
import { ArrayReader } from '../db/array-store.ts';
import type { Database } from '../db/database.ts';
import { Pace } from '../heap/graph/pace.ts';
import { pathTo } from '../heap/graph/shortest-paths.ts';
import type { RetainerShapes } from '../heap/model/snapshot-tables.ts';
import { outEdgesOnPath, type FollowedStep } from '../heap/stored/path-follower.ts';
import { indicesWiped } from '../heap/statistics/owner-rows.ts';
import { wipedEdge } from '../heap/statistics/retainer-shapes.ts';
import { PATH_SEPARATOR } from '../heap/growth/raw-series.ts';
import { snapshotTables } from './snapshots-catalog.ts';
import { judgedSeries } from './snapshots-growth.ts';
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
 * How the new instances of what grows are held, and how many references go out of each object on the way in every snapshot: the
 * one whose number grows is the place that is never cleared.
 * @returns null where there are no references, or nothing new
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
  const tables = [
    await snapshotTables(database, first, signal),
    await snapshotTables(database, last, signal),
  ];
  const shapes = await seriesShapes(database, used, tables, open, signal);
  const ofClass = shapeFor(shapes, kind, key);
  const main = ofClass?.clusters[0];
  if (ofClass === undefined || main === undefined) return null;
  const { heap } = await open.load(database, last.id, signal);
  const { graph } = heap;
  const way = pathTo(graph, await heap.paths(new Pace(signal)), main.node) ?? [];
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
    className: ofClass.className,
    newInstances: ofClass.newInstances,
    sampled: ofClass.sampled,
    sharing: main.count,
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
    others: ofClass.clusters.slice(1).map(({ steps: of, count }) => ({ steps: of, count })),
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

/** Of owners and paths: the class that is at their end. */
function shapeFor(
  shapes: readonly RetainerShapes[],
  kind: GrowthKind,
  key: string,
): RetainerShapes | undefined {
  if (kind === 'shape') {
    const className = key.split(PATH_SEPARATOR).at(-1);
    return shapes.find((each) => each.key === className || each.className === className);
  }
  const name = kind === 'owner' ? key.slice(key.indexOf(' ') + 1) : key;
  return shapes.find((each) => each.key === name);
}

function risesAlways(values: readonly (number | null)[]): boolean {
  return values.every((value, at) => value !== null && (at === 0 || value > values[at - 1]!));
}
