import { describe, expect, it } from 'vitest';
import { readSnapshot } from '../v8/testing/read-bytes.ts';
import { writtenSnapshot, type WrittenEdge, type WrittenNode } from '../v8/testing/written-snapshot.ts';
import { analyseHeap } from '../graph/heap-analysis.ts';
import { idlePace } from '../graph/testing/idle-pace.ts';
import { compareSnapshots } from './comparison.ts';
import { detachedElements, detachedPaths, heldByDetached } from './detached-elements.ts';
import { duplicateTexts } from './duplicate-strings.ts';
import { identitySample, sameProcess } from './identity-sample.ts';
import { classKeys, exactName } from './class-keys.ts';
import { mostlyEmpty } from './collections.ts';
import { reduceSnapshot, type ReducedSnapshot } from './reduce-snapshot.ts';
import type { SeriesStart } from './retainer-shapes.ts';
import { shortestPaths } from '../graph/shortest-paths.ts';

/** Sessions in a table of a map; their ids say who is who. */
function sessions(ids: readonly number[], { className = 'Session', size = 50 } = {}): WrittenNode[] {
  const items = ids.map((id): WrittenNode => ({ name: className, id, size }));
  return [
    { type: 'synthetic', name: '', size: 0, id: 1, edges: [['shortcut', 'global', 1]] },
    { name: 'global', id: 3, size: 100, edges: [['property', 'live', 2]] },
    { name: 'Map', id: 5, size: 30, edges: [['internal', 'table', 3]] },
    {
      type: 'array',
      name: '',
      id: 7,
      size: 40,
      edges: items.map((_, k): WrittenEdge => ['internal', String(k), k + 4]),
    },
    ...items,
  ];
}

async function reduced(
  nodes: readonly WrittenNode[],
  start: SeriesStart | null = null,
): Promise<ReducedSnapshot> {
  const snapshot = await readSnapshot(writtenSnapshot(nodes));
  const analysis = await analyseHeap(snapshot.graph, idlePace());
  return reduceSnapshot('test', snapshot, analysis, idlePace(), { ids: true, start });
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, k) => (from + k) * 2 + 1);

describe('two snapshots', () => {
  it('of one process tell new objects from deleted ones by their ids', async () => {
    const comparison = compareSnapshots(
      await reduced(sessions(range(10, 60))),
      await reduced(sessions(range(30, 90))),
    );
    expect(comparison.process).toBe('same');
    expect(comparison.bytesDelta).toBe(500);
    expect(comparison.classes[0]).toMatchObject({
      key: 'Session',
      counts: [50, 60],
      selfBytes: [2500, 3000],
      created: { count: 30, selfBytes: 1500 },
      deleted: { count: 20, selfBytes: 1000 },
    });
    expect(comparison.owners.reduce((sum, { selfBytes: [a, b] }) => sum + b - a, 0)).toBe(500);
  });

  it('of two processes are compared by sums only', async () => {
    const other = sessions(range(10, 60), { className: 'Ticket' });
    const comparison = compareSnapshots(await reduced(sessions(range(10, 60))), await reduced(other));
    expect(comparison.process).toBe('different');
    expect(comparison.classes.every(({ created, deleted }) => created === null && deleted === null)).toBe(
      true,
    );
    expect(comparison.classes.find(({ key }) => key === 'Ticket')).toMatchObject({
      counts: [0, 50],
      retainedBytes: [0, 2500],
    });
  });

  it('with next to nothing in them may be of any process', async () => {
    const { graph } = await readSnapshot(writtenSnapshot(sessions([11])));
    const sample = identitySample({ graph, keys: classKeys(graph, exactName) });
    expect(sameProcess(sample, sample)).toBe('unknown');
    expect(sameProcess(sample, null)).toBe('unknown');
  });
});

