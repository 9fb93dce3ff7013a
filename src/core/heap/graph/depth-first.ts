import type { HeapGraph } from '../model/heap-graph.ts';
import { NODES_PER_TURN, type Pace } from './pace.ts';

const PHASE = 'Following references';

/** What dominators need of a graph. */
export type ReferenceGraph = Pick<HeapGraph, 'nodeCount' | 'root' | 'firstEdge' | 'edgeTarget' | 'essential'>;

/** A depth-first walk over essential edges that reaches every node. Places are those in preorder. */
export interface DepthFirstOrder {
  /** Nodes in preorder; the root is the first. */
  readonly vertex: Uint32Array;
  /** Place of the parent, by place; the root's is 0. */
  readonly parent: Uint32Array;
  /** By place: the first of its ancestors with an edge to it. */
  readonly highest: Uint32Array;
  /** All edges to an earlier place, as places: to an ancestor or into another branch. */
  readonly back: EdgeList;
  /** Such edges into each place; one longer. */
  readonly backCount: Uint32Array;
  /** Memory that the walk has used, a number per node: whoever works on with the order needs as much. */
  readonly used: readonly [Uint32Array, Uint32Array, Uint32Array];
  /** Nodes that are not reachable from the root and were hung below it. */
  readonly orphans: number;
}

/** Edges in no order: `from[0..count)` to `to[0..count)`. */
export interface EdgeList {
  readonly count: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

const UNSEEN = 0xffff_ffff;

/**
 * Walks from the root with a resumable cursor per node (method P7 steps 3 and 4). Nodes that it does not reach: those that no
 * essential edge leads to are hung below the root and walked from; what is left (circles) is hung there one by one.
 */
export async function depthFirstOrder(graph: ReferenceGraph, pace: Pace): Promise<DepthFirstOrder> {
  const walk = new DepthFirstWalk(graph);
  await walk.from(graph.root, pace);
  const reached = walk.count;
  if (reached < graph.nodeCount) {
    const held = heldNodes(graph);
    for (let node = 0; node < graph.nodeCount; node++)
      if (held[node] === 0 && !walk.seen(node)) await walk.from(node, pace);
    walk.hangUnseen();
  }
  return {
    vertex: walk.vertex,
    parent: walk.parent,
    highest: walk.highest,
    back: { count: walk.backCount, from: walk.backFrom, to: walk.backTo },
    backCount: walk.backInto,
    used: walk.used,
    orphans: graph.nodeCount - reached,
  };
}

/** 1 for each node that an essential edge of another node leads to. */
function heldNodes({ nodeCount, firstEdge, edgeTarget, essential }: ReferenceGraph): Uint8Array {
  const held = new Uint8Array(nodeCount);
  const end = firstEdge[nodeCount]!;
  for (let edge = 0; edge < end; edge++) if (essential[edge] === 1) held[edgeTarget[edge]!] = 1;
  return held;
}

/** All but `#number` goes by place: neighbours in preorder are then neighbours in memory. */
class DepthFirstWalk {
  readonly #graph: ReferenceGraph;
  /** Place of each node. */
  readonly #number: Uint32Array;
  /** Edges that are still to be followed. */
  readonly #next: Uint32Array;
  readonly #end: Uint32Array;
  readonly vertex: Uint32Array;
  readonly parent: Uint32Array;
  readonly highest: Uint32Array;
  /** Room for all edges: memory that is never written to costs nothing. */
  readonly backFrom: Uint32Array;
  readonly backTo: Uint32Array;
  readonly backInto: Uint32Array;
  backCount = 0;
  count = 0;

