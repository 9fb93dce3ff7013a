import type { DifferenceMode } from '#shared/model/profile-difference.ts';
import type { ChangePoint } from './change-points.ts';
import { CountEffects } from './count-effects.ts';
import { TQuantiles, UnitEffects, type Combination, type Estimated } from './effects.ts';
import type { FunctionWeights } from './function-weights.ts';
import { MIN_SAMPLES } from './judge.ts';
import type { SideTotals, TreeWeights } from './node-weights.ts';
import type { Pace } from './pace.ts';
import type { Exposure } from './scales.ts';
import type { UnionTree } from './union-tree.ts';
import { unitTable, type UnitColumns, type UnitTable } from './unit-tables.ts';
import type { Evidence } from './units.ts';

export interface EstimatesInput {
  readonly tree: UnionTree;
  /** Where figures of functions come from; may be {@link tree}. */
  readonly flat: UnionTree;
  readonly weights: TreeWeights;
  readonly byFunction: FunctionWeights;
  /** Of {@link flat}. */
  readonly outermost: Uint8Array;
  readonly functions: number;
  readonly testable: Int32Array;
  readonly scales: { readonly baseline: readonly Exposure[]; readonly candidate: readonly Exposure[] };
  readonly totals: { readonly baseline: SideTotals; readonly candidate: SideTotals };
  readonly floor: number;
  readonly evidence: Evidence;
  readonly mode: DifferenceMode;
}

interface Tables {
  readonly functions: UnitTable;
  readonly nodes: UnitTable;
  /** First column of nodes in their table. */
  readonly firstOfNodes: number;
  /** Of self by function of the union; -1 for those without. That of the total follows. */
  readonly columnOfFunction: Int32Array;
}

/** Cells of a table of units: room for 50 MB. */
const MOST_CELLS = 6_000_000;

/** Nodes that are tested at most, from the root on: each takes room for its units. */
export function mostTestedNodes(evidence: Evidence): number {
  return Math.min(20_000, Math.floor(MOST_CELLS / (2 * unitsOf(evidence))));
}

function unitsOf({ method }: Evidence): number {
  return Math.max(1, method.units[0] + method.units[1]);
}

/** All functions, or where they are too many the heaviest of those that have enough samples to be tested. */
function testedFunctions(
  { functions, byFunction: { baseline, candidate } }: EstimatesInput,
  most: number,
): Int32Array {
  const all = Int32Array.from({ length: functions }, (_, own) => own);
  if (functions <= most) return all;
  const size = (own: number): number => Math.max(baseline.total[own]!, candidate.total[own]!);
  return all
    .filter((own) => baseline.samples[own]! + candidate.samples[own]! >= MIN_SAMPLES)
    .sort((a, b) => size(b) - size(a) || a - b)
    .slice(0, most);
}

/**
 * Uncertainty of every change of one difference, from whatever evidence there is (method P4). Functions have a column of self and
 * one of total, nodes that can be tested likewise.
 */
export class Estimates {
  readonly quantiles = new TQuantiles();
  /** Place in `testable` by node; -1 for others. */
  readonly columnOfNode: Int32Array;
  readonly #input: EstimatesInput;
  readonly #functions: UnitEffects | null;
  readonly #nodes: UnitEffects | null;
  readonly #tables: Tables | null;
  readonly #counts: CountEffects | null;

  private constructor(input: EstimatesInput, tables: Tables | null, columnOfNode: Int32Array) {
    const { evidence, mode, floor, totals } = input;
    this.#input = input;
    this.columnOfNode = columnOfNode;
    const effects = (table: UnitTable): UnitEffects =>
      new UnitEffects(
        table,
        evidence.method.kind === 'runs' ? 'runs' : 'blocks',
        mode === 'share',
        floor > 0 ? floor : 1,
        this.quantiles,
      );
    this.#functions = tables === null ? null : effects(tables.functions);
    this.#nodes = tables === null ? null : effects(tables.nodes);
    this.#tables = tables;
    this.#counts =
      evidence.method.designEffect === null
        ? null
        : new CountEffects(evidence.method.designEffect, {
            baseline: totals.baseline.scaled / totals.baseline.samples,
            candidate: totals.candidate.scaled / totals.candidate.samples,
          });
  }

