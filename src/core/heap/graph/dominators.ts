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
  const { vertex, orphans, places, dominator } = await dominatorPlaces(graph, pace);
  const { nodeCount } = graph;
  // By place until all are added up: a dominator is near what it dominates.
  const sums = new Float64Array(nodeCount);
  for (let place = 0; place < nodeCount; place++) sums[place] = graph.selfBytes[vertex[place]!]!;
  for (let place = nodeCount - 1; place > 0; place--) sums[places[place]!]! += sums[place]!;
  const retained = new Float64Array(nodeCount);
  for (let place = 0; place < nodeCount; place++) {
    const node = vertex[place]!;
    dominator[node] = vertex[places[place]!]!;
    retained[node] = sums[place]!;
  }
  return { dominator, retainedBytes: retained, order: vertex, orphans };
}

interface DominatorPlaces {
  /** Nodes in preorder. */
  readonly vertex: Uint32Array;
  readonly orphans: number;
  /** By place in preorder: the place of the immediate dominator. */
  readonly places: Uint32Array;
  /** Memory for the dominators themselves. */
  readonly dominator: Uint32Array;
}

/** A function of its own: what the walk has used is let go of before anything else is computed. */
async function dominatorPlaces(graph: ReferenceGraph, pace: Pace): Promise<DominatorPlaces> {
  const walk = await depthFirstOrder(graph, pace);
  const places = await immediateDominators(walk, pace);
  return { vertex: walk.vertex, orphans: walk.orphans, places, dominator: walk.used[0] };
}

async function immediateDominators(walk: DepthFirstOrder, pace: Pace): Promise<Uint32Array> {
  const { parent } = walk;
  const count = parent.length;
  const { first, from } = await sortedByTarget(walk, pace);
  // An edge from an ancestor is what it is; only those from later places have to be looked into.
  const semi = walk.highest;
  const [, label, ancestor] = walk.used;
  ancestor.set(parent);
  for (let place = 0; place < count; place++) label[place] = place;
  const path: number[] = [];
  const pass = (high: number, low: number): void => {
    for (let place = high; place > low; place--) {
      let least = semi[place]!;
      const end = first[place + 1]!;
      for (let k = first[place]!; k < end; k++) {
        const other = from[k]!;
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
        if (label[other]! < least) least = label[other]!;
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

/** Sources of the edges into each place from later ones: `from[first[place]..first[place + 1])`. */
async function sortedByTarget(
  { back, backCount }: DepthFirstOrder,
  pace: Pace,
): Promise<{ first: Uint32Array; from: Uint32Array }> {
  // Counts become ends, and ends become starts while sources are put in from behind.
  const first = backCount;
  for (let place = 1; place < first.length; place++) first[place]! += first[place - 1]!;
  const from = new Uint32Array(back.count);
  await pace.overNodes(PHASE, back.count, (begin, end) => {
    for (let edge = begin; edge < end; edge++) {
      const at = first[back.to[edge]!]! - 1;
      first[back.to[edge]!] = at;
      from[at] = back.from[edge]!;
    }
  });
  return { first, from };
}
