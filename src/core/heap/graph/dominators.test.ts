import { describe, expect, it } from 'vitest';
import { Random } from '#core/statistics/random.ts';
import { dominatorTree } from './dominators.ts';
import { retainedBySet } from './retained-set.ts';
import { drawnGraph, graphOf, type DrawnGraph } from './testing/drawn-graph.ts';
import { idlePace } from './testing/idle-pace.ts';
import { randomGraph } from './testing/random-graph.ts';
import { Pace } from './pace.ts';

/** `B:A C:A` … the immediate dominator of each node but the root. */
async function dominators({ graph }: DrawnGraph): Promise<string> {
  const { dominator } = await dominatorTree(graph, idlePace());
  const name = (node: number): string => graph.labels.nodeName(node);
  return Array.from(dominator.keys())
    .filter((node) => node !== graph.root)
    .map((node) => `${name(node)}:${name(dominator[node]!)}`)
    .sort()
    .join(' ');
}

describe('immediate dominators', () => {
  it.each([
    ['one node', 'R = 5', ''],
    ['a chain', 'R -> A\nA -> B\nB -> C', 'A:R B:A C:B'],
    [
      'a diamond: the join is held by the split',
      'R -> S\nS -> A B\nA -> J\nB -> J\nJ -> K',
      'A:S B:S J:S K:J S:R',
    ],
    ['an edge to oneself', 'R -> A\nA ~> A\nA -> B', 'A:R B:A'],
    ['a circle that is entered in two places', 'R -> A B\nA -> B\nB -> A', 'A:R B:R'],
    ['cross edges between two roots', 'R -> X Y\nX -> A\nY -> B\nA -> B', 'A:X B:R X:R Y:R'],
    ['an orphan with a weak holder only', 'R -> A\nA ~> O\nO -> P', 'A:R O:R P:O'],
    ['an orphan circle of three', 'R -> A\nX -> Y\nY -> Z\nZ -> X\nZ -> A', 'A:R X:R Y:R Z:R'],
    [
      'the 13 nodes of Lengauer and Tarjan (1979)',
      'R -> A B C\nA -> D\nB -> A D E\nC -> F G\nD -> L\nE -> H\nF -> I\nG -> I J\nH -> E K\nI -> K\nJ -> I\nK -> I R\nL -> H',
      'A:R B:R C:R D:R E:R F:C G:C H:R I:R J:G K:R L:D',
    ],
    [
      'a graph that no order of its nodes makes a tree (irreducible)',
      'R -> A B\nA -> C\nB -> C D\nC -> D E\nD -> C E\nE -> C',
      'A:R B:R C:R D:R E:R',
    ],
  ])('of %s', async (_, text, expected) => {
    expect(await dominators(drawnGraph(text))).toBe(expected);
  });

  it('of random graphs are what removing a node cuts off', async () => {
    for (let seed = 1; seed <= 1000; seed++) {
      const graph = randomGraph(new Random(`graph ${seed}`), { degree: 1.5, connected: true });
      const { dominator, retainedBytes, orphans } = await dominatorTree(graph, idlePace());
      const cut = cutOff(graph);
      expect(orphans).toBe(0);
      const total = (await retainedBySet(graph, [graph.root], idlePace())).bytes;
      expect(retainedBytes[graph.root], `seed ${seed}`).toBe(total);
      for (let node = 1; node < graph.nodeCount; node++) {
        // Of all nodes that cut it off, the immediate one is cut off by all others.
        const holders = [...cut.keys()].filter((v) => v !== node && cut[v]!.has(node));
        const immediate = holders.find((v) => holders.every((w) => w === v || cut[w]!.has(v)));
        expect(dominator[node], `seed ${seed}, node ${node}`).toBe(immediate);
        const held = [...cut[node]!].reduce((sum, each) => sum + graph.selfBytes[each]!, 0);
        expect(retainedBytes[node], `seed ${seed}, node ${node}`).toBe(held);
      }
    }
  });

  it('of random graphs with orphans: all bytes are held, and what is reachable is held as if there were none', async () => {
    let seen = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const graph = randomGraph(new Random(`orphans ${seed}`), { degree: 1.2, connected: false });
      const { dominator, retainedBytes, orphans, order } = await dominatorTree(graph, idlePace());
      if (orphans > 0) seen += 1;
      expect(retainedBytes[graph.root]).toBe(
        Array.from(graph.selfBytes).reduce((sum, size) => sum + size, 0),
      );
      const place = new Map(Array.from(order, (node, at) => [node, at]));
      expect(place.size).toBe(graph.nodeCount);
      for (const node of order)
        if (node !== graph.root) expect(place.get(dominator[node]!)).toBeLessThan(place.get(node)!);
    }
    expect(seen).toBeGreaterThan(100);
  });

  it('of a doubly linked list of a million nodes that is held at both ends take less than a second', async () => {
    const count = 1_000_000;
    const firstEdge = new Uint32Array(count + 1);
    const edgeTarget = new Uint32Array(2 * count);
    let edges = 0;
    for (let node = 0; node < count; node++) {
      firstEdge[node] = edges;
      if (node === 0) {
        edgeTarget[edges++] = 1;
        edgeTarget[edges++] = count - 1;
      } else {
        if (node > 1) edgeTarget[edges++] = node - 1;
        if (node < count - 1) edgeTarget[edges++] = node + 1;
      }
    }
    firstEdge[count] = edges;
    const graph = {
      nodeCount: count,
      root: 0,
      firstEdge,
      edgeTarget,
      essential: new Uint8Array(edges).fill(1),
      selfBytes: new Uint32Array(count).fill(1),
    };
    const begun = process.cpuUsage();
    const { dominator, retainedBytes } = await dominatorTree(graph, idlePace());
    const { user, system } = process.cpuUsage(begun);
    expect(dominator.every((node) => node === 0)).toBe(true);
    expect(retainedBytes[0]).toBe(count);
    // Time of this process, so that others on the machine do not count.
    expect((user + system) / 1e6).toBeLessThan(1);
  });

  it('can be cancelled within 200 ms', async () => {
    const random = new Random('large');
    const count = 600_000;
    const graph = graphOf(
      Array.from({ length: count }, () => Array.from({ length: 3 }, () => random.below(count))),
    );
    const abort = new AbortController();
    let asked = 0;
    setTimeout(() => {
      asked = performance.now();
      abort.abort();
    }, 100);
    await expect(dominatorTree(graph, new Pace(abort.signal))).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - asked).toBeLessThan(200);
  });
});

/** By node: all that is no longer reached without it, itself included. */
function cutOff(graph: ReturnType<typeof graphOf>): Set<number>[] {
  const all = reached(graph, -1);
  return Array.from({ length: graph.nodeCount }, (_, node) => {
    const left = reached(graph, node);
    return new Set([...all].filter((each) => !left.has(each)));
  });
}

function reached(graph: ReturnType<typeof graphOf>, without: number): Set<number> {
  const seen = new Set<number>();
  const waiting = without === graph.root ? [] : [graph.root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    for (let edge = graph.firstEdge[node]!; edge < graph.firstEdge[node + 1]!; edge++) {
      const to = graph.edgeTarget[edge]!;
      if (to !== without && graph.essential[edge] === 1) waiting.push(to);
    }
  }
  return seen;
}
