import { heapParts, type HeapPart, type HeapStatistics } from '#shared/model/heap.ts';
import { SYSTEM_DISTANCE } from '../graph/distances.ts';
import { nodeFlags } from '../model/heap-graph.ts';
import type { Pace } from '../graph/pace.ts';
import { storageOf } from '../statistics/collections.ts';
import { largestDominators } from '../statistics/heap-summary.ts';
import { heldBySeveralRoots } from './dominators-page.ts';
import { heapObject } from './heap-object.ts';
import type { OpenHeap } from './open-heap.ts';

const LARGEST = 50;

/** The figures of one snapshot that do not depend on what a person looks at. @throws {AppError} `cancelled` */
export async function heapFigures(
  heap: OpenHeap,
  classCount: number,
  pace: Pace,
): Promise<Omit<HeapStatistics, 'snapshotId'>> {
  const { graph, tree } = heap;
  const sums = await bytesByPart(heap, pace);
  return {
    selfBytes: heapParts.reduce((sum, part) => sum + sums[part].selfBytes, 0),
    nodes: graph.nodeCount,
    edges: graph.edgeCount,
    classCount,
    parts: heapParts.map((part) => ({ part, ...sums[part] })),
    shared: await heldBySeveralRoots(heap, pace),
    orphans: tree.orphans,
    largest: largestDominators(heap, LARGEST).map(({ node, path }) => ({
      object: heapObject(heap, node),
      heldBy: path,
    })),
  };
}

type Sums = Record<HeapPart, { count: number; selfBytes: number }>;

/** DevTools' cut (method P9): what only the runtime reaches is its own; storage of arrays belongs to them. */
async function bytesByPart(heap: OpenHeap, pace: Pace): Promise<Sums> {
  const { graph, tree } = heap;
  const partOf = new Uint8Array(graph.nodeCount);
  const codes = Object.fromEntries(heapParts.map((part, code) => [part, code])) as Record<HeapPart, number>;
  const PHASE = 'Adding up parts';
  await pace.overNodes(PHASE, graph.nodeCount, (from, to) => {
    for (let node = from; node < to; node++) partOf[node] = codes[kindOfPart(heap, node)];
  });
  // Storage that one array alone holds is part of it.
  await pace.overNodes(PHASE, graph.nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      const isArray = partOf[node] === codes.arrays && tree.dominator[node] !== node;
      if (!isArray || graph.classes[graph.classOf[node]!]!.name !== 'Array') continue;
      for (const storage of storageOf(heap, node)) partOf[storage] = codes.arrays;
    }
  });
  const sums = Object.fromEntries(heapParts.map((part) => [part, { count: 0, selfBytes: 0 }])) as Sums;
  const byCode = heapParts.map((part) => sums[part]);
  for (let node = 0; node < graph.nodeCount; node++) {
    const sum = byCode[partOf[node]!]!;
    sum.count += 1;
    sum.selfBytes += graph.selfBytes[node]!;
  }
  return sums;
}

const TYPED_ARRAY_STORAGE = 'system / JSArrayBufferData';

function kindOfPart({ graph, distances }: OpenHeap, node: number): HeapPart {
  const { name, family } = graph.classes[graph.classOf[node]!]!;
  if (distances[node]! >= SYSTEM_DISTANCE) return 'system';
  switch (family) {
    case 'code':
      return 'code';
    case 'text':
      return 'strings';
    case 'system':
      // Tables of maps and sets, and contexts' slots: the program fills them.
      return (graph.flags[node]! & nodeFlags.array) !== 0 ? 'objects' : 'system';
    case 'native':
      return name === TYPED_ARRAY_STORAGE ? 'typed-arrays' : 'native';
    case 'object':
      if (isPrimitiveArray(name)) return 'typed-arrays';
      return (graph.flags[node]! & nodeFlags.array) !== 0 ? 'arrays' : 'objects';
  }
}

/** Of the Java virtual machine: `byte[]`, `int[]`. */
function isPrimitiveArray(name: string): boolean {
  return /^(?:boolean|byte|char|short|int|long|float|double)\[\]$/u.test(name);
}
