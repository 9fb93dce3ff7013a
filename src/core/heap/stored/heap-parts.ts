import { z } from 'zod';
import { classFamilies } from '#shared/model/heap.ts';
import { ColumnLabels } from '../model/column-labels.ts';
import type { HeapClass, HeapGraph, NumberColumn } from '../model/heap-graph.ts';
import type { AllocationSites } from '../model/snapshot.ts';
import { StringTable } from '../model/string-table.ts';
import type { HeapAnalysis } from '../graph/heap-analysis.ts';
import { dominatedNodes } from '../graph/dominated-nodes.ts';
import type { Pace } from '../graph/pace.ts';
import { OpenHeap, type AllocationStacks } from '../view/open-heap.ts';

/**
 * An analysed graph as typed arrays and one small document: what is stored in a workspace, and what goes from the thread that
 * reads a file to the engine's. Nothing has to be computed again but what follows from these in one pass.
 */
export interface HeapParts {
  readonly document: HeapDocument;
  readonly columns: Readonly<Record<HeapColumn, PartArray>>;
  /** Where objects were allocated; null where that is not known. */
  readonly allocations: Readonly<Record<AllocationColumn, PartArray>> | null;
}

export type PartArray =
  Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

export const heapColumns = [
  'ids',
  'self-bytes',
  'class-of',
  'flags',
  'first-edge',
  'edge-target',
  'essential',
  'node-kind',
  'node-name',
  'edge-kind',
  'edge-name',
  'text-bytes',
  'text-starts',
  'dominator',
  'retained-bytes',
  'order',
  'distance',
] as const;
export type HeapColumn = (typeof heapColumns)[number];

export const allocationColumns = ['site-of', 'site-parent', 'site-function'] as const;
export type AllocationColumn = (typeof allocationColumns)[number];

/** There may be a hundred thousand classes: they are looked at, not taken apart. */
function isHeapClass(value: unknown): value is HeapClass {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'family' in value &&
    classFamilies.some((family) => family === value.family)
  );
}

export const heapDocumentSchema = z.object({
  root: z.number(),
  orphans: z.number(),
  classes: z.array(z.custom<HeapClass>(isHeapClass)),
  nodeKinds: z.array(z.string()),
  edgeKinds: z.array(z.object({ name: z.string(), numbered: z.boolean() })),
  joined: z.object({ nodeKind: z.number(), edgeKind: z.number() }).nullable(),
  marksDetached: z.boolean(),
  functions: z.array(z.object({ name: z.string(), file: z.string(), line: z.number().nullable() })),
});
export type HeapDocument = z.infer<typeof heapDocumentSchema>;

export function heapParts(
  { graph, tree }: HeapAnalysis,
  distances: Int32Array,
  allocations: AllocationSites | null,
): HeapParts {
  const { columns: labels } = graph.labels;
  const texts = labels.texts.columns;
  const sites = allocations === null ? null : sitesOf(allocations);
  return {
    document: {
      root: graph.root,
      orphans: tree.orphans,
      classes: graph.classes.map(({ name, family, origin, plainName }) => ({
        name,
        family,
        origin,
        ...(plainName === undefined ? {} : { plainName }),
      })),
      nodeKinds: [...labels.nodeKinds],
      edgeKinds: [...labels.edgeKinds],
      joined: labels.joined,
      marksDetached: labels.marksDetached,
      functions: sites?.functions ?? [],
    },
    columns: {
      ids: part(graph.ids),
      'self-bytes': part(graph.selfBytes),
      'class-of': part(graph.classOf),
      flags: part(graph.flags),
      'first-edge': part(graph.firstEdge),
      'edge-target': part(graph.edgeTarget),
      essential: part(graph.essential),
      'node-kind': part(labels.nodeKind),
      'node-name': part(labels.nodeName),
      'edge-kind': part(labels.edgeKind),
      'edge-name': part(labels.edgeName),
      'text-bytes': part(texts.bytes),
      'text-starts': part(texts.starts),
      dominator: part(tree.dominator),
      'retained-bytes': part(tree.retainedBytes),
      order: part(tree.order),
      distance: part(distances),
    },
    allocations: sites?.columns ?? null,
  };
}

