import type { HeapReference, RetainingPath, RetainingPaths } from '#shared/model/heap.ts';
import { DominatedBy } from '../graph/dominated-by.ts';
import type { Pace } from '../graph/pace.ts';
import { sourceOf } from '../graph/retainers.ts';
import { pathTo, shortestPaths, type PathStep, type ShortestPaths } from '../graph/shortest-paths.ts';
import { knownNode, type OpenHeap } from './open-heap.ts';
import { orderedPage } from './ordered-page.ts';
import { reference, retainingEdges } from './references.ts';

/** Retainers beyond these are not looked at: nobody reads so many paths. */
const MAX_RETAINERS = 10_000;
/** Of a longer way the middle is left out: what tells is near the root and near the object. */
const FIRST_STEPS = 50;
const LAST_STEPS = 150;

/**
 * The shortest way from the root over each reference that holds an object, shortest first. A way does not lead through the object
 * itself; retainers that only the object leads to have none.
 * @throws {AppError} `not-found`, `cancelled`
 */
export async function retainingPaths(
  heap: OpenHeap,
  node: number,
  limit: number,
  pace: Pace,
): Promise<RetainingPaths> {
  const { graph } = heap;
  const target = knownNode(heap, node);
  const holding = retainingEdges(heap, await heap.retainers(pace), target).filter(
    (edge) => graph.essential[edge] === 1,
  );
  const direct = await heap.paths(pace);
  const depthOf = (edge: number): number => direct.depth[sourceOf(graph, edge)]!;
  const page = { descending: false, offset: 0, limit: MAX_RETAINERS };
  const near = await orderedPage(holding, depthOf, page, pace);
  const below = new DominatedBy(heap.tree.dominator, target, graph.root);
  let around: ShortestPaths | null = null;
  const found: { readonly last: PathStep; readonly way: ShortestPaths; readonly length: number }[] = [];
  for (const edge of near) {
    // No way that is still to come is shorter than the one straight to its last reference.
    if (found.filter(({ length }) => length <= depthOf(edge) + 1).length >= limit) break;
    await pace.turn('Finding paths', null);
    const source = sourceOf(graph, edge);
    if (below.has(source) || direct.depth[source] === NOT_REACHED) continue;
    let way = direct;
    if (await leadsThrough(heap, direct, source, target, pace))
      way = around ??= await shortestPaths(graph, pace, onlyMark(graph.nodeCount, target));
    const depth = way.depth[source]!;
    if (depth !== NOT_REACHED) found.push({ last: { edge, source, target }, way, length: depth + 1 });
  }
  const paths = found
    .sort((a, b) => a.length - b.length)
    .slice(0, limit)
    .map(({ last, way }) => pathView(heap, [...(pathTo(graph, way, last.source) ?? []), last]));
  return { retainers: holding.length, paths };
}

const NOT_REACHED = 0xffff_ffff;

/** Does the shortest way to `node` lead through `through`? */
async function leadsThrough(
  { graph }: OpenHeap,
  { via, depth }: ShortestPaths,
  node: number,
  through: number,
  pace: Pace,
): Promise<boolean> {
  const level = depth[through]!;
  let at = node;
  for (let steps = 1; depth[at]! > level; steps++) {
    at = sourceOf(graph, via[at]!);
    if (steps % 65_536 === 0) await pace.turn('Finding paths', null);
  }
  return at === through;
}

/** A path as it is shown; `children` are references that go out of each object. */
export function pathView(heap: OpenHeap, steps: readonly PathStep[]): RetainingPath {
  const { firstEdge } = heap.graph;
  const omitted = Math.max(0, steps.length - FIRST_STEPS - LAST_STEPS);
  const shown = omitted === 0 ? steps : [...steps.slice(0, FIRST_STEPS), ...steps.slice(-LAST_STEPS)];
  return {
    ...(omitted === 0 ? {} : { omitted }),
    steps: shown.map(({ edge, target }): HeapReference => ({
      ...reference(heap, edge, target),
      children: firstEdge[target + 1]! - firstEdge[target]!,
      onShortestPath: true,
    })),
  };
}

function onlyMark(count: number, node: number): Uint8Array {
  const marks = new Uint8Array(count);
  marks[node] = 1;
  return marks;
}
