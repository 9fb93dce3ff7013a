/**
 * Counts of an HdrHistogram: values in buckets whose width doubles, each cut into the same number of parts, so that a value
 * keeps so many significant digits. The definitions are those of Java's `AbstractHistogram`.
 */

/** How values and counts belong together. */
export interface HistogramShape {
  /** 0 to 5. */
  readonly significantDigits: number;
  /** Values below cannot be told from 0; a power of two is what matters. */
  readonly lowestValue: number;
  /** What a count's value is multiplied by; 1 but for histograms of doubles. */
  readonly ratio: number;
}

/** Figures in the unit of the values. */
export interface HistogramFigures {
  readonly count: number;
  readonly min: number;
  readonly mean: number;
  readonly max: number;
  /** Of the population. */
  readonly stdDev: number;
  readonly percentiles: readonly (readonly [percentile: number, value: number])[];
}

/** Only counts that are not 0 are held: a log of a day has thousands of histograms, each of many thousand zeros. */
export class HdrHistogram {
  readonly shape: HistogramShape;
  total = 0;
  /** Ascending. */
  private indices: number[] = [];
  private counts: number[] = [];
  private readonly unitMagnitude: number;
  /** Half of the parts that a bucket has, as a power of two. */
  private readonly halfMagnitude: number;

  constructor(shape: HistogramShape) {
    this.shape = shape;
    this.unitMagnitude = Math.floor(Math.log2(shape.lowestValue));
    this.halfMagnitude = Math.ceil(Math.log2(2 * 10 ** shape.significantDigits)) - 1;
  }

  /** @param index not below one that was added before */
  append(index: number, count: number): void {
    this.total += count;
    if (this.indices.at(-1) === index) {
      this.counts[this.counts.length - 1]! += count;
      return;
    }
    this.indices.push(index);
    this.counts.push(count);
  }

  /** Exact when the shapes are the same; else values move to this one's parts, as in Java. */
  add(other: HdrHistogram): void {
    const { shape, indices, counts } = this;
    const isSame =
      shape.significantDigits === other.shape.significantDigits &&
      shape.ratio === other.shape.ratio &&
      this.unitMagnitude === other.unitMagnitude;
    this.indices = [];
    this.counts = [];
    this.total = 0;
    let own = 0;
    for (let i = 0; i < other.indices.length; i++) {
      const theirs = other.indices[i]!;
      const index = isSame
        ? theirs
        : this.indexOf(Math.round((other.valueAt(theirs) * other.shape.ratio) / shape.ratio));
      for (; own < indices.length && indices[own]! <= index; own++) this.append(indices[own]!, counts[own]!);
      this.append(index, other.counts[i]!);
    }
    for (; own < indices.length; own++) this.append(indices[own]!, counts[own]!);
  }

  /** @param percentiles ascending, from 0 to 100 */
  figures(percentiles: readonly number[]): HistogramFigures {
    const { indices, counts, total } = this;
    const { ratio } = this.shape;
    if (total === 0) return { count: 0, min: 0, mean: 0, max: 0, stdDev: 0, percentiles: [] };
    const middles = indices.map((index) => this.middleOf(index));
    const mean = middles.reduce((sum, middle, i) => sum + middle * counts[i]!, 0) / total;
    const squares = middles.reduce((sum, middle, i) => sum + (middle - mean) ** 2 * counts[i]!, 0);
    return {
      count: total,
      min: this.valueAt(indices[0]!) * ratio,
      mean: mean * ratio,
      max: this.highestOf(indices.at(-1)!) * ratio,
      stdDev: Math.sqrt(squares / total) * ratio,
      percentiles: this.percentiles(percentiles),
    };
  }

  private percentiles(ascending: readonly number[]): [percentile: number, value: number][] {
    const values: [number, number][] = [];
    let seen = 0;
    this.indices.forEach((index, i) => {
      seen += this.counts[i]!;
      for (;;) {
        const percentile = ascending[values.length];
        if (percentile === undefined || seen < this.countAt(percentile)) break;
        values.push([percentile, this.highestOf(index) * this.shape.ratio]);
      }
    });
    return values;
  }

  /** How many values the percentile asks for: a hair less, as in Java, so that rounding does not ask for one more. */
  private countAt(percentile: number): number {
    return Math.max(1, Math.ceil((percentile * (1 - Number.EPSILON) * this.total) / 100));
  }

  private indexOf(value: number): number {
    const half = 2 ** this.halfMagnitude;
    const units = Math.floor(value / 2 ** this.unitMagnitude);
    if (units < 2 * half) return units;
    const bucket = Math.floor(Math.log2(units)) - this.halfMagnitude;
    return bucket * half + Math.floor(units / 2 ** bucket);
  }

  private bucketOf(index: number): number {
    return Math.max(0, Math.floor(index / 2 ** this.halfMagnitude) - 1);
  }

  /** How many values share the index. */
  private widthAt(index: number): number {
    return 2 ** (this.bucketOf(index) + this.unitMagnitude);
  }

  /** Lowest value of an index. */
  private valueAt(index: number): number {
    return (index - this.bucketOf(index) * 2 ** this.halfMagnitude) * this.widthAt(index);
  }

  private highestOf(index: number): number {
    return this.valueAt(index) + this.widthAt(index) - 1;
  }

  private middleOf(index: number): number {
    return this.valueAt(index) + Math.floor(this.widthAt(index) / 2);
  }
}
