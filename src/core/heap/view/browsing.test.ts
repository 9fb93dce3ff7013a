import { describe, expect, it } from 'vitest';
import { Random } from '#core/statistics/random.ts';
import { drawnGraph, graphOf } from '../graph/testing/drawn-graph.ts';
import { idlePace } from '../graph/testing/idle-pace.ts';
import { randomGraph } from '../graph/testing/random-graph.ts';
import { sourceOf } from '../graph/retainers.ts';
import type { HeapGraph } from '../model/heap-graph.ts';
import { readSnapshot } from '../v8/testing/read-bytes.ts';
import { writtenSnapshot, type WrittenNode } from '../v8/testing/written-snapshot.ts';
import { dominatorsPage, heldBySeveralRoots } from './dominators-page.ts';
import { freedObjects, retainedSet } from './freed.ts';
import { instancesPage } from './instances.ts';
import { objectDetails } from './object-details.ts';
import { containmentPage, retainersPage } from './references.ts';
import { retainingPaths } from './retaining-paths.ts';
import { searchHeap } from './search.ts';
import { comparedStrings, stringsPage } from './strings.ts';
import { openedHeap } from './testing/opened-heap.ts';

const ALL = { offset: 0, limit: 1000 };
const BY_SIZE = { by: 'self', descending: true } as const;

const SHOP = `
  R -> Window Roots
  Window -> Shop
  Shop -> Map Logger
  Map -> Session1 Session2 Session3
  Session1 -> Cart1
  Session2 -> Cart2 Logger
  Roots -> Logger
  Session3 ~> Cart1
  Session1 = 10
  Session2 = 20
  Session3 = 30
  Cart1 = 100
`;

