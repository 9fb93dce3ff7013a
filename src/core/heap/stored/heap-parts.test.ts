import { describe, expect, it } from 'vitest';
import { heapCorpusAvailable, heapCorpusNote, readCorpusHeap } from '../growth/testing/corpus-series.ts';
import { analyseHeap } from '../graph/heap-analysis.ts';
import { distancesOf } from '../graph/distances.ts';
import { idlePace } from '../graph/testing/idle-pace.ts';
import type { GraphSnapshot } from '../model/snapshot.ts';
import { readSnapshot } from '../v8/testing/read-bytes.ts';
import { writtenSnapshot } from '../v8/testing/written-snapshot.ts';
import { allocationStack } from '../view/object-details.ts';
import { buffersOf, heapDocumentSchema, heapFromParts, heapParts } from './heap-parts.ts';

/** Everything that can be asked of a graph must be the same after a way through bytes. */
async function expectSame({ graph, allocations }: GraphSnapshot): Promise<void> {
  const analysis = await analyseHeap(graph, idlePace());
  const distances = await distancesOf(graph, idlePace());
  const parts = heapParts(analysis, distances, allocations);
  const document = heapDocumentSchema.parse(JSON.parse(JSON.stringify(parts.document)));
  const moved = structuredClone({ ...parts, document });
  const heap = await heapFromParts(moved, idlePace());
  expect(heap.graph.classes).toEqual(graph.classes);
  for (const name of [
    'ids',
    'selfBytes',
    'classOf',
    'flags',
    'firstEdge',
    'edgeTarget',
    'essential',
  ] as const)
    expect(Buffer.compare(bytes(heap.graph[name]), bytes(graph[name])), name).toBe(0);
  expect(heap.graph).toMatchObject({
    root: graph.root,
    nodeCount: graph.nodeCount,
    edgeCount: graph.edgeCount,
  });
  for (let node = 0; node < graph.nodeCount; node += 1 + Math.floor(graph.nodeCount / 5000)) {
    expect(heap.graph.labels.nodeName(node)).toBe(graph.labels.nodeName(node));
    expect(heap.graph.labels.nodeKind(node)).toBe(graph.labels.nodeKind(node));
    expect(allocationStack(heap.allocations, node)).toEqual(allocationStack(allocations, node));
  }
  for (let edge = 0; edge < graph.edgeCount; edge += 1 + Math.floor(graph.edgeCount / 5000)) {
    expect(heap.graph.labels.edgeName(edge)).toBe(graph.labels.edgeName(edge));
    expect(heap.graph.labels.edgeKind(edge)).toBe(graph.labels.edgeKind(edge));
  }
  expect(heap.tree).toEqual(analysis.tree);
  expect(heap.dominated).toEqual(analysis.dominated);
  expect(heap.distances).toEqual(distances);
}

function bytes(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

describe('the parts of a heap', () => {
  it('are all of it: texts of parts, marks, broken references', async () => {
    await expectSame(
      await readSnapshot(
        writtenSnapshot([
          {
            type: 'synthetic',
            name: '',
            edges: [
              ['element', 1, 1],
              ['property', 'x', 2],
              ['weak', 'w', 99],
            ],
          },
          { name: 'Some "quoted" \\ name\nü€😀', size: 5 },
          { type: 'native', name: '<div>', detachedness: 2, edges: [['internal', 'first', 3]] },
          {
            type: 'concatenated string',
            name: '',
            edges: [
              ['internal', 'first', 4],
              ['internal', 'second', 5],
            ],
          },
          { type: 'string', name: 'left' },
          { type: 'string', name: 'right' },
        ]),
      ),
    );
  });

  it('hand over each memory once, and none that is larger than its column', async () => {
    const { graph } = await readSnapshot(writtenSnapshot([{ type: 'synthetic', name: '' }]));
    const analysis = await analyseHeap(graph, idlePace());
    const parts = heapParts(analysis, await distancesOf(graph, idlePace()), null);
    const buffers = buffersOf(parts);
    expect(new Set(buffers).size).toBe(buffers.length);
    for (const column of Object.values(parts.columns))
      expect(column.byteLength).toBe(column.buffer.byteLength);
  });

  it
    .skipIf(!heapCorpusAvailable)
    .each([
      'heapsnapshot/chromium156-detached-0.heapsnapshot.gz',
      'heaptimeline/node20-alloc.heaptimeline.gz',
      'hprof/openjdk17-leak-a-0.hprof.gz',
    ])(`of %s are the same after a way through bytes${heapCorpusNote}`, async (path) => {
    const snapshot = await readCorpusHeap(path);
    if (snapshot.kind !== 'graph') throw new Error('a graph was expected');
    await expectSame(snapshot);
  });
});
