/**
 * A sample of response times as its distinct values in ascending order with their counts. Every figure (percentiles of any
 * definition, mean, deviation, Apdex, curve) is computed from this one form, so that screen, command line and report
 * agree to the last digit, whatever the order in which the database's threads finish.
 */
export interface ValueCounts {
  /** Distinct, ascending, in ms. */
  readonly values: Float64Array;
  /** `cumulative[i]`: samples with a value of at most `values[i]`. */
  readonly cumulative: Float64Array;
  /** Failed samples at exactly `values[i]`. */
  readonly failed: Float64Array;
  /** Samples that have a time. */
  readonly count: number;
  /** Known beforehand where {@link values} are exact only at the ranks that were asked for; see `selected-values.ts`. */
  readonly sums?: ExactSums | undefined;
}

/** Sums of clock readings, without rounding. */
export interface ExactSums {
  readonly total: bigint;
  readonly squares: bigint;
  /** Readings per millisecond. */
  readonly perMs: number;
}

export const NO_VALUES: ValueCounts = {
  values: new Float64Array(0),
  cumulative: new Float64Array(0),
  failed: new Float64Array(0),
  count: 0,
};

/** Collects values that arrive in ascending order; equal neighbours are put together. */
export class ValueCountsBuilder {
  private values = new Float64Array(64);
  private cumulative = new Float64Array(64);
  private failed = new Float64Array(64);
  private length = 0;
  private count = 0;

  add(value: number, count: number, failed: number): void {
    this.count += count;
    const last = this.length - 1;
    if (last >= 0 && this.values[last] === value) {
      this.cumulative[last] = this.count;
      this.failed[last] = this.failed[last]! + failed;
      return;
    }
    if (this.length === this.values.length) this.grow();
    this.values[this.length] = value;
    this.cumulative[this.length] = this.count;
    this.failed[this.length] = failed;
    this.length += 1;
  }

  finish(sums?: ExactSums): ValueCounts {
    return {
      values: this.values.subarray(0, this.length),
      cumulative: this.cumulative.subarray(0, this.length),
      failed: this.failed.subarray(0, this.length),
      count: this.count,
      sums,
    };
  }

  private grow(): void {
    const size = this.values.length * 2;
    this.values = enlarge(this.values, size);
    this.cumulative = enlarge(this.cumulative, size);
    this.failed = enlarge(this.failed, size);
  }
}

function enlarge(old: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const out = new Float64Array(size);
  out.set(old);
  return out;
}

/** For tests and small samples. */
export function countValues(samples: Iterable<number>): ValueCounts {
  const builder = new ValueCountsBuilder();
  for (const value of Float64Array.from(samples).sort()) builder.add(value, 1, 0);
  return builder.finish();
}

/** Several samples as one. Their sums, if any, are left out. */
export function mergeValues(samples: readonly ValueCounts[]): ValueCounts {
  if (samples.length < 2) return samples[0] ?? NO_VALUES;
  // Pairs of neighbours first: every value is looked at as often as the number of samples can be halved.
  let round = samples;
  while (round.length > 1) {
    const next: ValueCounts[] = [];
    for (let i = 0; i < round.length; i += 2) {
      const [left, right] = [round[i]!, round[i + 1]];
      next.push(right === undefined ? left : mergeTwo(left, right));
    }
    round = next;
  }
  return round[0]!;
}

function mergeTwo(left: ValueCounts, right: ValueCounts): ValueCounts {
  const builder = new ValueCountsBuilder();
  let i = 0;
  let j = 0;
  while (i < left.values.length || j < right.values.length) {
    if (j === right.values.length || (i < left.values.length && left.values[i]! <= right.values[j]!)) {
      builder.add(left.values[i]!, countAt(left.cumulative, i), left.failed[i]!);
      i += 1;
    } else {
      builder.add(right.values[j]!, countAt(right.cumulative, j), right.failed[j]!);
      j += 1;
    }
  }
  return builder.finish();
}

export function countAt(cumulative: Float64Array, index: number): number {
  return cumulative[index]! - (index === 0 ? 0 : cumulative[index - 1]!);
}

/** The value with the given 0-based rank in the ascending list of all samples. */
export function valueAtRank(sample: ValueCounts, rank: number): number {
  const { cumulative, values } = sample;
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle]! > rank) high = middle;
    else low = middle + 1;
  }
  return values[low]!;
}
