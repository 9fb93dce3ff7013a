/**
 * Bins for positive values, each wider than the one before by the same factor: a value read from a bin is at most half its
 * width off, relatively (the guarantee of DDSketch, Masson et al. 2019). Bin 0 is for zero and below.
 */
export class LogBins {
  /** How many bins there are for every factor e: 200 makes them 0.5 % wide, 100 about 1 %. */
  readonly perE: number;
  /** Bin of the value 1. */
  readonly one: number;
  readonly count: number;

  constructor(perE: number) {
    this.perE = perE;
    // From 3e-7 to 1e11: below a nanosecond and above three years, where the values are milliseconds.
    this.one = 15 * perE + 1;
    this.count = this.one + 25 * perE;
  }

  binOf(value: number): number {
    if (!(value > 0)) return 0;
    const bin = this.one + Math.floor(Math.log(value) * this.perE);
    return Math.min(Math.max(bin, 1), this.count - 1);
  }

  /** Logarithm of the lower edge of a bin above 0. */
  logEdge(bin: number): number {
    return (bin - this.one) / this.perE;
  }

  /** Value at a share 0..1 of the way through a bin. */
  valueAt(bin: number, share: number): number {
    return bin === 0 ? 0 : Math.exp(this.logEdge(bin) + share / this.perE);
  }
}

/** Bins of half a percent: for response times in ms. */
export const LATENCY_BINS = new LogBins(200);

/**
 * Counts by sub-block of time and bin, as lists of equal length. A cell may come more than once; the order is free.
 * @see BlockHistogram for what is computed from it
 */
export interface BlockCells {
  readonly subBlocks: ArrayLike<number>;
  readonly bins: ArrayLike<number>;
  readonly counts: ArrayLike<number>;
  readonly length: number;
}

/** Where a quantile lies in the histogram of all cells together. */
export interface QuantilePlace {
  readonly bin: number;
  /** Share of the samples of that bin that lie below it. */
  readonly share: number;
}

/** @param p 0..1; position (n − 1)p as of type 7 */
export function quantilePlace(cells: BlockCells, bins: LogBins, p: number): QuantilePlace | null {
  const totals = new Float64Array(bins.count);
  let count = 0;
  for (let i = 0; i < cells.length; i++) {
    totals[cells.bins[i]!]! += cells.counts[i]!;
    count += cells.counts[i]!;
  }
  if (count === 0) return null;
  const position = (count - 1) * p;
  let below = 0;
  let bin = 0;
  while (below + totals[bin]! <= position) below += totals[bin++]!;
  return { bin, share: Math.min(1, (position - below + 0.5) / totals[bin]!) };
}

/** How many samples of each sub-block lie above a place, and how many there are. */
export function exceedances(
  cells: BlockCells,
  place: QuantilePlace,
  subBlocks: number,
): { readonly events: Float64Array; readonly sizes: Float64Array } {
  const events = new Float64Array(subBlocks);
  const sizes = new Float64Array(subBlocks);
  for (let i = 0; i < cells.length; i++) {
    const [block, bin, n] = [cells.subBlocks[i]!, cells.bins[i]!, cells.counts[i]!];
    sizes[block]! += n;
    if (bin > place.bin) events[block]! += n;
    else if (bin === place.bin) events[block]! += n * (1 - place.share);
  }
  return { events, sizes };
}

/** Histograms of `blocks` stretches of time of equal length, made for adding them up in any mixture. */
export interface BlockHistogram {
  readonly bins: LogBins;
  readonly blocks: number;
  readonly firstBin: number;
  readonly binCount: number;
  /** `cumulative[k * blocks + j]`: samples of block `j` in the bins up to `firstBin + k`. */
  readonly cumulative: Float64Array;
  /** Samples of each block. */
  readonly sizes: Float64Array;
}

/** @param subBlocks how many the cells tell apart; a multiple of `blocks` */
export function blockHistogram(
  cells: BlockCells,
  bins: LogBins,
  subBlocks: number,
  blocks: number,
): BlockHistogram {
  const per = subBlocks / blocks;
  let firstBin = bins.count;
  let lastBin = 0;
  for (let i = 0; i < cells.length; i++) {
    firstBin = Math.min(firstBin, cells.bins[i]!);
    lastBin = Math.max(lastBin, cells.bins[i]!);
  }
  const binCount = Math.max(0, lastBin - firstBin + 1);
  const cumulative = new Float64Array(binCount * blocks);
  const sizes = new Float64Array(blocks);
  for (let i = 0; i < cells.length; i++) {
    const block = Math.floor(cells.subBlocks[i]! / per);
    cumulative[(cells.bins[i]! - firstBin) * blocks + block]! += cells.counts[i]!;
    sizes[block]! += cells.counts[i]!;
  }
  for (let at = blocks; at < cumulative.length; at++) cumulative[at]! += cumulative[at - blocks]!;
  return { bins, blocks, firstBin, binCount, cumulative, sizes };
}
