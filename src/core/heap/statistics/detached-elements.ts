import { nodeFlags, type HeapGraph } from '../model/heap-graph.ts';
import type { HeapAnalysis } from '../graph/heap-analysis.ts';
import { pathTo, shortestPaths, type PathStep, type ShortestPaths } from '../graph/shortest-paths.ts';
import type { Pace } from '../graph/pace.ts';

export interface DetachedElements {
  /** Elements that are cut off from their document. */
  readonly count: number;
  /** Without double counting: an element inside another adds nothing. */
  readonly retainedBytes: number;
  /** Of `tops`, before the limit. */
  readonly topCount: number;
  /** Elements that no other detached element dominates: what is to be let go of. Largest retained first. */
  readonly tops: readonly DetachedElement[];
}

export interface DetachedElement {
  readonly node: number;
  readonly className: string;
  readonly retainedBytes: number;
  /** Detached elements in its dominator subtree, itself included. */
  readonly elements: number;
}

/** Detached elements of the DOM (formats, section 9 rule 8): not other embedder objects in that state. */
export function detachedElements({ graph, tree }: HeapAnalysis, limit: number): DetachedElements {
  const { flags, classes, classOf } = graph;
  const isDetached = (node: number): boolean => (flags[node]! & nodeFlags.detachedElement) !== 0;
  /** The outermost detached element above a node in the dominator tree, itself included; -1: none. */
  const topOf = new Int32Array(graph.nodeCount).fill(-1);
  const elements = new Map<number, number>();
  let [count, bytes] = [0, 0];
  for (const node of tree.order) {
    const above = node === graph.root ? -1 : topOf[tree.dominator[node]!]!;
    const detached = isDetached(node);
    const top = above >= 0 ? above : detached ? node : -1;
    topOf[node] = top;
    if (!detached) continue;
    count += 1;
    if (top === node) bytes += tree.retainedBytes[node]!;
    elements.set(top, (elements.get(top) ?? 0) + 1);
  }
  const tops = [...elements.keys()].sort((a, b) => tree.retainedBytes[b]! - tree.retainedBytes[a]! || a - b);
  return {
    count,
    retainedBytes: bytes,
    topCount: tops.length,
    tops: tops.slice(0, limit).map((node) => ({
      node,
      className: classes[classOf[node]!]!.name,
      retainedBytes: tree.retainedBytes[node]!,
      elements: elements.get(node)!,
    })),
  };
}

export interface DetachedPath {
  /** From the root to the first detached element on the way: what comes after it is held by it. */
  readonly steps: readonly PathStep[];
  readonly firstDetached: number;
}

/** How detached elements are held, cut at the first detached one (method P9). Those that nothing leads to are left out. */
export function detachedPaths(
  graph: HeapGraph,
  paths: ShortestPaths,
  nodes: readonly number[],
): Map<number, DetachedPath> {
  const found = new Map<number, DetachedPath>();
  for (const node of nodes) {
    const steps = pathTo(graph, paths, node);
    if (steps === null) continue;
    const first = steps.findIndex(({ target }) => (graph.flags[target]! & nodeFlags.detachedElement) !== 0);
    const cut = first < 0 ? steps : steps.slice(0, first + 1);
    found.set(node, { steps: cut, firstDetached: cut.at(-1)?.target ?? node });
  }
  return found;
}

/**
 * Nodes that only detached elements keep alive: what is not reached when no path may lead through one.
 * @param paths of the whole graph
 * @returns 1 for each
 */
export async function heldByDetached(
  graph: HeapGraph,
  paths: ShortestPaths,
  pace: Pace,
): Promise<Uint8Array> {
  const avoid = Uint8Array.from(graph.flags, (flags) => ((flags & nodeFlags.detachedElement) !== 0 ? 1 : 0));
  const without = await shortestPaths(graph, pace, avoid);
  const none = 0xffff_ffff;
  return Uint8Array.from(paths.via, (via, node) => (via !== none && without.via[node] === none ? 1 : 0));
}
