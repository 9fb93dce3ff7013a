import { describe, expect, it } from 'vitest';
import { analyseHeap } from '../graph/heap-analysis.ts';
import { drawnGraph } from '../graph/testing/drawn-graph.ts';
import { idlePace } from '../graph/testing/idle-pace.ts';
import { classKeys, exactName } from './class-keys.ts';
import { classRows } from './class-rows.ts';
import { indicesWiped, ownerPathRows, ownerRows } from './owner-rows.ts';
import { largestDominators } from './heap-summary.ts';

/** A list of three linked nodes below a holder, and one node of the class elsewhere. */
const LIST = drawnGraph(`
  Root -> Holder Node9
  Holder -> Node1 Text1
  Node1 -> Node2
  Node2 -> Node3 Text2
  Node1 = 10
  Node2 = 20
  Node3 = 30
  Node9 = 5
  Text1 = 100
  Text2 = 200
`);

describe('class rows', () => {
  it('count an object inside another of its class once', async () => {
    const analysis = await analyseHeap(LIST.graph, idlePace());
    const rows = await classRows(analysis, classKeys(LIST.graph, exactName), idlePace());
    expect(
      Object.fromEntries(rows.map((row) => [row.key, [row.count, row.selfBytes, row.retainedBytes]])),
    ).toEqual({
      Root: [1, 1, 367],
      Holder: [1, 1, 361],
      Node: [4, 65, 265],
      Text: [2, 300, 300],
    });
    expect(rows.map(({ key }) => key)).toEqual(['Root', 'Holder', 'Text', 'Node']);
  });

  it('self sizes add up to the heap', async () => {
    const analysis = await analyseHeap(LIST.graph, idlePace());
    const rows = await classRows(analysis, classKeys(LIST.graph, exactName), idlePace());
    expect(rows.reduce((sum, { selfBytes }) => sum + selfBytes, 0)).toBe(analysis.tree.retainedBytes[0]);
  });
});

describe('owner rows', () => {
  it('give each object to the class that dominates it immediately', async () => {
    const analysis = await analyseHeap(LIST.graph, idlePace());
    const rows = ownerRows(analysis, classKeys(LIST.graph, exactName));
    expect(Object.fromEntries(rows.map(({ name, count, selfBytes }) => [name, [count, selfBytes]]))).toEqual({
      Root: [3, 7],
      Holder: [2, 110],
      Node: [3, 250],
    });
  });

  it('of paths add up what subtrees retain, five levels deep', async () => {
    const chain = drawnGraph('R -> A\nA -> B\nB -> C\nC -> D\nD -> E\nE -> F\nF = 5000');
    const analysis = await analyseHeap(chain.graph, idlePace());
    const rows = await ownerPathRows(analysis, classKeys(chain.graph, exactName), idlePace());
    expect(rows.map(({ path, count, retainedBytes }) => [path.join('/'), count, retainedBytes])).toEqual([
      ['A', 1, 5005],
      ['A/B', 1, 5004],
      ['A/B/C', 1, 5003],
      ['A/B/C/D', 1, 5002],
      ['A/B/C/D/E', 1, 5001],
    ]);
  });

  it.each([
    ['items[12][3]', 'items[*][*]'],
    ['scope @706909', 'scope @*'],
    ['Object@0x7f00ab', 'Object@*'],
    ['plain', 'plain'],
  ])('%s is written %s in a series', (name, expected) => {
    expect(indicesWiped(name)).toBe(expected);
  });
});

describe('the objects that hold most', () => {
  it('are not those that only pass on what one other holds', async () => {
    const { graph } = drawnGraph('R -> A\nA -> B C\nB -> L1 L2\nL1 = 500\nL2 = 400\nC = 50');
    const found = largestDominators(await analyseHeap(graph, idlePace()), 3);
    expect(found.map(({ name, retainedBytes, path }) => [name, retainedBytes, path.join('/')])).toEqual([
      ['B', 901, 'A'],
      ['L', 500, 'A/B'],
      ['L', 400, 'A/B'],
    ]);
  });
});
