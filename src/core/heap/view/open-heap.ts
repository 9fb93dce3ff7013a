import { AppError } from '#shared/contract/errors.ts';
import type { HeapGraph } from '../model/heap-graph.ts';
import type { AllocationSites } from '../model/snapshot.ts';
import type { DominatedNodes } from '../graph/dominated-nodes.ts';
import type { DominatorTree } from '../graph/dominators.ts';
import type { HeapAnalysis } from '../graph/heap-analysis.ts';
import type { Pace } from '../graph/pace.ts';
import { retainersOf, type Retainers } from '../graph/retainers.ts';
import { shortestPaths, type ShortestPaths } from '../graph/shortest-paths.ts';
import { classKeys, popularNames, type ClassKeys } from '../statistics/class-keys.ts';

/** Where objects were allocated, as far as an inspector shows it. */
export type AllocationStacks = Pick<AllocationSites, 'parent' | 'siteOf' | 'siteName'>;

/** A snapshot that is being looked at. What only some views need is computed when the first of them asks, and kept. */
export class OpenHeap implements HeapAnalysis {
  readonly graph: HeapGraph;
  readonly tree: DominatorTree;
  readonly dominated: DominatedNodes;
  /** Steps from what the program can name, as in `graph/distances.ts`. */
  readonly distances: Int32Array;
  readonly allocations: AllocationStacks | null;
  #retainers: Retainers | null = null;
  #paths: ShortestPaths | null = null;
  #keys: ClassKeys | null = null;
  #instances: { readonly first: Uint32Array; readonly node: Uint32Array } | null = null;
  #retainedCounts: Uint32Array | null = null;

  constructor(analysis: HeapAnalysis, distances: Int32Array, allocations: AllocationStacks | null) {
    this.graph = analysis.graph;
    this.tree = analysis.tree;
    this.dominated = analysis.dominated;
    this.distances = distances;
    this.allocations = allocations;
  }

  /**
   * Computes what the first look at nearly every view needs: a step from one object to the next then waits for nothing.
   * @throws {AppError} `cancelled`
   */
  async prepare(pace: Pace): Promise<void> {
    this.#instances ??= await this.#byRow(pace);
    await this.retainers(pace);
    await this.retainedCounts(pace);
    await this.paths(pace);
  }

  /** @throws {AppError} `cancelled` */
  async retainers(pace: Pace): Promise<Retainers> {
    return (this.#retainers ??= await retainersOf(this.graph, pace));
  }

  /** @throws {AppError} `cancelled` */
  async paths(pace: Pace): Promise<ShortestPaths> {
    return (this.#paths ??= await shortestPaths(this.graph, pace));
  }

  /** Classes as the list of one snapshot shows them. */
  get keys(): ClassKeys {
    return (this.#keys ??= classKeys(this.graph, popularNames(this.graph)));
  }

  /**
   * The nodes of a row of {@link keys}, in the order of the file.
   * @throws {AppError} `cancelled`
   */
  async instancesOf(row: number, pace: Pace): Promise<Uint32Array> {
    const { first, node } = (this.#instances ??= await this.#byRow(pace));
    return node.subarray(first[row], first[row + 1]);
  }

  /**
   * Objects in the dominator subtree of each node, itself included.
   * @throws {AppError} `cancelled`
   */
  async retainedCounts(pace: Pace): Promise<Uint32Array> {
    if (this.#retainedCounts !== null) return this.#retainedCounts;
    const { order, dominator } = this.tree;
    const counts = new Uint32Array(order.length).fill(1);
    await pace.overNodes('Counting objects', order.length, (from, to) => {
      for (let k = from; k < to; k++) {
        const node = order[order.length - 1 - k]!;
        if (node !== this.graph.root) counts[dominator[node]!]! += counts[node]!;
      }
    });
    this.#retainedCounts = counts;
    return counts;
  }

  async #byRow(pace: Pace): Promise<{ first: Uint32Array; node: Uint32Array }> {
    const { nodeCount, classOf } = this.graph;
    const { rowOf, rows } = this.keys;
    const first = new Uint32Array(rows.length + 1);
    const phase = 'Sorting objects by class';
    await pace.overNodes(phase, nodeCount, (from, to) => {
      for (let node = from; node < to; node++) first[rowOf[classOf[node]!]! + 1]! += 1;
    });
    for (let row = 0; row < rows.length; row++) first[row + 1]! += first[row]!;
    const next = first.slice(0, rows.length);
    const nodes = new Uint32Array(nodeCount);
    await pace.overNodes(phase, nodeCount, (from, to) => {
      for (let node = from; node < to; node++) nodes[next[rowOf[classOf[node]!]!]!++] = node;
    });
    return { first, node: nodes };
  }
}

/** @throws {AppError} `not-found` for a number that is no object of the snapshot */
export function knownNode({ graph }: Pick<HeapAnalysis, 'graph'>, node: number): number {
  if (node < graph.nodeCount) return node;
  throw new AppError('not-found', `There is no object ${String(node)} in this snapshot.`, {
    hint: 'Numbers of objects are those of one snapshot. Find it again by its id.',
  });
}
