/**
 * The logarithmic axis of nines: each further nine takes the same width, because what matters is how many samples
 * lie beyond. Position of a percentile p: `nines(p) = -log10(1 - p / 100)`, so 0 → 0, 90 → 1, 99 → 2, 99.9 → 3.
 */
export interface NinesAxis {
  readonly toPx: (percentile: number) => number;
  readonly toPercentile: (px: number) => number;
  /** Where a curve over so many samples ends: its maximum has one sample in `samples` at or beyond it. */
  readonly endPx: (samples: number) => number;
  readonly ticks: readonly { readonly percentile: number; readonly px: number; readonly labelled: boolean }[];
}

/** A run of ten samples still gets an axis up to p90. */
const LEAST_NINES = 1;
/** Of 12 px figures, and between neighbouring labels. */
const DIGIT_PX = 6.5;
const LABEL_GAP_PX = 5;
/** Room right of the axis: a label that would leave it is drawn further left. */
const MARGIN_PX = 14;

export function nines(percentile: number): number {
  return percentile >= 100 ? Infinity : -Math.log10(1 - percentile / 100);
}

export function percentileOfNines(value: number): number {
  return 100 * (1 - 10 ** -value);
}

/** Room for the maximum, which no number of samples gives a place, behind the last percentile of a report. */
const MAXIMUM_NINES = 0.5;

/** How many samples an axis would have that ends well behind these percentiles. */
export function samplesFor(percentiles: readonly number[]): number {
  const most = percentiles.reduce((last, value) => (value < 100 && value > last ? value : last), 0);
  return 10 ** (Math.max(LEAST_NINES, nines(most)) + MAXIMUM_NINES);
}

/** @param samples of the largest curve on the axis */
export function ninesAxis(samples: number, left: number, right: number): NinesAxis {
  const most = Math.max(LEAST_NINES, Math.log10(Math.max(1, samples)));
  const toPx = (value: number): number => left + (Math.min(Math.max(value, 0), most) / most) * (right - left);
  return {
    toPx: (percentile) => toPx(nines(percentile)),
    toPercentile: (px) =>
      percentileOfNines((Math.min(Math.max(px - left, 0), right - left) / (right - left)) * most),
    endPx: (count) => toPx(Math.log10(Math.max(1, count))),
    ticks: labelTicks(
      tickPercentiles(most).map((percentile) => ({ percentile, px: toPx(nines(percentile)) })),
      right + MARGIN_PX,
    ),
  };
}

function tickPercentiles(most: number): number[] {
  const ticks = [0, 50];
  for (let count = 1; count <= most + 1e-9; count++) {
    // Through a text, so that the label is 99.999 and not 99.99900000000001.
    ticks.push(Number((100 - 10 ** (2 - count)).toFixed(Math.max(0, count - 2))));
  }
  return ticks;
}

function labelTicks(
  ticks: readonly { readonly percentile: number; readonly px: number }[],
  end: number,
): NinesAxis['ticks'] {
  let free = -Infinity;
  return ticks.map((tick) => {
    const width = String(tick.percentile).length * DIGIT_PX;
    const middle = Math.min(tick.px, end - width / 2);
    const labelled = middle - width / 2 >= free;
    if (labelled) free = middle + width / 2 + LABEL_GAP_PX;
    return { ...tick, labelled };
  });
}
