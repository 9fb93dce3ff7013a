import { nodeFlags, type HeapGraph } from '../model/heap-graph.ts';
import type { AllocationFunction, AllocationSites } from '../model/snapshot.ts';
import type { HeapAnalysis } from '../graph/heap-analysis.ts';
import { sourceOf, type Retainers } from '../graph/retainers.ts';

/** One object, as a list or an inspector shows it. */
export interface ObjectView {
  readonly node: number;
  readonly id: number;
  readonly className: string;
  /** In the words of the runtime. */
  readonly kind: string;
  /** Its own name: a function's, an element's with attributes. Of texts the value. */
  readonly name: string;
  readonly isText: boolean;
  readonly selfBytes: number;
  readonly retainedBytes: number;
  readonly detached: boolean;
}

/** A reference, seen from one of its ends. */
export interface ReferenceView {
  readonly edge: number;
  readonly name: string;
  readonly kind: string;
  readonly essential: boolean;
  /** The object at the other end. */
  readonly object: ObjectView;
}

export interface ReferencesPage {
  readonly total: number;
  readonly references: readonly ReferenceView[];
}

export function objectView({ graph, tree }: HeapAnalysis, node: number): ObjectView {
  return {
    node,
    id: graph.ids[node]!,
    className: graph.classes[graph.classOf[node]!]!.name,
    kind: graph.labels.nodeKind(node),
    name: graph.labels.nodeName(node),
    isText: (graph.flags[node]! & nodeFlags.text) !== 0,
    selfBytes: graph.selfBytes[node]!,
    retainedBytes: tree.retainedBytes[node]!,
    detached: (graph.flags[node]! & nodeFlags.detached) !== 0,
  };
}

/** Containment: what an object refers to, in the order of the file. */
export function fieldsOf(analysis: HeapAnalysis, node: number, from: number, limit: number): ReferencesPage {
  const { firstEdge, edgeTarget } = analysis.graph;
  const begin = firstEdge[node]!;
  const end = firstEdge[node + 1]!;
  const references: ReferenceView[] = [];
  for (let edge = begin + from; edge < Math.min(end, begin + from + limit); edge++)
    references.push(referenceView(analysis, edge, edgeTarget[edge]!));
  return { total: end - begin, references };
}

/** What refers to an object: nearest to the root first, references that hold nothing last. */
export function holdersOf(
  analysis: HeapAnalysis,
  { first, edge: edges }: Retainers,
  distances: Int32Array,
  node: number,
  from: number,
  limit: number,
): ReferencesPage {
  const { graph } = analysis;
  const into = Array.from(edges.subarray(first[node], first[node + 1]), (edge) => ({
    edge,
    source: sourceOf(graph, edge),
  })).filter(({ source }) => source !== node);
  const farness = (source: number): number => (distances[source]! < 0 ? Infinity : distances[source]!);
  into.sort(
    (a, b) =>
      graph.essential[b.edge]! - graph.essential[a.edge]! ||
      (farness(a.source) === farness(b.source) ? 0 : farness(a.source) - farness(b.source)) ||
      a.edge - b.edge,
  );
  return {
    total: into.length,
    references: into
      .slice(from, from + limit)
      .map(({ edge, source }) => referenceView(analysis, edge, source)),
  };
}

function referenceView(analysis: HeapAnalysis, edge: number, other: number): ReferenceView {
  const { labels, essential } = analysis.graph;
  return {
    edge,
    name: labels.edgeName(edge),
    kind: labels.edgeKind(edge),
    essential: essential[edge] === 1,
    object: objectView(analysis, other),
  };
}

/** Node of an id; -1 if there is none. */
export function nodeOfId({ ids }: HeapGraph, id: number): number {
  return ids.indexOf(id);
}

/** Where an object was allocated, innermost function first; empty where it was not recorded. */
export function allocationStack(sites: AllocationSites | null, node: number): AllocationFunction[] {
  if (sites === null) return [];
  const stack: AllocationFunction[] = [];
  for (let site = sites.siteOf[node]!; site !== 0; site = sites.parent[site]!)
    stack.push(sites.siteName(site));
  return stack;
}
