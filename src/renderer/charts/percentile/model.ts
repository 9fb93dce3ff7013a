import { numberColumn } from '#shared/contract/columns.ts';
import type { LatencyCurve } from '#shared/model/latency.ts';
import { nines } from './nines-axis.ts';

/** Response time by percentile; both ascending, the last point is the maximum (percentile 100). */
export interface PercentileCurve {
  readonly samples: number;
  readonly percentile: Float64Array;
  readonly valueMs: Float64Array;
}

export interface PercentileModel {
  readonly clockTickMs: number;
  /** The few percentiles that a tool printed: points, with nothing known between them. */
  readonly reported: boolean;
  readonly selection: PercentileCurve;
  /** False: everything is selected. */
  readonly isPart: boolean;
  /** Drawn behind for comparison; null where there is nothing to compare with. */
  readonly behind: PercentileCurve | null;
  readonly behindIs: 'whole run' | 'steady phase';
  /** The selection as it would be without coordinated omission; only where a person asked for it. */
  readonly corrected?: PercentileCurve | null | undefined;
}

export function percentileCurve({ samples, table }: LatencyCurve): PercentileCurve {
  if (table.rowCount === 0) return { samples, percentile: new Float64Array(0), valueMs: new Float64Array(0) };
  const read = (name: string): Float64Array =>
    Float64Array.from(numberColumn(table, name).values.subarray(0, table.rowCount));
  return { samples, percentile: read('percentile'), valueMs: read('valueMs') };
}

/** What the curves are of, as legend, tooltip and table name them: `Selection`, `Steady phase`. */
export function curveNames({ isPart, behindIs }: Pick<PercentileModel, 'isPart' | 'behindIs'>): {
  readonly selection: string;
  readonly behind: string;
} {
  return {
    selection: isPart ? 'Selection' : 'Whole run',
    behind: behindIs === 'steady phase' ? 'Steady phase' : 'Whole run',
  };
}

/** The response time at a percentile, between the points of the curve in a straight line on the axis of nines. */
export function valueAt({ percentile, valueMs, samples }: PercentileCurve, wanted: number): number {
  const last = percentile.length - 1;
  if (last < 0) return NaN;
  const above = firstAtLeast(percentile, wanted);
  if (above <= 0) return valueMs[0]!;
  if (above > last) return valueMs[last]!;
  // The maximum has no place on an axis without end: it stands where one sample lies beyond.
  const place = (index: number): number =>
    Math.min(nines(percentile[index]!), Math.log10(Math.max(1, samples)));
  const from = place(above - 1);
  const to = place(above);
  const share = to > from ? Math.min(1, (nines(wanted) - from) / (to - from)) : 1;
  return valueMs[above - 1]! + share * (valueMs[above]! - valueMs[above - 1]!);
}

/** The percentile of a response time: the largest at which the curve is not above it. */
export function percentileOf({ percentile, valueMs }: PercentileCurve, wantedMs: number): number {
  const above = firstAbove(valueMs, wantedMs);
  if (above === 0) return 0;
  if (above === valueMs.length) return 100;
  const from = valueMs[above - 1]!;
  const share = (wantedMs - from) / (valueMs[above]! - from);
  return percentile[above - 1]! + share * (percentile[above]! - percentile[above - 1]!);
}

/** Index of the point whose percentile is nearest on the axis; -1 without points. */
export function nearestPoint(
  { percentile }: PercentileCurve,
  distance: (percentile: number) => number,
): number {
  let nearest = -1;
  let least = Infinity;
  percentile.forEach((value, index) => {
    const away = distance(value);
    if (away >= least) return;
    nearest = index;
    least = away;
  });
  return nearest;
}

function firstAtLeast(values: Float64Array, wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstAbove(values: Float64Array, wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