describe('the last of a series', () => {
  it('says how new instances of growing classes are held', async () => {
    const first = await reduced(sessions(range(10, 40)));
    const { tables } = await reduced(sessions(range(10, 110)), {
      rows: first.tables.classes,
      ids: first.ids,
    });
    expect(tables.shapes).toEqual([
      {
        key: 'Session',
        className: 'Session',
        newInstances: 70,
        sampled: 70,
        clusters: [
          {
            steps: ['global › global', 'live › Map', 'table › (array)', '[*] › Session'],
            count: 70,
            node: 34,
          },
        ],
      },
    ]);
  });

  it('looks at 200 of many', async () => {
    const first = await reduced(sessions(range(10, 40)));
    const { tables } = await reduced(sessions(range(10, 1040)), {
      rows: first.tables.classes,
      ids: first.ids,
    });
    expect(tables.shapes[0]).toMatchObject({ newInstances: 1000, sampled: 200 });
  });

  it('finds the collection again by its id, with what its table holds', async () => {
    const { tables } = await reduced(sessions(range(10, 40)));
    expect(tables.containers).toEqual([
      { path: 'live @5', className: 'Map', children: 30, retainedBytes: 1570 },
    ]);
  });
});

describe('texts', () => {
  it('with the same content waste all copies but one; slices and flat concatenations are none', async () => {
    const text = (
      name: string,
      size: number,
      type = 'string',
      edges: readonly WrittenEdge[] = [],
    ): WrittenNode => ({
      type,
      name,
      size,
      edges,
    });
    const nodes = [
      text('same', 24),
      text('same', 24),
      text('other', 24),
      text('same', 20, 'sliced string'),
      text('', 16, 'concatenated string', [
        ['internal', 'first', 1],
        ['internal', 'second', 6],
      ]),
      text('', 12),
      text('', 32, 'concatenated string', [
        ['internal', 'first', 8],
        ['internal', 'second', 9],
      ]),
      text('sa', 10),
      text('me', 10),
    ];
    const root: WrittenNode = {
      type: 'synthetic',
      name: '',
      edges: nodes.map((_, k) => ['element', k, k + 1]),
    };
    const { graph } = await readSnapshot(writtenSnapshot([root, ...nodes]));
    expect(await duplicateTexts(graph, 5, idlePace())).toEqual({
      texts: { count: 7, selfBytes: 136 },
      groups: 1,
      wastedBytes: 48,
      largest: [{ value: 'same', count: 3, wastedBytes: 48, node: 1 }],
    });
  });
});

describe('detached elements', () => {
  it('are counted, held sizes once, and paths end at the first one', async () => {
    const nodes: WrittenNode[] = [
      { type: 'synthetic', name: '', size: 0, edges: [['shortcut', 'global', 1]] },
      { name: 'Window', size: 10, edges: [['property', 'kept', 2]] },
      { name: 'Controller', size: 10, edges: [['property', 'row', 3]] },
      {
        type: 'native',
        name: '<li>',
        size: 100,
        detachedness: 2,
        edges: [
          ['element', 1, 4],
          ['property', 'data', 5],
        ],
      },
      { type: 'native', name: '<b>', size: 50 },
      { name: 'Data', size: 1000 },
    ];
    const { graph } = await readSnapshot(writtenSnapshot(nodes));
    const analysis = await analyseHeap(graph, idlePace());
    expect(detachedElements(analysis, 10)).toEqual({
      count: 2,
      retainedBytes: 1150,
      topCount: 1,
      tops: [{ node: 3, className: 'Detached <li>', retainedBytes: 1150, elements: 2 }],
    });
    const paths = await shortestPaths(graph, idlePace());
    const path = detachedPaths(graph, paths, [4]).get(4)!;
    expect(path.firstDetached).toBe(3);
    expect(path.steps.map(({ target }) => target)).toEqual([1, 2, 3]);
    expect(Array.from(await heldByDetached(graph, paths, idlePace()))).toEqual([0, 0, 0, 1, 1, 1]);
  });
});

describe('collections', () => {
  it('large arrays with few references are mostly empty', async () => {
    const nodes = sessions(range(10, 20));
    nodes[3] = { ...nodes[3]!, size: 8000 };
    const snapshot = await readSnapshot(
      writtenSnapshot([...nodes, { type: 'array', name: '', id: 999, size: 4096 }]),
    );
    const found = await mostlyEmpty(await analyseHeap(snapshot.graph, idlePace()), idlePace());
    // The table of the map is with its owner; the array that nobody owns shows.
    expect(found.map(({ selfBytes, children }) => [selfBytes, children])).toEqual([[4096, 0]]);
  });
});
