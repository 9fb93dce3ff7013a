import type { Pace } from './pace.ts';
import type { Exposure } from './scales.ts';
import type { PlacedProfile, UnionTree } from './union-tree.ts';
import { MOST_UNITS, type TimeBlocks } from './units.ts';
import { walkOrder, type WalkOrder } from './walk-order.ts';

const PHASE = 'Cutting into blocks';

/** Weight of things by unit: a run, or blocks of one profile. */
export interface UnitSeries {
  readonly units: number;
  /** Raw weight of everything by unit, with and without a stack. */
  readonly all: Float64Array;
  /** Raw weight by column and unit: `values[column * units + unit]`. */
  readonly values: Float64Array;
  readonly exposure: Exposure;
}

export interface UnitTable {
  readonly baseline: readonly UnitSeries[];
  readonly candidate: readonly UnitSeries[];
}

/** Which columns nodes add to. */
export interface UnitColumns {
  readonly count: number;
  /** Null where functions have none. */
  readonly functions: {
    /** Column of self by function; -1 for none. */
    readonly self: Int32Array;
    /** From the column of self to that of the total, to which the outermost nodes of a function add. */
    readonly toTotal: number;
    /** By node. */
    readonly outermost: Uint8Array;
  } | null;
  /** Null where nodes have none. */
  readonly nodes: {
    /** Column of self by node; -1 for none. */
    readonly self: Int32Array;
    readonly toTotal: number;
  } | null;
}

/**
 * Weights by unit, of one or more columns: one walk from the leaves to the roots, on which the units of a path are added up
 * together. Most nodes have samples of few units: these alone are passed on, as bits of a number tell.
 * @param blocks by profile of a side; null: every profile is one unit
 */
export async function unitTable(
  tree: UnionTree,
  exposures: { readonly baseline: readonly Exposure[]; readonly candidate: readonly Exposure[] },
  blocks: { readonly baseline: readonly TimeBlocks[]; readonly candidate: readonly TimeBlocks[] } | null,
  columns: UnitColumns,
  pace: Pace,
): Promise<UnitTable> {
  const order = await walkOrder(tree, PHASE, pace);
  const walk = await columnsByPlace(tree, order, columns, pace);
  const side = async (which: 'baseline' | 'candidate'): Promise<UnitSeries[]> => {
    const series: UnitSeries[] = [];
    for (const [at, profile] of tree[which].entries()) {
      const own = { exposure: exposures[which][at]!, blocks: blocks?.[which][at] ?? null };
      series.push(await seriesOf(profile, own.exposure, own.blocks, walk, pace));
    }
    return series;
  };
  return { baseline: await side('baseline'), candidate: await side('candidate') };
}

/** Columns by place in the order of the walk; -1 for none. */
interface UnitWalk {
  readonly order: WalkOrder;
  /** How many there are. */
  readonly columns: number;
  readonly selfOfFunction: Int32Array;
  readonly totalOfFunction: Int32Array;
  readonly selfOfNode: Int32Array;
  readonly toTotalOfNode: number;
}

async function columnsByPlace(
  tree: UnionTree,
  order: WalkOrder,
  { count, functions, nodes }: UnitColumns,
  pace: Pace,
): Promise<UnitWalk> {
  const none = (): Int32Array => new Int32Array(tree.count).fill(-1);
  const walk: UnitWalk = {
    order,
    columns: count,
    selfOfFunction: none(),
    totalOfFunction: none(),
    selfOfNode: none(),
    toTotalOfNode: nodes?.toTotal ?? 0,
  };
  await pace.over(PHASE, tree.count, (from, to) => {
    for (let node = from; node < to; node++) {
      const place = order.place[node]!;
      if (nodes !== null) walk.selfOfNode[place] = nodes.self[node]!;
      const column = functions === null ? -1 : functions.self[tree.function[node]!]!;
      if (functions === null || column < 0) continue;
      walk.selfOfFunction[place] = column;
      if (functions.outermost[node] === 1) walk.totalOfFunction[place] = column + functions.toTotal;
    }
  });
  return walk;
}

