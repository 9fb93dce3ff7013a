import { formatElapsed } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import type { ChartPalette } from '../palette.ts';
import { timeTicks } from '../time-ticks.ts';
import { linearAxis, type ValueAxis } from '../value-axis.ts';
import { keptFlags, mostBytes, sizeUnit, type HeapFlag, type HeapGrowthModel } from './model.ts';

export interface AxisTick {
  readonly x: number;
  readonly text: string;
}

export interface HeapGrowthScene {
  readonly model: HeapGrowthModel;
  readonly kept: readonly HeapFlag[];
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Top of the ribbon of phases; null: there is no room for one. */
  readonly ribbonTop: number | null;
  readonly flagTop: number;
  readonly width: number;
  readonly values: ValueAxis;
  readonly toX: (at: number) => number;
  /** What the flags stand on, and below it the operations of each. */
  readonly ticks: readonly AxisTick[];
  readonly tickTitle: string;
  readonly secondTicks: readonly AxisTick[];
  readonly unit: 'B' | 'kB' | 'MB' | 'GB';
  readonly perUnit: number;
  readonly palette: ChartPalette;
}

const LEFT = 56;
/** Room for the names of the bands. */
const GUTTER = 168;
const FLAG_PX = 18;
const RIBBON_PX = 18;
const TICK_PX = 90;

export function heapGrowthScene(
  model: HeapGrowthModel,
  { width, height }: { readonly width: number; readonly height: number },
  palette: ChartPalette,
  withRibbon: boolean,
): HeapGrowthScene {
  const left = LEFT;
  const right = Math.max(left + 1, width - GUTTER);
  const ribbonTop = withRibbon ? 2 : null;
  const flagTop = withRibbon ? 2 + RIBBON_PX + 4 : 2;
  const top = flagTop + FLAG_PX + 8;
  const bottom = Math.max(top + 1, height - 38);
  const kept = keptFlags(model);
  const unit = sizeUnit(model);
  const [from, to] = model.domain;
  const toX = (at: number): number => left + ((at - from) / Math.max(to - from, 1e-9)) * (right - left);
  return {
    model,
    kept,
    left,
    right,
    top,
    bottom,
    ribbonTop,
    flagTop,
    width,
    values: linearAxis(mostBytes(model) / unit.bytes, top, bottom),
    toX,
    ...axisTicks(model, toX, right - left),
    unit: unit.name,
    perUnit: unit.bytes,
    palette,
  };
}

/** The snapshot that is nearest to the pointer; -1 beside the plot. */
export function flagAt({ model, toX, left, right }: HeapGrowthScene, x: number): number {
  if (x < left - 8 || x > right + 8) return -1;
  let best = -1;
  model.flags.forEach(({ at }, place) => {
    const known = model.flags[best];
    if (known === undefined || Math.abs(toX(at) - x) < Math.abs(toX(known.at) - x)) best = place;
  });
  return best;
}

/** Px between the two flags that stand closest to each other: how much can be written on them. */
export function flagRoom({ model, toX, right, left }: HeapGrowthScene): number {
  const xs = model.flags.map(({ at }) => toX(at)).sort((a, b) => a - b);
  return xs.slice(1).reduce((least, x, index) => Math.min(least, x - xs[index]!), right - left);
}

function axisTicks(
  { axis, flags, domain }: HeapGrowthModel,
  toX: (at: number) => number,
  lengthPx: number,
): Pick<HeapGrowthScene, 'ticks' | 'tickTitle' | 'secondTicks'> {
  const operations = spaced(
    flags.flatMap(({ at, operations }) =>
      operations === null ? [] : [{ x: toX(at), text: numberFormat.compact(operations) }],
    ),
  );
  if (axis === 'time') {
    const { stepMs, valuesMs } = timeTicks(domain[0], domain[1], Math.floor(lengthPx / TICK_PX));
    return {
      ticks: valuesMs.map((ms) => ({ x: toX(ms), text: formatElapsed(ms, stepMs) })),
      tickTitle: 'elapsed',
      secondTicks: operations,
    };
  }
  if (axis === 'operations') return { ticks: operations, tickTitle: 'requests', secondTicks: [] };
  return {
    ticks: spaced(flags.map(({ at, label }) => ({ x: toX(at), text: label }))),
    tickTitle: 'snapshots, in order',
    secondTicks: operations,
  };
}

/** Texts that do not run into each other. */
function spaced(ticks: readonly AxisTick[]): readonly AxisTick[] {
  let free = -Infinity;
  return ticks.filter(({ x, text }) => {
    const half = text.length * 3.4;
    if (x - half < free) return false;
    free = x + half + 8;
    return true;
  });
}
