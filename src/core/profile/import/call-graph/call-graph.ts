import { Int32Column } from '../../model/growing-column.ts';

/**
 * Who calls whom, and what that costs: all that some formats hold. Functions and calls are numbered as they are met; costs
 * are kept by weight.
 */
export class CallGraph {
  readonly weights: number;
  /** Frame by function. */
  readonly frames: number[] = [];
  /** By weight and function: of the function without what it calls. */
  readonly self: number[][];
  private readonly edges = new Map<number, Map<number, number>>();
  private readonly from = new Int32Column();
  private readonly to = new Int32Column();
  private cost: Float64Array[];
  private edgeCount = 0;

  constructor(weights: number) {
    this.weights = weights;
    this.self = Array.from({ length: weights }, () => []);
    this.cost = Array.from({ length: weights }, () => new Float64Array(256));
  }

  get functionCount(): number {
    return this.frames.length;
  }

  /** @returns its number */
  addFunction(frame: number): number {
    for (const column of this.self) column.push(0);
    return this.frames.push(frame) - 1;
  }

  addSelf(own: number, weight: number, cost: number): void {
    this.self[weight]![own]! += cost;
  }

  /** @param cost of the calls with everything below them, by weight */
  addCall(from: number, to: number, cost: ArrayLike<number>): void {
    let calls = this.edges.get(from);
    if (calls === undefined) {
      calls = new Map<number, number>();
      this.edges.set(from, calls);
    }
    let edge = calls.get(to);
    if (edge === undefined) {
      edge = this.edgeCount++;
      calls.set(to, edge);
      this.from.push(from);
      this.to.push(to);
      if (edge === this.cost[0]?.length) this.cost = this.cost.map(enlarged);
    }
    for (let weight = 0; weight < this.weights; weight++) this.cost[weight]![edge]! += cost[weight] ?? 0;
  }

  /** The calls as columns; no more can be added. */
  takeCalls(): Calls {
    this.edges.clear();
    return { count: this.edgeCount, from: this.from.take(), to: this.to.take(), cost: this.cost };
  }
}

export interface Calls {
  readonly count: number;
  /** Functions. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** By weight. */
  readonly cost: readonly Float64Array[];
}

function enlarged(column: Float64Array): Float64Array {
  const larger = new Float64Array(column.length * 2);
  larger.set(column);
  return larger;
}
