import { nodeFlags } from '../model/heap-graph.ts';
import type { HeapAnalysis } from '../graph/heap-analysis.ts';
import { indicesWiped } from './owner-rows.ts';
import type { Pace } from '../graph/pace.ts';
import { pathTo, type ShortestPaths } from '../graph/shortest-paths.ts';
import type { ContainerRow } from '../model/snapshot-tables.ts';

/** Fewer references are no collection. */
const LEAST_CHILDREN = 8;
const MAX_CONTAINERS = 5000;
const SHOWN_STEPS = 5;

/** An object that holds others, with the array or table in which it keeps them. */
export interface Collection {
  readonly node: number;
  /** References that go out of it and of its storage. */
  readonly children: number;
  /** Shallow size of it and its storage. */
  readonly selfBytes: number;
  readonly retainedBytes: number;
}

/** Objects with many references, most first. Storage counts as part of the object that alone holds it. */
export async function collections(
  analysis: HeapAnalysis,
  leastChildren: number,
  limit: number,
  pace: Pace,
): Promise<CollectionList> {
  const { graph, tree } = analysis;
  const found: { node: number; children: number }[] = [];
  await pace.overNodes('Looking at collections', graph.nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if (!isOfProgram(analysis, node)) continue;
      const children = childrenOf(analysis, node);
      if (children >= leastChildren) found.push({ node, children });
    }
  });
  const rows = found
    .sort((a, b) => b.children - a.children || a.node - b.node)
    .slice(0, limit)
    .map(({ node, children }) => ({
      node,
      children,
      selfBytes:
        graph.selfBytes[node]! + storageOf(analysis, node).reduce((sum, s) => sum + graph.selfBytes[s]!, 0),
      retainedBytes: tree.retainedBytes[node]!,
    }));
  return { total: found.length, rows };
}

export interface CollectionList {
  /** All that there are; `rows` are the first ones of them. */
  readonly total: number;
  readonly rows: readonly Collection[];
}

export interface EmptyCollection {
  readonly node: number;
  readonly children: number;
  readonly selfBytes: number;
  /** Share of its slots that are filled, from its size: a reference takes `pointerBytes`. */
  readonly filled: number;
}

/** Arrays and tables that are larger than what is in them: largest waste first. */
export async function mostlyEmpty(
  analysis: HeapAnalysis,
  pace: Pace,
  { leastBytes = 1024, mostFilled = 0.25, pointerBytes = 8 } = {},
): Promise<EmptyCollection[]> {
  const { graph } = analysis;
  const found: EmptyCollection[] = [];
  const look = (node: number): void => {
    const selfBytes = graph.selfBytes[node]!;
    if ((graph.flags[node]! & nodeFlags.array) === 0 || selfBytes < leastBytes) return;
    const children = childrenOf(analysis, node);
    const filled = (children * pointerBytes) / selfBytes;
    if (filled <= mostFilled) found.push({ node, children, selfBytes, filled });
  };
  await pace.overNodes('Looking at arrays', graph.nodeCount, (from, to) => {
    for (let node = from; node < to; node++) look(node);
  });
  return found.sort((a, b) => b.selfBytes * (1 - b.filled) - a.selfBytes * (1 - a.filled));
}

/**
 * Collections by the way to them: the rows of the container series (method P10, after BLeak). A way that several share says
 * which object is meant by its id, or is left out where ids do not last.
 */
export async function containerRows(
  analysis: HeapAnalysis,
  paths: ShortestPaths,
  stableIds: boolean,
  pace: Pace,
): Promise<ContainerRow[]> {
  const { graph } = analysis;
  const largest = await collections(analysis, LEAST_CHILDREN, MAX_CONTAINERS, pace);
  const named = largest.rows.flatMap((each) => {
    const steps = pathTo(graph, paths, each.node);
    if (steps === null) return [];
    const names = steps
      .filter(({ source }) => (graph.flags[source]! & nodeFlags.synthetic) === 0)
      .map(({ edge }) => indicesWiped(graph.labels.edgeName(edge)));
    const shown = names.length > SHOWN_STEPS ? ['…', ...names.slice(-SHOWN_STEPS)] : names;
    return [{ ...each, path: shown.join(' › ') }];
  });
  const uses = new Map<string, number>();
  for (const { path } of named) uses.set(path, (uses.get(path) ?? 0) + 1);
  return named
    .filter(({ path }) => stableIds || uses.get(path) === 1)
    .map(({ node, path, children, retainedBytes }) => ({
      // The way to an object may change; its id does not.
      path: stableIds ? `${path} @${graph.ids[node]!}` : path,
      className: graph.classes[graph.classOf[node]!]!.name,
      children,
      retainedBytes,
    }));
}

function childrenOf(analysis: HeapAnalysis, node: number): number {
  const { firstEdge } = analysis.graph;
  let children = firstEdge[node + 1]! - firstEdge[node]!;
  for (const storage of storageOf(analysis, node))
    children += firstEdge[storage + 1]! - firstEdge[storage]! - 1;
  return children;
}

/** Arrays in which an object keeps what it holds: nobody else holds them. */
export function storageOf({ graph, tree }: HeapAnalysis, node: number): number[] {
  const { firstEdge, edgeTarget, flags, labels } = graph;
  const found = new Set<number>();
  for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
    const to = edgeTarget[edge]!;
    if ((flags[to]! & nodeFlags.array) === 0 || tree.dominator[to] !== node || to === node) continue;
    const kind = labels.edgeKind(edge);
    if (kind === 'internal' || kind === 'field') found.add(to);
  }
  return [...found];
}

function isOfProgram({ graph }: HeapAnalysis, node: number): boolean {
  if ((graph.flags[node]! & nodeFlags.synthetic) !== 0) return false;
  const { family } = graph.classes[graph.classOf[node]!]!;
  return family === 'object' || family === 'native';
}
