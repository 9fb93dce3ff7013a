import type { HeapGraph } from '../model/heap-graph.ts';
import { depthFirstOrder, type DepthFirstOrder, type ReferenceGraph } from './depth-first.ts';
import { NODES_PER_TURN, type Pace } from './pace.ts';

const PHASE = 'Finding dominators';

/** Which node holds which: a node is freed with its dominator, and with nothing less. */
export interface DominatorTree {
  /** Immediate dominator of each node; the root's is the root. */
  readonly dominator: Uint32Array;
  /** Bytes that go when a node goes: its own and those of all it dominates. */
  readonly retainedBytes: Float64Array;
  /** All nodes, each after its dominator; the root is the first. */
  readonly order: Uint32Array;
  /** Nodes that nothing holds, hung below the root. */
  readonly orphans: number;
}

/**
 * Semi-NCA with path compression (Georgiadis; method P7 steps 3 to 7) and retained sizes (P8).
 * @throws {AppError} `cancelled`
 */
export async function dominatorTree(
  graph: ReferenceGraph & Pick<HeapGraph, 'selfBytes'>,
  pace: Pace,
): Promise<DominatorTree> {
  const walk = await depthFirstOrder(graph, pace);
  const places = await immediateDominators(graph, walk, pace);
  const { vertex } = walk;
  const { nodeCount } = graph;
  const dominator = new Uint32Array(nodeCount);
  const retained = new Float64Array(nodeCount);
  for (let place = 0; place < nodeCount; place++) {
    const node = vertex[place]!;
    dominator[node] = vertex[places[place]!]!;
    retained[node] = graph.selfBytes[node]!;
  }
  for (let place = nodeCount - 1; place > 0; place--)
    retained[vertex[places[place]!]!]! += retained[vertex[place]!]!;
  return { dominator, retainedBytes: retained, order: vertex, orphans: walk.orphans };
}

/** By place in preorder: the place of the immediate dominator. */
async function immediateDominators(
  graph: ReferenceGraph,
  walk: DepthFirstOrder,
  pace: Pace,
): Promise<Uint32Array> {
  const { parent } = walk;
  const count = graph.nodeCount;
  const { first, from } = await predecessors(graph, walk, pace);
  const semi = new Uint32Array(count);
  const label = new Uint32Array(count);
  const ancestor = Uint32Array.from(parent);
  for (let place = 0; place < count; place++) label[place] = place;
  const path: number[] = [];
  const pass = (high: number, low: number): void => {
    for (let place = high; place > low; place--) {
      // The parent is a predecessor too, also where it is the root that an orphan was hung below.
      let least = parent[place]!;
      const end = first[place + 1]!;
      for (let k = first[place]!; k < end; k++) {
        const other = from[k]!;
        let found = other;
        if (other > place) {
          // The least label on the way up, as far as places above this one go; the way is made short for the next time.
          let at = other;
          while (ancestor[at]! > place) {
            path.push(at);
            at = ancestor[at]!;
          }
          let best = label[at]!;
          const up = ancestor[at]!;
          for (let below = path.pop(); below !== undefined; below = path.pop()) {
            if (label[below]! > best) label[below] = best;
            else best = label[below]!;
            ancestor[below] = up;
          }
          found = label[other]!;
        }
        if (found < least) least = found;
      }
      semi[place] = least;
      label[place] = least;
    }
  };
  for (let high = count - 1; high > 0; high -= NODES_PER_TURN) {
    pass(high, Math.max(0, high - NODES_PER_TURN));
    await pace.turn(PHASE, 1 - high / count);
  }
  const dominators = ancestor;
  dominators.set(parent);
  for (let place = 1; place < count; place++) {
    let at = dominators[place]!;
    const limit = semi[place]!;
    while (at > limit) at = dominators[at]!;
    dominators[place] = at;
  }
  return dominators;
}

/** Sources of the essential edges into each node, both as places in preorder: neighbours there are neighbours in memory. */
async function predecessors(
  { nodeCount, firstEdge, edgeTarget, essential }: ReferenceGraph,
  { number }: DepthFirstOrder,
  pace: Pace,
): Promise<{ first: Uint32Array; from: Uint32Array }> {
  const first = new Uint32Array(nodeCount + 1);
  await pace.overNodes(PHASE, nodeCount, (begin, end) => {
    const last = firstEdge[end]!;
    for (let edge = firstEdge[begin]!; edge < last; edge++)
      if (essential[edge] === 1) first[number[edgeTarget[edge]!]! + 1]! += 1;
  });
  for (let place = 0; place < nodeCount; place++) first[place + 1]! += first[place]!;
  const next = first.slice();
  const from = new Uint32Array(first[nodeCount]!);
  await pace.overNodes(PHASE, nodeCount, (begin, end) => {
    for (let node = begin; node < end; node++) {
      const place = number[node]!;
      const last = firstEdge[node + 1]!;
      for (let edge = firstEdge[node]!; edge < last; edge++)
        if (essential[edge] === 1) from[next[number[edgeTarget[edge]!]!]!++] = place;
    }
  });
  return { first, from };
}
