import type { FunctionTable } from './functions.ts';
import type { StackTable } from './model/profile.ts';

/** A function with the weight that reaches it; its children are its callers. */
export interface InvertedNode {
  readonly function: number;
  readonly weight: number;
  /** Stacks of the original tree that stand at this node, with what each brings. */
  readonly stacks: Int32Array;
  readonly weights: Float64Array;
  /** Weight of stacks that begin here: they have no caller. */
  readonly endsHere: number;
}

/**
 * The tree upside down, from given stacks to their callers. Whole inverted trees can be quadratic, so a node is made when
 * its parent is opened (method P6).
 */
export class InvertedTree {
  private readonly stacks: StackTable;
  private readonly functions: FunctionTable;

  constructor(stacks: StackTable, functions: FunctionTable) {
    this.stacks = stacks;
    this.functions = functions;
  }

  /** Functions by self weight, heaviest first: the sum is that of all samples with a stack. */
  roots(self: Float64Array): readonly InvertedNode[] {
    const starts: number[] = [];
    for (let stack = 0; stack < self.length; stack++) if (self[stack] !== 0) starts.push(stack);
    return this.group(
      starts,
      starts.map((stack) => self[stack]!),
    );
  }

  /** Callers of a node, heaviest first. */
  callers(node: InvertedNode): readonly InvertedNode[] {
    const parents: number[] = [];
    const weights: number[] = [];
    for (let i = 0; i < node.stacks.length; i++) {
      const parent = this.stacks.parent[node.stacks[i]!]!;
      if (parent < 0) continue;
      parents.push(parent);
      weights.push(node.weights[i]!);
    }
    return this.group(parents, weights);
  }

  private group(stacks: readonly number[], weights: readonly number[]): readonly InvertedNode[] {
    const places = new Map<number, number[]>();
    for (let i = 0; i < stacks.length; i++) {
      const own = this.functions.ofFrame[this.stacks.frame[stacks[i]!]!]!;
      const known = places.get(own);
      if (known === undefined) places.set(own, [i]);
      else known.push(i);
    }
    return [...places]
      .map(([own, list]): InvertedNode => this.nodeOf(own, list, stacks, weights))
      .sort((a, b) => b.weight - a.weight || a.function - b.function);
  }

  private nodeOf(
    own: number,
    places: readonly number[],
    stacks: readonly number[],
    weights: readonly number[],
  ): InvertedNode {
    let weight = 0;
    let endsHere = 0;
    for (const i of places) {
      weight += weights[i]!;
      if (this.stacks.parent[stacks[i]!]! < 0) endsHere += weights[i]!;
    }
    return {
      function: own,
      weight,
      stacks: Int32Array.from(places, (i) => stacks[i]!),
      weights: Float64Array.from(places, (i) => weights[i]!),
      endsHere,
    };
  }
}
