import { describe, expect, it } from 'vitest';
import { analyseHeap } from './heap-analysis.ts';
import { retainersOf, sourceOf } from './retainers.ts';
import { freedByEdge, retainedBySet } from './retained-set.ts';
import { pathTo, shortestPaths } from './shortest-paths.ts';
import { drawnGraph } from './testing/drawn-graph.ts';
import { idlePace } from './testing/idle-pace.ts';

const DIAMOND = drawnGraph(`
  R -> A B
  A -> J
  B -> J
  J -> K
  K -> K2
  J ~> A
  J = 100
  K = 10
`);

describe('what several nodes hold together', () => {
  it('is more than the sum of what each holds', () => {
    const { graph, node } = DIAMOND;
    expect(retainedBySet(graph, [node('A')])).toEqual({ count: 1, bytes: 1 });
    expect(retainedBySet(graph, [node('A'), node('B')])).toEqual({ count: 5, bytes: 113 });
    expect(retainedBySet(graph, [graph.root])).toEqual({ count: 6, bytes: 114 });
  });
});

describe('what clearing one reference frees', () => {
  it('is nothing where another way is left, and all that hangs on it where none is', async () => {
    const { graph, node } = DIAMOND;
    const { tree } = await analyseHeap(graph, idlePace());
    const freed = (from: string, to: string): unknown => {
      const first = graph.firstEdge[node(from)]!;
      const edges = Array.from(graph.edgeTarget.subarray(first, graph.firstEdge[node(from) + 1]));
      return freedByEdge(graph, tree, first + edges.indexOf(node(to)), node(from));
    };
    expect(freed('A', 'J')).toEqual({ count: 0, bytes: 0 });
    expect(freed('J', 'K')).toEqual({ count: 2, bytes: 11 });
    expect(freed('J', 'A')).toEqual({ count: 0, bytes: 0 });
  });

  it('is nothing where the same object has a second reference', async () => {
    const { graph } = drawnGraph('R -> A\nA -> B B');
    const { tree } = await analyseHeap(graph, idlePace());
    expect(freedByEdge(graph, tree, 1, 1)).toEqual({ count: 0, bytes: 0 });
    expect(freedByEdge(graph, tree, 0, 0)).toEqual({ count: 2, bytes: 2 });
  });
});

describe('ways to an object', () => {
  it('are the shortest ones over references that hold', async () => {
    const { graph, node } = drawnGraph('R -> A\nR ~> Z\nA -> B C\nB -> C\nC -> Z');
    const paths = await shortestPaths(graph, idlePace());
    const steps = pathTo(graph, paths, node('Z'))!;
    expect(
      steps.map(({ source, target }) =>
        [source, target].map((each) => graph.labels.nodeName(each)).join('→'),
      ),
    ).toEqual(['R→A', 'A→C', 'C→Z']);
  });

  it('do not lead through what is to be avoided', async () => {
    const { graph, node } = drawnGraph('R -> A B\nA -> Z\nB -> C\nC -> Z');
    const avoid = new Uint8Array(graph.nodeCount);
    avoid[node('A')] = 1;
    const paths = await shortestPaths(graph, idlePace(), avoid);
    expect(pathTo(graph, paths, node('Z'))).toHaveLength(3);
    expect(pathTo(graph, paths, node('A'))).toBeNull();
  });

  it('backwards are all references to it', () => {
    const { graph, node } = DIAMOND;
    const { first, edge } = retainersOf(graph);
    const into = (name: string): string[] =>
      Array.from(edge.subarray(first[node(name)], first[node(name) + 1]), (each) =>
        graph.labels.nodeName(sourceOf(graph, each)),
      ).sort();
    expect(into('J')).toEqual(['A', 'B']);
    expect(into('A')).toEqual(['J', 'R']);
    expect(into('R')).toEqual([]);
  });
});
