import type { Pace } from './pace.ts';
import type { Exposure } from './scales.ts';
import type { PlacedProfile, UnionTree } from './union-tree.ts';
import type { TimeBlocks } from './units.ts';

const PHASE = 'Cutting into blocks';

/** Weight of things by unit: a run, or blocks of one profile. */
export interface UnitSeries {
  readonly units: number;
  /** Raw weight of everything by unit, with and without a stack. */
  readonly all: Float64Array;
  /** Raw weight by unit and column: read with {@link unitValue}. */
  readonly values: Float64Array;
  readonly columns: number;
  readonly exposure: Exposure;
}

/** Some units of one column lie together, as they are added up. */
export function unitValue({ values, columns }: UnitSeries, unit: number, column: number): number {
  const lane = unit % LANES;
  return values[(unit - lane) * columns + column * LANES + lane]!;
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

/** Units that walk the tree together, a lane each: a step of the walk costs more than what it adds up. */
const LANES = 4;

/**
 * Weights by unit, of one or more columns. Units walk the whole tree, some at a time, from its end: rows lie in the order of
 * their parents, so memory is read as it lies, which is faster than to walk only what a unit touches.
 * @param blocks by profile of a side; null: every profile is one unit
 */
export async function unitTable(
  tree: UnionTree,
  exposures: { readonly baseline: readonly Exposure[]; readonly candidate: readonly Exposure[] },
  blocks: { readonly baseline: readonly TimeBlocks[]; readonly candidate: readonly TimeBlocks[] } | null,
  columns: UnitColumns,
  pace: Pace,
): Promise<UnitTable> {
  const walk: TreeWalk = {
    parent: tree.parent,
    columns: columns.count,
    ofSelf: interleaved(columns.ofSelf),
    selfColumns: columns.ofSelf.length,
    ofTotal: interleaved(columns.ofTotal),
    totalColumns: columns.ofTotal.length,
    lanes: Array.from({ length: LANES }, () => new Float64Array(tree.count)),
  };
  const side = async (which: 'baseline' | 'candidate'): Promise<UnitSeries[]> => {
    const series: UnitSeries[] = [];
    for (const [place, profile] of tree[which].entries()) {
      const own = { exposure: exposures[which][place]!, blocks: blocks?.[which][place] ?? null };
      series.push(await seriesOf(profile, own.exposure, own.blocks, walk, pace));
    }
    return series;
  };
  return { baseline: await side('baseline'), candidate: await side('candidate') };
}

interface TreeWalk {
  readonly parent: Int32Array;
  /** How many there are. */
  readonly columns: number;
  /** Those of one node lie together: `ofSelf[node * selfColumns + i]`. */
  readonly ofSelf: Int32Array;
  readonly selfColumns: number;
  readonly ofTotal: Int32Array;
  readonly totalColumns: number;
  /** Weight by node of {@link LANES} units; all 0 before and after a walk. */
  readonly lanes: readonly Float64Array[];
}

async function seriesOf(
  profile: PlacedProfile,
  exposure: Exposure,
  blocks: TimeBlocks | null,
  walk: TreeWalk,
  pace: Pace,
): Promise<UnitSeries> {
  const units = blocks?.count ?? 1;
  const inUnits = samplesByUnit(profile.stacked.samples.time, profile.stacked.samples.count, blocks);
  await pace.turn(PHASE);
  const series: UnitSeries = {
    units,
    all: new Float64Array(units),
    values: new Float64Array(Math.ceil(units / LANES) * LANES * walk.columns),
    columns: walk.columns,
    exposure,
  };
  for (let first = 0; first < units; first += LANES) {
    const end = Math.min(units, first + LANES);
    for (let unit = first; unit < end; unit++)
      await placeSamples(profile, inUnits, unit, walk.lanes[unit - first]!, series, pace);
    await addSelf(first, walk, series, pace);
    await addTotals(first, walk, series, pace);
  }
  return series;
}

/** Self of one unit by node. */
async function placeSamples(
  { stacked, weights, nodeOf }: PlacedProfile,
  { order, start }: SamplesByUnit,
  unit: number,
  lane: Float64Array,
  { all }: UnitSeries,
  pace: Pace,
): Promise<void> {
  const { stack } = stacked.samples;
  const first = start[unit]!;
  await pace.over(PHASE, start[unit + 1]! - first, (from, to) => {
    let sum = 0;
    for (let i = first + from; i < first + to; i++) {
      const sample = order === null ? i : order[i]!;
      const weight = weights[sample]!;
      sum += weight;
      if (stack[sample]! >= 0) lane[nodeOf[stack[sample]!]!]! += weight;
    }
    all[unit]! += sum;
  });
}

/** Self of the {@link LANES} units from `first` on into its columns. */
async function addSelf(
  first: number,
  { parent, ofSelf, selfColumns, lanes }: TreeWalk,
  { values, columns }: UnitSeries,
  pace: Pace,
): Promise<void> {
  const [a, b, c, d] = lanes as [Float64Array, Float64Array, Float64Array, Float64Array];
  const start = first * columns;
  await pace.over(PHASE, parent.length, (from, to) => {
    for (let node = from; node < to; node++) {
      if (d[node]! + c[node]! + b[node]! + a[node]! <= 0) continue;
      const own = node * selfColumns;
      for (let i = own; i < own + selfColumns; i++)
        if (ofSelf[i]! >= 0)
          addLanes(values, start + ofSelf[i]! * LANES, a[node]!, b[node]!, c[node]!, d[node]!);
    }
  });
}

/** Totals of the same units, from the leaves to the roots; no weight is negative. */
async function addTotals(
  first: number,
  { parent, ofTotal, totalColumns, lanes }: TreeWalk,
  { values, columns }: UnitSeries,
  pace: Pace,
): Promise<void> {
  const [a, b, c, d] = lanes as [Float64Array, Float64Array, Float64Array, Float64Array];
  const start = first * columns;
  await pace.overReversed(PHASE, parent.length, (from, to) => {
    for (let node = to - 1; node >= from; node--) {
      const inA = a[node]!;
      const inB = b[node]!;
      const inC = c[node]!;
      const inD = d[node]!;
      if (inA + inB + inC + inD === 0) continue;
      const own = node * totalColumns;
      for (let i = own; i < own + totalColumns; i++)
        if (ofTotal[i]! >= 0) addLanes(values, start + ofTotal[i]! * LANES, inA, inB, inC, inD);
      a[node] = b[node] = c[node] = d[node] = 0;
      const above = parent[node]!;
      if (above < 0) continue;
      a[above]! += inA;
      b[above]! += inB;
      c[above]! += inC;
      d[above]! += inD;
    }
  });
}

function addLanes(values: Float64Array, at: number, a: number, b: number, c: number, d: number): void {
  values[at]! += a;
  values[at + 1]! += b;
  values[at + 2]! += c;
  values[at + 3]! += d;
}

/** Entry by entry instead of column by column. */
function interleaved(columns: readonly Int32Array[]): Int32Array {
  const [first] = columns;
  if (first === undefined) return new Int32Array(0);
  if (columns.length === 1) return first;
  const all = new Int32Array(first.length * columns.length);
  columns.forEach((column, place) => {
    for (let node = 0, at = place; node < column.length; node++, at += columns.length)
      all[at] = column[node]!;
  });
  return all;
}

interface SamplesByUnit {
  readonly order: Int32Array | null;
  readonly start: Int32Array;
}

/** Samples in the order of their units; null for `order` where that is their own. */
function samplesByUnit(time: Float64Array | null, count: number, blocks: TimeBlocks | null): SamplesByUnit {
  if (blocks === null || time === null) return { order: null, start: Int32Array.of(0, count) };
  const { count: units, fromUs, lengthUs } = blocks;
  const unitOf = (i: number): number =>
    Math.max(0, Math.min(units - 1, Math.floor((time[i]! - fromUs) / lengthUs)));
  const start = new Int32Array(units + 1);
  let inOrder = true;
  let before = 0;
  for (let i = 0; i < count; i++) {
    const unit = unitOf(i);
    start[unit + 1]!++;
    if (unit < before) inOrder = false;
    before = unit;
  }
  for (let unit = 1; unit <= units; unit++) start[unit]! += start[unit - 1]!;
  if (inOrder) return { order: null, start };
  const next = start.slice(0, units);
  const order = new Int32Array(count);
  for (let i = 0; i < count; i++) order[next[unitOf(i)]!++] = i;
  return { order, start };
}
