import type { ProfileNodes, SiblingOrder } from '#shared/model/profile.ts';
import { Float64Column, Int32Column } from '../model/growing-column.ts';
import type { StackTable } from '../model/profile.ts';
import { PER_TURN, type Turns } from '../turns.ts';
import type { AnswerFunctions } from './answer-functions.ts';
import { sortSiblings } from './sibling-order.ts';

/** A tree of callers is not made larger than this: the share below which nodes are left out rises until it fits. */
const MAX_NODES = 500_000;

export interface CallerTree {
  readonly nodes: ProfileNodes;
  /** Nodes below this share of the total are left out; never less than what was asked for. */
  readonly leftOutBelow: number;
  readonly leftOutWeight: number;
}

/**
 * The tree upside down: functions by the weight that is given at their stacks, below them their callers (method P6). A whole
 * one can be quadratic, so light nodes are left out.
 * @param weights by stack: where samples are cut, or end
 * @param total what shares are of
 */
export function* callerNodes(
  stacks: StackTable,
  weights: Float64Array,
  total: number,
  minShare: number,
  order: SiblingOrder,
  ranks: Int32Array,
  functions: AnswerFunctions,
): Turns<CallerTree> {
  for (let share = minShare; ; share = Math.max(share * 4, 1e-6)) {
    const tree = yield* growing(stacks, weights, Math.abs(total) * share, order, ranks);
    if (tree === null) continue;
    const { nodes, leftOutWeight } = tree;
    const rows = nodes.function.map((frame) => functions.rowOf(frame));
    return { nodes: { ...nodes, function: rows }, leftOutBelow: share, leftOutWeight };
  }
}

/** Null: it became too large. Functions are frames. */
function* growing(
  stacks: StackTable,
  weights: Float64Array,
  minWeight: number,
  order: SiblingOrder,
  ranks: Int32Array,
): Turns<{ readonly nodes: ProfileNodes; readonly leftOutWeight: number } | null> {
  const grown = new GrownNodes();
  const gatherer = new Gatherer(stacks, order, ranks);
  const rowStart = [0];
  let leftOutWeight = 0;
  /** What stands at the nodes of the last row: `stacks[from[i] .. from[i + 1])` at its node `i`. */
  let row = firstRow(stacks, weights);
  let first = true;
  while (row.from.length > 1) {
    const next: Row = { stack: new Int32Column(), weight: new Float64Column(), from: [0] };
    const base = rowStart.at(-1)!;
    for (let node = 0; node + 1 < row.from.length; node++) {
      gatherer.gather(row.stacks, row.weights, row.from[node]!, row.from[node + 1]!, first);
      if (!first) grown.self(base + node, gatherer.endsHere);
      for (const group of gatherer.groups()) {
        if (Math.abs(group.weight) < minWeight) {
          leftOutWeight += group.weight;
          continue;
        }
        grown.add(first ? -1 : base + node, group.frame, group.weight);
        gatherer.writeTo(group, next);
      }
      if (grown.count > MAX_NODES) return null;
      if (gatherer.steps > PER_TURN / 4) {
        gatherer.steps = 0;
        yield;
      }
    }
    if (!first) rowStart.push(base + row.from.length - 1);
    first = false;
    row = { stacks: next.stack.take(), weights: next.weight.take(), from: next.from };
    yield;
  }
  return { nodes: grown.finish(rowStart), leftOutWeight };
}

interface Row {
  readonly stack: Int32Column;
  readonly weight: Float64Column;
  readonly from: number[];
}

function firstRow(
  stacks: StackTable,
  weights: Float64Array,
): { stacks: Int32Array; weights: Float64Array; from: number[] } {
  const stack = new Int32Column();
  const weight = new Float64Column();
  for (let at = 0; at < stacks.count; at++) {
    if (weights[at] === 0) continue;
    stack.push(at);
    weight.push(weights[at]!);
  }
  const from = [0, stack.length];
  return { stacks: stack.take(), weights: weight.take(), from };
}