describe('lists of objects', () => {
  it('of a class come in the order asked for, with bounds that belong to them', async () => {
    const { graph, node } = drawnGraph(SHOP);
    const heap = await openedHeap(graph);
    const page = await instancesPage(heap, 'Session', {}, BY_SIZE, { offset: 1, limit: 1 }, idlePace());
    expect(page).toMatchObject({
      total: 3,
      selfBytes: 60,
      objects: [{ node: node('Session2'), selfBytes: 20 }],
    });
    const some = await instancesPage(
      heap,
      'Session',
      { minSelfBytes: 10, maxSelfBytes: 20, minRetainedBytes: 22 },
      BY_SIZE,
      ALL,
      idlePace(),
    );
    // Its cart is its own; the logger that the second one refers to is not.
    expect(some.objects.map((object) => object.node)).toEqual([node('Session1')]);
    await expect(instancesPage(heap, 'Nothing', {}, BY_SIZE, ALL, idlePace())).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('in the dominator tree say what several hold', async () => {
    const { graph, node } = drawnGraph(SHOP);
    const heap = await openedHeap(graph);
    const { parent, rows, total } = await dominatorsPage(heap, null, 'retained', ALL, idlePace());
    expect([parent.node, total]).toEqual([graph.root, 3]);
    const logger = rows.find(({ object }) => object.node === node('Logger'))!;
    expect(logger.heldBySeveral).toBe(true);
    expect(rows.filter(({ heldBySeveral }) => heldBySeveral)).toHaveLength(1);
    expect(await heldBySeveralRoots(heap, idlePace())).toEqual({ count: 1, retainedBytes: 1 });
    const map = await dominatorsPage(heap, node('Map'), 'children', ALL, idlePace());
    expect(map.rows.map(({ object, children }) => [object.className, children])).toEqual([
      ['Session', 1],
      ['Session', 1],
      ['Session', 0],
    ]);
  });
});

describe('references', () => {
  it('into an object: what holds it first, nearest first, the shortest way marked', async () => {
    const { graph, node } = drawnGraph(SHOP);
    const heap = await openedHeap(graph);
    const { references } = await retainersPage(heap, node('Cart1'), ALL, idlePace());
    expect(
      references.map(({ object, essential, onShortestPath }) => [object.node, essential, onShortestPath]),
    ).toEqual([
      [node('Session1'), true, true],
      [node('Session3'), false, false],
    ]);
    const logger = await retainersPage(heap, node('Logger'), ALL, idlePace());
    expect(logger.references.map(({ object }) => object.className)).toEqual(['Roots', 'Shop', 'Session']);
  });

  it('out of an object come in pages', async () => {
    const { graph, node } = drawnGraph(SHOP);
    const heap = await openedHeap(graph);
    const { total, references } = containmentPage(heap, node('Map'), { offset: 1, limit: 1 });
    expect([total, references.map(({ object, children }) => [object.node, children])]).toEqual([
      3,
      [[node('Session2'), 2]],
    ]);
    expect(() => containmentPage(heap, 1_000_000, ALL)).toThrow(/no object/u);
  });

  it('of random graphs: every path is one, ends at the object, does not lead through it, and is the shortest of its kind', async () => {
    for (let seed = 1; seed <= 60; seed++) {
      const graph = randomGraph(new Random(`paths ${seed}`), { degree: 1.6, connected: true });
      const heap = await openedHeap(graph);
      for (let node = 1; node < graph.nodeCount; node++) {
        const { paths } = await retainingPaths(heap, node, 100, idlePace());
        const byEdge = new Map(paths.map(({ steps }) => [steps.at(-1)!.edge, steps]));
        for (let edge = 0; edge < graph.edgeCount; edge++) {
          const source = sourceOf(graph, edge);
          if (graph.edgeTarget[edge] !== node || graph.essential[edge] === 0) continue;
          const expected = stepsWithout(graph, source, node);
          const label = `seed ${seed}, node ${node}, edge ${edge}`;
          expect(byEdge.get(edge)?.length ?? null, label).toBe(expected === null ? null : expected + 1);
        }
        for (const { steps } of paths) {
          let at = graph.root;
          for (const { edge, object } of steps) {
            expect(sourceOf(graph, edge)).toBe(at);
            at = object.node;
          }
          expect(at).toBe(node);
          expect(steps.slice(0, -1).some(({ object }) => object.node === node)).toBe(false);
        }
      }
    }
  });
});

describe('a list of very many objects', () => {
  it('is shown by its ends, and asked without walking it again and again', async () => {
    const count = 100_000;
    // Each refers to the next and to the one before; the first is held by the root.
    const targets = Array.from({ length: count }, (_, node) =>
      [node + 1, node - 1].filter((to) => to > 0 && to < count && node > 0),
    );
    targets[0] = [1];
    const heap = await openedHeap(graphOf(targets));
    const last = count - 1;
    const { paths, retainers } = await retainingPaths(heap, last, 10, idlePace());
    expect([retainers, paths.length]).toEqual([1, 1]);
    expect([paths[0]!.steps.length, paths[0]!.omitted]).toEqual([200, count - 1 - 200]);
    const first = await retainingPaths(heap, 1, 10, idlePace());
    // The second one refers back to it, but is only reached through it.
    expect([first.retainers, first.paths.map(({ steps }) => steps.length)]).toEqual([2, [1]]);
    expect(await freedObjects(heap, 0, idlePace())).toEqual({ count: count - 1, bytes: count - 1 });
  });
});

/** Steps of the shortest way from the root that does not lead through `without`; null: there is none. */
function stepsWithout(graph: HeapGraph, to: number, without: number): number | null {
  const distance = new Map([[graph.root, 0]]);
  for (const [node, steps] of distance) {
    for (let edge = graph.firstEdge[node]!; edge < graph.firstEdge[node + 1]!; edge++) {
      const next = graph.edgeTarget[edge]!;
      if (graph.essential[edge] === 1 && next !== without && !distance.has(next))
        distance.set(next, steps + 1);
    }
  }
  return distance.get(to) ?? null;
}

describe('what would be freed', () => {
  it('by clearing a reference, and by letting a set go', async () => {
    const { graph, node } = drawnGraph(SHOP);
    const heap = await openedHeap(graph);
    const edgeTo = (from: string, to: string): number => {
      const first = graph.firstEdge[node(from)]!;
      const targets = Array.from(graph.edgeTarget.subarray(first, graph.firstEdge[node(from) + 1]));
      return first + targets.indexOf(node(to));
    };
    expect(await freedObjects(heap, edgeTo('Session1', 'Cart1'), idlePace())).toEqual({
      count: 1,
      bytes: 100,
    });
    expect(await freedObjects(heap, edgeTo('Session3', 'Cart1'), idlePace())).toEqual({ count: 0, bytes: 0 });
    expect(await freedObjects(heap, edgeTo('Map', 'Session1'), idlePace())).toEqual({ count: 2, bytes: 110 });
    await expect(freedObjects(heap, 1_000_000, idlePace())).rejects.toMatchObject({ code: 'not-found' });
    expect(await retainedSet(heap, { classKey: 'Session' }, idlePace())).toEqual({
      objects: 3,
      selfBytes: 60,
      freed: { count: 5, bytes: 161 },
    });
    // Named twice it counts once.
    const twice = await retainedSet(heap, { nodes: [node('Cart1'), node('Cart1')] }, idlePace());
    expect(twice).toEqual({ objects: 1, selfBytes: 100, freed: { count: 1, bytes: 100 } });
  });
});

const text = (name: string, more: Partial<WrittenNode> = {}): WrittenNode => ({
  type: 'string',
  name,
  size: 20,
  ...more,
});

async function heapOf(nodes: readonly WrittenNode[]) {
  const root: WrittenNode = {
    type: 'synthetic',
    name: '',
    size: 0,
    edges: nodes.map((_, k) => ['property', `p${k}`, k + 1]),
  };
  return openedHeap((await readSnapshot(writtenSnapshot([root, ...nodes]))).graph);
}

describe('search', () => {
  const query = { text: '', how: 'contains', matchCase: false, where: 'anywhere', filter: {} } as const;
  const names = async (heap: Awaited<ReturnType<typeof heapOf>>, changed: object): Promise<string[]> => {
    const page = await searchHeap(
      heap,
      { ...query, ...changed },
      { by: 'id', descending: false },
      ALL,
      idlePace(),
    );
    return page.objects.map(({ name }) => name);
  };

  it('looks at classes, names and values, as a person wants', async () => {
    const heap = await heapOf([
      { name: 'OrderSession', id: 11, size: 5 },
      { type: 'closure', name: 'orderOf', id: 13, size: 30 },
      text('an order', { id: 15 }),
      text('nothing', { id: 17 }),
    ]);
    expect(await names(heap, { text: 'order' })).toEqual(['OrderSession', 'orderOf', 'an order']);
    expect(await names(heap, { text: 'order', where: 'class' })).toEqual(['OrderSession']);
    expect(await names(heap, { text: 'order', matchCase: true })).toEqual(['orderOf', 'an order']);
    expect(await names(heap, { text: 'nothing', how: 'equals' })).toEqual(['nothing']);
    expect(await names(heap, { text: '^order(Of)?$', how: 'pattern' })).toEqual(['orderOf']);
    expect(await names(heap, { text: 'order', filter: { minSelfBytes: 25 } })).toEqual(['orderOf']);
    expect(await names(heap, { text: '@17' })).toEqual(['nothing']);
    expect(await names(heap, { text: '@18' })).toEqual([]);
  });

  it('finds texts that are put together of parts', async () => {
    const heap = await heapOf([
      text('', {
        type: 'concatenated string',
        edges: [
          ['internal', 'first', 2],
          ['internal', 'second', 3],
        ],
      }),
      text('left'),
      text('right'),
    ]);
    expect(await names(heap, { text: 'leftright' })).toEqual(['leftright']);
  });

  it('ends a pattern that tries too much, and refuses one that is none', async () => {
    const heap = await heapOf([text(`${'a'.repeat(60)}!`)]);
    await expect(names(heap, { text: '^(a+)+$', how: 'pattern' })).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringMatching(/too long/u) as string,
    });
    await expect(names(heap, { text: '(', how: 'pattern' })).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('texts and details', () => {
  it('small slices that keep long texts are told', async () => {
    const slice = (of: number): WrittenNode =>
      text('abc', { type: 'sliced string', edges: [['internal', 'parent', of]] });
    const root: WrittenNode = {
      type: 'synthetic',
      name: '',
      size: 0,
      edges: [
        ['property', 'a', 1],
        ['property', 'b', 3],
      ],
    };
    const nodes = [root, slice(2), text('long', { size: 50_000 }), slice(4), text('short', { size: 100 })];
    const heap = await openedHeap((await readSnapshot(writtenSnapshot(nodes))).graph);
    const { slices } = stringsPage(await comparedStrings(heap, idlePace()), ALL);
    expect(slices.map(({ slice: each, parent }) => [each.node, parent.node])).toEqual([[1, 2]]);
  });

  it('of an object: its holders, what it retains, its value', async () => {
    const heap = await heapOf([
      { name: 'Order', size: 8, edges: [['property', 'note', 2]] },
      text('for you'),
    ]);
    expect(await objectDetails(heap, 1, idlePace())).toMatchObject({
      classKey: 'Order',
      outgoing: 1,
      incoming: 1,
      retainedCount: 1,
      value: null,
      allocatedAt: [],
      dominator: { node: 0 },
    });
    expect(await objectDetails(heap, 2, idlePace())).toMatchObject({ value: 'for you', incoming: 2 });
  });
});
