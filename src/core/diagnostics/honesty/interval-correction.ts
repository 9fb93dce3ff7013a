import { bucketOf, bucketValueMs } from '#shared/model/latency-buckets.ts';
import type { BucketScheme } from '#shared/model/latency.ts';
import { ValueCountsBuilder, type ValueCounts } from '../../latency/value-counts.ts';

/** Slow samples of one response time and one intended interval. */
export interface SlowSamples {
  readonly valueMs: Float64Array;
  readonly intervalMs: Float64Array;
  readonly count: Float64Array;
  readonly length: number;
}

export interface AddedSamples {
  readonly values: ValueCounts;
  readonly added: number;
  readonly capped: boolean;
}

/** Samples that may be added for each one that was measured (method E10). */
export const MAX_ADDED = 10;
/** Added values beyond this many clock ticks are kept to a fifteenth of a percent. */
const EXACT_TICKS = 20_000;
const GROWTH = 1.0015;

/**
 * HdrHistogram's rule for coordinated omission (Tene; `recordValueWithExpectedInterval`): a value v above the intended
 * interval E stands for the requests that were not sent meanwhile, which would have taken v − E, v − 2E, … down to E.
 * Where that adds more than {@link MAX_ADDED} times the measured samples, every interval is widened by the same factor
 * until it does not.
 * @param measured number of samples that were measured
 */
export function omittedSamples(slow: SlowSamples, measured: number, clockTickMs: number): AddedSamples {
  const limit = measured * MAX_ADDED;
  let widening = 1;
  let added = countOmitted(slow, widening);
  const capped = added > limit;
  while (added > limit) {
    widening *= Math.max(added / limit, 1.001);
    added = countOmitted(slow, widening);
  }
  if (added === 0) return { values: new ValueCountsBuilder().finish(), added: 0, capped };
  const counts = new Adder(clockTickMs, longest(slow));
  for (let i = 0; i < slow.length; i++) {
    const every = slow.intervalMs[i]! * widening;
    counts.add(slow.valueMs[i]!, every, omitted(slow.valueMs[i]!, every), slow.count[i]!);
  }
  return { values: counts.finish(), added, capped };
}

/** How many values v − kE, k ≥ 1, are not below E. */
export function omitted(valueMs: number, intervalMs: number): number {
  // A quotient that should be whole can be just below it.
  return intervalMs > 0 ? Math.max(0, Math.floor((valueMs / intervalMs) * (1 + 1e-12)) - 1) : 0;
}

function countOmitted(slow: SlowSamples, widening: number): number {
  let sum = 0;
  for (let i = 0; i < slow.length; i++)
    sum += omitted(slow.valueMs[i]!, slow.intervalMs[i]! * widening) * slow.count[i]!;
  return sum;
}

function longest({ valueMs, length }: SlowSamples): number {
  let most = 0;
  for (let i = 0; i < length; i++) most = Math.max(most, valueMs[i]!);
  return most;
}

/** Counts of values in whole clock ticks, from {@link EXACT_TICKS} on in ever wider buckets. */
class Adder {
  private readonly scheme: BucketScheme;
  private readonly counts: Float64Array;

  constructor(clockTickMs: number, longestMs: number) {
    const tickMs = Math.max(clockTickMs, longestMs / 1e6);
    const logFrom = EXACT_TICKS * tickMs;
    const logarithmic =
      longestMs >= logFrom ? Math.floor(Math.log(longestMs / logFrom) / Math.log(GROWTH)) + 1 : 0;
    this.scheme = { tickMs, linear: EXACT_TICKS, growth: GROWTH, count: EXACT_TICKS + logarithmic };
    this.counts = new Float64Array(this.scheme.count);
  }

  /** `times` values from `valueMs − intervalMs` downwards, `n` of each. */
  add(valueMs: number, intervalMs: number, times: number, n: number): void {
    for (let k = 1; k <= times; k++) {
      // To the nearest tick: differences of binary fractions are a little off.
      const value = valueMs - k * intervalMs + this.scheme.tickMs * 1e-6;
      this.counts[bucketOf(this.scheme, value)]! += n;
    }
  }

  finish(): ValueCounts {
    const builder = new ValueCountsBuilder();
    for (let bucket = 0; bucket < this.counts.length; bucket++) {
      if (this.counts[bucket]! > 0) builder.add(bucketValueMs(this.scheme, bucket), this.counts[bucket]!, 0);
    }
    return builder.finish();
  }
}