  constructor(graph: ReferenceGraph) {
    const { nodeCount, firstEdge } = graph;
    this.#graph = graph;
    this.#number = new Uint32Array(nodeCount).fill(UNSEEN);
    this.#next = new Uint32Array(nodeCount);
    this.#end = new Uint32Array(nodeCount);
    this.vertex = new Uint32Array(nodeCount);
    this.parent = new Uint32Array(nodeCount);
    this.highest = new Uint32Array(nodeCount);
    this.backFrom = new Uint32Array(firstEdge[nodeCount]!);
    this.backTo = new Uint32Array(firstEdge[nodeCount]!);
    this.backInto = new Uint32Array(nodeCount + 1);
  }

  get used(): readonly [Uint32Array, Uint32Array, Uint32Array] {
    return [this.#number, this.#next, this.#end];
  }

  seen(node: number): boolean {
    return this.#number[node] !== UNSEEN;
  }

  /** Hangs all nodes that were not seen below the root without walking on, and lists their edges. */
  hangUnseen(): void {
    const { nodeCount, edgeTarget, essential } = this.#graph;
    const begin = this.count;
    for (let node = 0; node < nodeCount; node++) if (!this.seen(node)) this.#hang(node);
    for (let place = begin; place < this.count; place++) {
      for (let edge = this.#next[place]!; edge < this.#end[place]!; edge++) {
        const target = this.#number[edgeTarget[edge]!]!;
        if (essential[edge] === 1 && target < place) this.#addBack(place, target);
      }
    }
  }

  async from(start: number, pace: Pace): Promise<void> {
    this.#hang(start);
    const top = this.count - 1;
    let at = top;
    for (;;) {
      at = this.#walk(at, top);
      if (at < 0) return;
      await pace.turn(PHASE, this.count / this.#graph.nodeCount);
    }
  }

  #hang(node: number): void {
    const place = this.count;
    this.#number[node] = place;
    this.vertex[place] = node;
    this.#next[place] = this.#graph.firstEdge[node]!;
    this.#end[place] = this.#graph.firstEdge[node + 1]!;
    this.count += 1;
  }

  #addBack(from: number, to: number): void {
    this.backFrom[this.backCount] = from;
    this.backTo[this.backCount] = to;
    this.backInto[to]! += 1;
    this.backCount += 1;
  }

  /**
   * Goes on at a place of the preorder; parents are the way back, so there is no stack.
   * @returns the place at which to go on, -1 when all below `top` is walked
   */
  #walk(from: number, top: number): number {
    const { firstEdge, edgeTarget, essential } = this.#graph;
    const { vertex, parent, highest, backFrom, backTo, backInto } = this;
    const [number, next, ends] = [this.#number, this.#next, this.#end];
    let count = this.count;
    let back = this.backCount;
    const pause = count + NODES_PER_TURN;
    let at = from;
    for (;;) {
      const end = ends[at]!;
      let edge = next[at]!;
      let found = UNSEEN;
      for (; edge < end; edge++) {
        if (essential[edge] === 0) continue;
        const to = edgeTarget[edge]!;
        const place = number[to]!;
        if (place === UNSEEN) {
          const begin = firstEdge[to]!;
          if (begin < firstEdge[to + 1]!) {
            found = to;
            break;
          }
          // Nearly half of all objects have no references: nothing to come back from.
          number[to] = count;
          vertex[count] = to;
          parent[count] = at;
          highest[count] = at;
          count += 1;
          continue;
        }
        if (place < at) {
          backFrom[back] = at;
          backTo[back++] = place;
          backInto[place]! += 1;
        } else if (at < highest[place]!) {
          highest[place] = at;
        }
      }
      if (found !== UNSEEN) {
        next[at] = edge + 1;
        number[found] = count;
        vertex[count] = found;
        parent[count] = at;
        highest[count] = at;
        next[count] = firstEdge[found]!;
        ends[count] = firstEdge[found + 1]!;
        at = count;
        count += 1;
        if (count >= pause) break;
      } else {
        next[at] = end;
        if (at === top) {
          at = -1;
          break;
        }
        at = parent[at]!;
      }
    }
    this.count = count;
    this.backCount = back;
    return at;
  }
}
