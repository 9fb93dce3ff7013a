import { describe, expect, it } from 'vitest';
import { Random } from '#core/statistics/random.ts';
import type { HeapGraph } from '../model/heap-graph.ts';
import { analyseHeap } from './heap-analysis.ts';
import { retainersOf, sourceOf } from './retainers.ts';
import { freedByEdge, retainedBySet } from './retained-set.ts';
import { pathTo, shortestPaths } from './shortest-paths.ts';
import { drawnGraph } from './testing/drawn-graph.ts';
import { idlePace } from './testing/idle-pace.ts';
import { randomGraph } from './testing/random-graph.ts';

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
  it('is more than the sum of what each holds', async () => {
    const { graph, node } = DIAMOND;
    const freed = (...nodes: number[]): unknown => retainedBySet(graph, nodes, idlePace());
    expect(await freed(node('A'))).toEqual({ count: 1, bytes: 1 });
    expect(await freed(node('A'), node('B'))).toEqual({ count: 5, bytes: 113 });
    expect(await freed(graph.root)).toEqual({ count: 6, bytes: 114 });
  });
});

describe('clearing one reference', () => {
  it('frees the target where there is no other way to it', async () => {
    const { graph, node } = DIAMOND;
    const { tree } = await analyseHeap(graph, idlePace());
    const retainers = await retainersOf(graph, idlePace());
    const frees = (from: string, to: string): boolean => {
      const first = graph.firstEdge[node(from)]!;
      const edges = Array.from(graph.edgeTarget.subarray(first, graph.firstEdge[node(from) + 1]));
      return freedByEdge(graph, tree, retainers, first + edges.indexOf(node(to))).frees;
    };
    expect(frees('A', 'J')).toBe(false);
    expect(frees('J', 'K')).toBe(true);
    expect(frees('J', 'A')).toBe(false);
  });

  it('frees nothing where the same object has a second reference', async () => {
    const { graph } = drawnGraph('R -> A\nA -> B B');
    const { tree } = await analyseHeap(graph, idlePace());
    const retainers = await retainersOf(graph, idlePace());
    expect([0, 1, 2].map((edge) => freedByEdge(graph, tree, retainers, edge).frees)).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('frees what cannot be reached without it, in random graphs', async () => {
    for (let seed = 1; seed <= 200; seed++) {
      const graph = randomGraph(new Random(`edges ${seed}`), { degree: 1.4, connected: true });
      const { tree } = await analyseHeap(graph, idlePace());
      const retainers = await retainersOf(graph, idlePace());
      for (let edge = 0; edge < graph.edgeCount; edge++) {
        const { frees } = freedByEdge(graph, tree, retainers, edge);
        const without = graph.essential.map((holds, at) => (at === edge ? 0 : holds));
        const left = reachedBytes(graph, without);
        const freed = frees ? tree.retainedBytes[graph.edgeTarget[edge]!]! : 0;
        expect(freed, `seed ${seed}, edge ${edge}`).toBe(reachedBytes(graph, graph.essential) - left);
      }
    }
  });
});

function reachedBytes(graph: HeapGraph, essential: Uint8Array): number {
  const seen = new Set([graph.root]);
  for (const node of seen)
    for (let edge = graph.firstEdge[node]!; edge < graph.firstEdge[node + 1]!; edge++)
      if (essential[edge] === 1) seen.add(graph.edgeTarget[edge]!);
  return [...seen].reduce((sum, node) => sum + graph.selfBytes[node]!, 0);
}

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

  it('backwards are all references to it', async () => {
    const { graph, node } = DIAMOND;
    const { first, edge } = await retainersOf(graph, idlePace());
    const into = (name: string): string[] =>
      Array.from(edge.subarray(first[node(name)], first[node(name) + 1]), (each) =>
        graph.labels.nodeName(sourceOf(graph, each)),
      ).sort();
    expect(into('J')).toEqual(['A', 'B']);
    expect(into('A')).toEqual(['J', 'R']);
    expect(into('R')).toEqual([]);
  });
});