/**
 * A snapshot to look at, with what nearly every view needs.
 * @throws {AppError} `cancelled`
 */
export async function heapFromParts(
  { document, columns, allocations }: HeapParts,
  pace: Pace,
): Promise<OpenHeap> {
  const tree = {
    dominator: columns.dominator as Uint32Array,
    retainedBytes: columns['retained-bytes'] as Float64Array,
    order: columns.order as Uint32Array,
    orphans: document.orphans,
  };
  const graph = graphFromParts(document, columns);
  const dominated = await dominatedNodes(tree, pace);
  const stacks = allocations === null ? null : stacksOf(document, allocations);
  const heap = new OpenHeap({ graph, tree, dominated }, columns.distance as Int32Array, stacks);
  await heap.prepare(pace);
  return heap;
}

function graphFromParts(document: HeapDocument, columns: HeapParts['columns']): HeapGraph {
  const named = {
    firstEdge: columns['first-edge'] as Uint32Array,
    edgeTarget: columns['edge-target'] as Uint32Array,
    classes: document.classes,
    classOf: columns['class-of'] as Uint32Array,
    flags: columns.flags as Uint8Array,
  };
  const starts = columns['text-starts'] as NumberColumn;
  return {
    ...named,
    nodeCount: columns.ids.length,
    edgeCount: columns['edge-target'].length,
    root: document.root,
    ids: columns.ids as NumberColumn,
    selfBytes: columns['self-bytes'] as NumberColumn,
    essential: columns.essential as Uint8Array,
    labels: new ColumnLabels(named, {
      nodeKinds: document.nodeKinds,
      nodeKind: columns['node-kind'] as Uint8Array,
      nodeName: columns['node-name'] as Uint32Array,
      edgeKinds: document.edgeKinds,
      edgeKind: columns['edge-kind'] as Uint8Array,
      edgeName: columns['edge-name'] as Uint32Array,
      texts: new StringTable(columns['text-bytes'] as Uint8Array, starts, starts.length - 1),
      joined: document.joined,
      marksDetached: document.marksDetached,
    }),
  };
}

function sitesOf(sites: AllocationSites): {
  readonly functions: HeapDocument['functions'];
  readonly columns: Record<AllocationColumn, PartArray>;
} {
  const functions: HeapDocument['functions'] = [];
  const places = new Map<string, number>();
  const functionOf = Uint32Array.from({ length: sites.siteCount }, (_, site) => {
    const { name, file, line } = sites.siteName(site);
    const key = `${name}\u0000${file}\u0000${String(line)}`;
    let place = places.get(key);
    if (place === undefined) {
      place = functions.push({ name, file, line }) - 1;
      places.set(key, place);
    }
    return place;
  });
  return {
    functions,
    columns: {
      'site-of': part(sites.siteOf),
      'site-parent': part(sites.parent),
      'site-function': functionOf,
    },
  };
}

function stacksOf(
  { functions }: HeapDocument,
  columns: Readonly<Record<AllocationColumn, PartArray>>,
): AllocationStacks {
  const functionOf = columns['site-function'] as Uint32Array;
  return {
    parent: columns['site-parent'] as Uint32Array,
    siteOf: columns['site-of'] as Uint32Array,
    siteName: (site) => functions[functionOf[site]!]!,
  };
}

/** Its own memory, and no more: readers leave room at the end of their columns. */
function part(array: Uint8Array | Uint32Array | Int32Array | Float64Array): PartArray {
  const whole = array.byteLength === array.buffer.byteLength && array.buffer instanceof ArrayBuffer;
  return (whole ? array : array.slice()) as PartArray;
}

/** The memory of all columns, to be handed over to another thread; of several columns in one memory, it is named once. */
export function buffersOf({ columns, allocations }: HeapParts): ArrayBuffer[] {
  const arrays = [...Object.values(columns), ...Object.values(allocations ?? {})];
  return [...new Set(arrays.map(({ buffer }) => buffer))];
}
