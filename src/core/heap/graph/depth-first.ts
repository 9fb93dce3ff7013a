import type { HeapGraph } from '../model/heap-graph.ts';
import { NODES_PER_TURN, type Pace } from './pace.ts';

const PHASE = 'Following references';

/** What dominators need of a graph. */
export type ReferenceGraph = Pick<HeapGraph, 'nodeCount' | 'root' | 'firstEdge' | 'edgeTarget' | 'essential'>;

/** A depth-first walk over essential edges that reaches every node. */
export interface DepthFirstOrder {
  /** Nodes in preorder; the root is the first. */
  readonly vertex: Uint32Array;
  /** Place in preorder of each node. */
  readonly number: Uint32Array;
  /** Place of the parent in preorder, by place; the root's is 0. */
  readonly parent: Uint32Array;
  /** Nodes that are not reachable from the root and were hung below it. */
  readonly orphans: number;
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
    for (let node = 0; node < graph.nodeCount; node++) if (!walk.seen(node)) walk.hang(node);
  }
  return {
    vertex: walk.vertex,
    number: walk.number,
    parent: walk.parent,
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

class DepthFirstWalk {
  readonly #graph: ReferenceGraph;
  readonly #next: Uint32Array;
  readonly number: Uint32Array;
  readonly vertex: Uint32Array;
  readonly parent: Uint32Array;
  count = 0;

  constructor(graph: ReferenceGraph) {
    this.#graph = graph;
    this.#next = new Uint32Array(graph.nodeCount);
    this.number = new Uint32Array(graph.nodeCount).fill(UNSEEN);
    this.vertex = new Uint32Array(graph.nodeCount);
    this.parent = new Uint32Array(graph.nodeCount);
  }

  seen(node: number): boolean {
    return this.number[node] !== UNSEEN;
  }

  /** Hangs a node below the root without walking on. */
  hang(node: number): void {
    this.number[node] = this.count;
    this.vertex[this.count] = node;
    this.parent[this.count] = 0;
    this.#next[node] = this.#graph.firstEdge[node]!;
    this.count += 1;
  }

  async from(start: number, pace: Pace): Promise<void> {
    this.hang(start);
    const top = this.count - 1;
    let at = top;
    for (;;) {
      at = this.#walk(at, top);
      if (at < 0) return;
      await pace.turn(PHASE, this.count / this.#graph.nodeCount);
    }
  }

  /**
   * Goes on at a place of the preorder; parents are the way back, so there is no stack.
   * @returns the place at which to go on, -1 when all below `top` is walked
   */
  #walk(from: number, top: number): number {
    const { firstEdge, edgeTarget, essential } = this.#graph;
    const { number, vertex, parent } = this;
    const next = this.#next;
    let count = this.count;
    const pause = count + NODES_PER_TURN;
    let at = from;
    let node = vertex[at]!;
    for (;;) {
      const end = firstEdge[node + 1]!;
      let edge = next[node]!;
      while (edge < end && (essential[edge] === 0 || number[edgeTarget[edge]!] !== UNSEEN)) edge += 1;
      if (edge < end) {
        const to = edgeTarget[edge]!;
        next[node] = edge + 1;
        number[to] = count;
        parent[count] = at;
        vertex[count] = to;
        next[to] = firstEdge[to]!;
        at = count;
        node = to;
        count += 1;
        if (count === pause) break;
      } else {
        next[node] = end;
        if (at === top) {
          at = -1;
          break;
        }
        at = parent[at]!;
        node = vertex[at]!;
      }
    }
    this.count = count;
    return at;
  }
}