async function seriesOf(
  profile: PlacedProfile,
  exposure: Exposure,
  blocks: TimeBlocks | null,
  walk: UnitWalk,
  pace: Pace,
): Promise<UnitSeries> {
  const units = blocks?.count ?? 1;
  if (units > MOST_UNITS) throw new RangeError(`${units} units, more than bits of a number`);
  const series: UnitSeries = {
    units,
    all: new Float64Array(units),
    values: new Float64Array(units * walk.columns),
    exposure,
  };
  const samples = await samplesByPlace(profile, blocks, walk.order, series.all, pace);
  await addUp(samples, walk, series, pace);
  return series;
}

/** From the end of the walk to its beginning: below a place everything is known. */
async function addUp(
  { start, unit, weight }: SamplesByPlace,
  { order, selfOfFunction, totalOfFunction, selfOfNode, toTotalOfNode }: UnitWalk,
  { units, values }: UnitSeries,
  pace: Pace,
): Promise<void> {
  const { depth, deepest } = order;
  /** Of what is below a path, by depth and unit; 0 where the bit of the unit is not set. */
  const below = new Float64Array((deepest + 2) * units);
  const bits = new Int32Array(deepest + 2);
  await pace.overReversed(PHASE, depth.length, (from, to) => {
    for (let place = to - 1; place >= from; place--) {
      const level = depth[place]!;
      const first = start[place]!;
      const end = start[place + 1]!;
      let left = bits[level + 1]!;
      if (left === 0 && first === end) continue;
      const node = selfOfNode[place]!;
      const own = (level + 1) * units;
      if (first < end) {
        const functionAt = selfOfFunction[place]! * units;
        const nodeAt = node * units;
        for (let i = first; i < end; i++) {
          const at = unit[i]!;
          below[own + at]! += weight[i]!;
          left |= 1 << at;
          if (functionAt >= 0) values[functionAt + at]! += weight[i]!;
          if (nodeAt >= 0) values[nodeAt + at]! += weight[i]!;
        }
      }
      const above = level * units;
      const functionAt = totalOfFunction[place]! * units;
      const nodeAt = node < 0 ? -1 : (node + toTotalOfNode) * units;
      bits[level]! |= left;
      bits[level + 1] = 0;
      while (left !== 0) {
        const at = 31 - Math.clz32(left);
        left ^= 1 << at;
        const sum = below[own + at]!;
        below[own + at] = 0;
        below[above + at]! += sum;
        if (functionAt >= 0) values[functionAt + at]! += sum;
        if (nodeAt >= 0) values[nodeAt + at]! += sum;
      }
    }
  });
}

/** Samples with a stack, in the order of the walk. */
interface SamplesByPlace {
  /** Samples of place `p`: `start[p] .. start[p + 1]`. */
  readonly start: Int32Array;
  readonly unit: Uint8Array;
  readonly weight: Float64Array;
}

/** @param all weight by unit, to which every sample is added */
async function samplesByPlace(
  { stacked, weights, nodeOf }: PlacedProfile,
  blocks: TimeBlocks | null,
  { place, node }: WalkOrder,
  all: Float64Array,
  pace: Pace,
): Promise<SamplesByPlace> {
  const { stack, time, count } = stacked.samples;
  const placeOf = new Int32Array(nodeOf.length);
  for (let own = 0; own < nodeOf.length; own++) placeOf[own] = nodeOf[own]! < 0 ? -1 : place[nodeOf[own]!]!;
  await pace.turn(PHASE);
  const start = new Int32Array(node.length + 2);
  await pace.over(PHASE, count, (from, to) => {
    for (let i = from; i < to; i++) if (stack[i]! >= 0) start[placeOf[stack[i]!]! + 2]!++;
  });
  for (let at = 2; at < start.length; at++) start[at]! += start[at - 1]!;
  await pace.turn(PHASE);
  const unit = new Uint8Array(count);
  const weight = new Float64Array(count);
  const { count: units, fromUs, lengthUs } = blocks ?? { count: 1, fromUs: 0, lengthUs: 1 };
  await pace.over(PHASE, count, (from, to) => {
    for (let i = from; i < to; i++) {
      const at =
        time === null || units === 1
          ? 0
          : Math.max(0, Math.min(units - 1, Math.floor((time[i]! - fromUs) / lengthUs)));
      all[at]! += weights[i]!;
      if (stack[i]! < 0) continue;
      // Each place is moved on to where the next one begins.
      const to = start[placeOf[stack[i]!]! + 1]!++;
      unit[to] = at;
      weight[to] = weights[i]!;
    }
  });
  return { start, unit, weight };
}