interface Group {
  readonly frame: number;
  weight: number;
  /** Places in the gatherer's columns. */
  readonly places: number[];
}

/** Puts the stacks of one node into groups of one function each. */
class Gatherer {
  endsHere = 0;
  steps = 0;
  private readonly stacks: StackTable;
  private readonly order: SiblingOrder;
  private readonly ranks: Int32Array;
  /** Where a stack was put, valid where {@link stampOf} has the present stamp. */
  private readonly placeOf: Int32Array;
  private readonly stampOf: Int32Array;
  private stamp = 0;
  private readonly stack: number[] = [];
  private readonly weight: number[] = [];
  private readonly byFrame = new Map<number, Group>();

  constructor(stacks: StackTable, order: SiblingOrder, ranks: Int32Array) {
    this.stacks = stacks;
    this.order = order;
    this.ranks = ranks;
    this.placeOf = new Int32Array(stacks.count);
    this.stampOf = new Int32Array(stacks.count);
  }

  /** @param own true: the stacks themselves; false: their callers. Equal stacks become one. */
  gather(stacks: Int32Array, weights: Float64Array, from: number, to: number, own: boolean): void {
    const { parent, frame } = this.stacks;
    this.stamp++;
    this.endsHere = 0;
    this.stack.length = 0;
    this.weight.length = 0;
    this.byFrame.clear();
    this.steps += to - from + 1;
    for (let i = from; i < to; i++) {
      const at = own ? stacks[i]! : parent[stacks[i]!]!;
      const weight = weights[i]!;
      if (at < 0) {
        this.endsHere += weight;
        continue;
      }
      if (this.stampOf[at] === this.stamp) {
        this.weight[this.placeOf[at]!]! += weight;
      } else {
        this.stampOf[at] = this.stamp;
        this.placeOf[at] = this.stack.length;
        this.stack.push(at);
        this.weight.push(weight);
      }
      let group = this.byFrame.get(frame[at]!);
      if (group === undefined) {
        group = { frame: frame[at]!, weight: 0, places: [] };
        this.byFrame.set(frame[at]!, group);
      }
      group.weight += weight;
    }
    for (let place = 0; place < this.stack.length; place++)
      this.byFrame.get(frame[this.stack[place]!]!)!.places.push(place);
  }

  /** In display order. */
  groups(): readonly Group[] {
    const groups = [...this.byFrame.values()];
    const frames = Int32Array.from(groups, ({ frame }) => frame);
    const totals = Float64Array.from(groups, ({ weight }) => weight);
    const places = Int32Array.from(groups.keys());
    sortSiblings(this.order, places, frames, totals, this.ranks);
    return Array.from(places, (place) => groups[place]!);
  }

  writeTo({ places }: Group, row: Row): void {
    for (const place of places) {
      row.stack.push(this.stack[place]!);
      row.weight.push(this.weight[place]!);
    }
    row.from.push(row.stack.length);
  }
}

class GrownNodes {
  private readonly parent = new Int32Column();
  private readonly frame = new Int32Column();
  private readonly total = new Float64Column();
  private readonly ends = new Float64Column();

  get count(): number {
    return this.parent.length;
  }

  add(parent: number, frame: number, total: number): void {
    this.parent.push(parent);
    this.frame.push(frame);
    this.total.push(total);
  }

  /** Of nodes in their order. */
  self(node: number, weight: number): void {
    if (node !== this.ends.length) throw new Error('Nodes are finished in their order');
    this.ends.push(weight);
  }

  finish(rowStart: readonly number[]): ProfileNodes {
    return {
      count: this.count,
      rowStart: Int32Array.from(rowStart),
      parent: this.parent.take(),
      function: this.frame.take(),
      self: this.ends.take(),
      total: this.total.take(),
    };
  }
}
