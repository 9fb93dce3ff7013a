import { AppError } from '#shared/contract/errors.ts';
import type { HeapObjectsPage, ObjectFilter, ObjectSort } from '#shared/model/heap.ts';
import { nodeFlags } from '../model/heap-graph.ts';
import type { Pace } from '../graph/pace.ts';
import { heapObject, programDistance } from './heap-object.ts';
import type { OpenHeap } from './open-heap.ts';
import { orderedPage } from './ordered-page.ts';

export interface PageRequest {
  readonly offset: number;
  readonly limit: number;
}

/** Row of a class in `heap.keys`. @throws {AppError} `not-found` */
export function rowOfClass({ keys }: OpenHeap, classKey: string): number {
  const row = keys.rows.findIndex(({ key }) => key === classKey);
  if (row >= 0) return row;
  throw new AppError('not-found', `There is no class ${classKey.slice(0, 100)} in this snapshot.`, {
    hint: 'Plain objects are told apart by their properties: in another snapshot they may be gathered as Object.',
  });
}

/** Objects of a class. @throws {AppError} `not-found`, `cancelled` */
export async function instancesPage(
  heap: OpenHeap,
  classKey: string,
  filter: ObjectFilter,
  sort: ObjectSort,
  page: PageRequest,
  pace: Pace,
): Promise<HeapObjectsPage> {
  const nodes = await heap.instancesOf(rowOfClass(heap, classKey), pace);
  return objectsPage(heap, await filtered(heap, nodes, filter, pace), sort, page, pace);
}

/** A page of any list of objects. @throws {AppError} `cancelled` */
export async function objectsPage(
  heap: OpenHeap,
  nodes: Uint32Array,
  sort: ObjectSort,
  { offset, limit }: PageRequest,
  pace: Pace,
): Promise<HeapObjectsPage> {
  const { selfBytes } = heap.graph;
  let sum = 0;
  for (const node of nodes) sum += selfBytes[node]!;
  const order = { descending: sort.descending, offset, limit };
  const shown = await orderedPage(nodes, sortKey(heap, sort.by), order, pace);
  return {
    total: nodes.length,
    selfBytes: sum,
    objects: shown.map((node) => heapObject(heap, node)),
  };
}

function sortKey({ graph, tree, distances }: OpenHeap, by: ObjectSort['by']): (node: number) => number {
  switch (by) {
    case 'retained':
      return (node) => tree.retainedBytes[node]!;
    case 'self':
      return (node) => graph.selfBytes[node]!;
    case 'id':
      return (node) => graph.ids[node]!;
    case 'distance':
      return (node) => programDistance(distances[node]!) ?? Infinity;
  }
}

async function filtered(
  heap: OpenHeap,
  nodes: Uint32Array,
  filter: ObjectFilter,
  pace: Pace,
): Promise<Uint32Array> {
  if (Object.keys(filter).length === 0) return nodes;
  const passes = objectTest(heap, filter);
  const kept = new Uint32Array(nodes.length);
  let count = 0;
  await pace.overNodes('Filtering objects', nodes.length, (from, to) => {
    for (let at = from; at < to; at++) if (passes(nodes[at]!)) kept[count++] = nodes[at]!;
  });
  return kept.subarray(0, count);
}

/** Bounds belong to what they bound; an object that only the runtime reaches is beyond every distance. */
export function objectTest(
  { graph, tree, distances }: OpenHeap,
  {
    minSelfBytes = 0,
    maxSelfBytes = Infinity,
    minRetainedBytes = 0,
    minDistance = 0,
    maxDistance = Infinity,
    detachedOnly = false,
  }: ObjectFilter,
): (node: number) => boolean {
  return (node) => {
    const self = graph.selfBytes[node]!;
    const distance = programDistance(distances[node]!) ?? Infinity;
    return (
      self >= minSelfBytes &&
      self <= maxSelfBytes &&
      tree.retainedBytes[node]! >= minRetainedBytes &&
      distance >= minDistance &&
      distance <= maxDistance &&
      (!detachedOnly || (graph.flags[node]! & nodeFlags.detached) !== 0)
    );
  };
}