  static async make(input: EstimatesInput, pace: Pace): Promise<Estimates> {
    const { tree, flat, testable, evidence, scales, functions, outermost } = input;
    const columnOfNode = new Int32Array(tree.count).fill(-1);
    testable.forEach((node, column) => (columnOfNode[node] = column));
    if (evidence.method.kind !== 'runs' && evidence.method.kind !== 'blocks')
      return new Estimates(input, null, columnOfNode);
    const units = unitsOf(evidence);
    const tested = testedFunctions(input, Math.floor(MOST_CELLS / (2 * units)));
    const columnOfFunction = new Int32Array(functions).fill(-1);
    tested.forEach((own, place) => (columnOfFunction[own] = 2 * place));
    const ofFunctions = { self: columnOfFunction, toTotal: 1, outermost };
    const first = tree === flat ? 2 * tested.length : 0;
    const ofNodes = {
      self: columnOfNode.map((column) => (column < 0 ? -1 : first + 2 * column)),
      toTotal: 1,
    };
    const table = (own: UnionTree, columns: UnitColumns): Promise<UnitTable> =>
      unitTable(own, scales, evidence.blocks, columns, pace);
    const nodeColumns = 2 * testable.length;
    if (tree === flat) {
      // One walk serves both.
      const both = await table(tree, {
        count: first + nodeColumns,
        functions: ofFunctions,
        nodes: ofNodes,
      });
      return new Estimates(
        input,
        {
          functions: both,
          nodes: both,
          firstOfNodes: first,
          columnOfFunction,
        },
        columnOfNode,
      );
    }
    return new Estimates(
      input,
      {
        functions: await table(flat, { count: 2 * tested.length, functions: ofFunctions, nodes: null }),
        nodes: await table(tree, { count: nodeColumns, functions: null, nodes: ofNodes }),
        firstOfNodes: 0,
        columnOfFunction,
      },
      columnOfNode,
    );
  }

  /** Everything together. */
  ofAll(change: number): Estimated | null {
    const { baseline, candidate } = this.#input.totals;
    // Of shares, the whole is 1 on both sides: nothing was counted.
    if (this.#counts !== null && this.#input.mode !== 'share')
      return this.#counts.of(baseline.samples, candidate.samples, change);
    if (this.#counts !== null) return { standardError: 0, df: Infinity, low: change, high: change, p: 1 };
    return this.#functions?.of([{ column: null, factor: 1 }], change) ?? null;
  }

  ofFunction(own: number, which: 'self' | 'total'): Estimated | null {
    const { baseline, candidate } = this.#input.byFunction;
    const change = candidate[which][own]! - baseline[which][own]!;
    if (this.#counts !== null) {
      const samples = which === 'self' ? 'selfSamples' : 'samples';
      return this.#ofCounts(baseline[samples][own]!, candidate[samples][own]!, change);
    }
    return this.#ofColumnOf(own, which, change, []);
  }

  /** Total of a node that can be tested. */
  ofNode(node: number): Estimated | null {
    const { baseline, candidate } = this.#input.weights;
    const change = candidate.total[node]! - baseline.total[node]!;
    return this.ofPoint({ kind: 'path', node, change }, change, 0);
  }

  /** @param lessShare subtracts this part of the change of everything; `change` is what is left */
  ofPoint(point: ChangePoint, change: number, lessShare: number): Estimated | null {
    const all: Combination = lessShare === 0 ? [] : [{ column: null, factor: -lessShare }];
    if (this.#counts !== null) {
      if (lessShare !== 0) return null;
      return point.kind === 'function'
        ? this.ofFunction(point.function, 'self')
        : this.#countsOfNode(point.node, point.kind, change);
    }
    if (point.kind === 'function') return this.#ofColumnOf(point.function, 'self', change, all);
    const place = this.columnOfNode[point.node]!;
    if (place < 0 || this.#tables === null) return null;
    const column = this.#tables.firstOfNodes + 2 * place + (point.kind === 'self' ? 0 : 1);
    return this.#nodes?.of([{ column, factor: 1 }, ...all], change) ?? null;
  }

  #ofColumnOf(own: number, which: 'self' | 'total', change: number, less: Combination): Estimated | null {
    const self = this.#tables?.columnOfFunction[own] ?? -1;
    if (self < 0) return null;
    const column = which === 'self' ? self : self + 1;
    return this.#functions?.of([{ column, factor: 1 }, ...less], change) ?? null;
  }

  #countsOfNode(node: number, kind: 'path' | 'self', change: number): Estimated | null {
    const { baseline, candidate } = this.#input.weights;
    const { childStart } = this.#input.tree;
    const samples = (of: Float64Array): number => {
      let own = of[node]!;
      if (kind === 'self')
        for (let child = childStart[node]!; child < childStart[node + 1]!; child++) own -= of[child]!;
      return own;
    };
    return this.#ofCounts(samples(baseline.samples), samples(candidate.samples), change);
  }

  #ofCounts(a: number, b: number, change: number): Estimated | null {
    // Nothing was there, and nothing is.
    if (a + b === 0) return { standardError: 0, df: Infinity, low: 0, high: 0, p: 1 };
    return this.#counts!.of(a, b, change);
  }
}
