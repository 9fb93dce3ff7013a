import type { Pace } from './pace.ts';
import type { Exposure } from './scales.ts';
import type { PlacedProfile, UnionTree } from './union-tree.ts';
import type { TimeBlocks } from './units.ts';

/** Weight of things by unit: a run, or blocks of one profile. */
export interface UnitSeries {
  readonly units: number;
  /** Raw weight of everything by unit, with and without a stack. */
  readonly all: Float64Array;
  /** Raw weight by unit and column: `values[unit * columns + column]`. */
  readonly values: Float64Array;
  readonly columns: number;
  readonly exposure: Exposure;
}

export interface UnitTable {
  readonly baseline: readonly UnitSeries[];
  readonly candidate: readonly UnitSeries[];
}

/** Which columns nodes add to. */
export interface UnitColumns {
  readonly count: number;
  /** Column by node, -1 for none; a node may add its self and its total to several. */
  readonly ofSelf: readonly Int32Array[];
  readonly ofTotal: readonly Int32Array[];
}

/**
 * Weights by unit, of one or more columns. Every unit walks the whole tree once, from its end: rows lie in the order of their
 * parents, so memory is read as it lies, which is faster than to walk only what the unit touches.
 * @param blocks by profile of a side; null: every profile is one unit
 */
export async function unitTable(
  tree: UnionTree,
  exposures: { readonly baseline: readonly Exposure[]; readonly candidate: readonly Exposure[] },
  blocks: { readonly baseline: readonly TimeBlocks[]; readonly candidate: readonly TimeBlocks[] } | null,
  columns: UnitColumns,
  pace: Pace,
): Promise<UnitTable> {
  const totals = new Float64Array(tree.count);
  const side = async (which: 'baseline' | 'candidate'): Promise<UnitSeries[]> => {
    const series: UnitSeries[] = [];
    for (const [place, profile] of tree[which].entries()) {
      const own = { exposure: exposures[which][place]!, blocks: blocks?.[which][place] ?? null };
      series.push(await seriesOf(profile, own.exposure, own.blocks, columns, tree.parent, totals, pace));
    }
    return series;
  };
  return { baseline: await side('baseline'), candidate: await side('candidate') };
}

/** @param totals all 0, before and after */
async function seriesOf(
  { stacked, weights, nodeOf }: PlacedProfile,
  exposure: Exposure,
  blocks: TimeBlocks | null,
  { count: columns, ofSelf, ofTotal }: UnitColumns,
  parent: Int32Array,
  totals: Float64Array,
  pace: Pace,
): Promise<UnitSeries> {
  const phase = 'Cutting into blocks';
  const units = blocks?.count ?? 1;
  const { order, start } = samplesByUnit(stacked.samples.time, stacked.samples.count, blocks);
  await pace.turn(phase);
  const all = new Float64Array(units);
  const values = new Float64Array(units * columns);
  const { stack } = stacked.samples;
  for (let unit = 0; unit < units; unit++) {
    const offset = unit * columns;
    const first = start[unit]!;
    await pace.over(phase, start[unit + 1]! - first, (from, to) => {
      for (let i = first + from; i < first + to; i++) {
        const sample = order === null ? i : order[i]!;
        const weight = weights[sample]!;
        all[unit]! += weight;
        if (stack[sample]! < 0) continue;
        const node = nodeOf[stack[sample]!]!;
        totals[node]! += weight;
        for (const columnOf of ofSelf) if (columnOf[node]! >= 0) values[offset + columnOf[node]!]! += weight;
      }
    });
    await pace.overReversed(phase, parent.length, (from, to) => {
      for (let node = to - 1; node >= from; node--) {
        const total = totals[node]!;
        if (total === 0) continue;
        totals[node] = 0;
        for (const columnOf of ofTotal) if (columnOf[node]! >= 0) values[offset + columnOf[node]!]! += total;
        if (parent[node]! >= 0) totals[parent[node]!]! += total;
      }
    });
  }
  return { units, all, values, columns, exposure };
}

/** Samples in the order of their units; null for `order` where all are in one. */
function samplesByUnit(
  time: Float64Array | null,
  count: number,
  blocks: TimeBlocks | null,
): { readonly order: Int32Array | null; readonly start: Int32Array } {
  if (blocks === null || time === null) return { order: null, start: Int32Array.of(0, count) };
  const { count: units, fromUs, lengthUs } = blocks;
  const unitOf = (i: number): number =>
    Math.max(0, Math.min(units - 1, Math.floor((time[i]! - fromUs) / lengthUs)));
  const start = new Int32Array(units + 1);
  for (let i = 0; i < count; i++) start[unitOf(i) + 1]!++;
  for (let unit = 1; unit <= units; unit++) start[unit]! += start[unit - 1]!;
  const next = start.slice(0, units);
  const order = new Int32Array(count);
  for (let i = 0; i < count; i++) order[next[unitOf(i)]!++] = i;
  return { order, start };
}
