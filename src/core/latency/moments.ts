import { ExactSquares, ExactSum, quotient } from './exact-sum.ts';
import { countAt, type ExactSums, type ValueCounts } from './value-counts.ts';

export interface Moments {
  readonly minMs: number;
  readonly meanMs: number;
  readonly maxMs: number;
  /** Population standard deviation. */
  readonly stdDevMs: number;
}

/**
 * Null for an empty sample. Mean and deviation of clock readings (whole milliseconds, whole nanoseconds) are the exact
 * ones, rounded once; of other numbers, sums are compensated (Neumaier 1974).
 */
export function momentsOf(sample: ValueCounts): Moments | null {
  const { values, count } = sample;
  if (count === 0) return null;
  const sums = sample.sums ?? exactSums(sample);
  const spread = sums === null ? compensated(sample) : fromSums(sums, count);
  return { minMs: values[0]!, maxMs: values[values.length - 1]!, ...spread };
}

type Spread = Pick<Moments, 'meanMs' | 'stdDevMs'>;

function fromSums({ total, squares, perMs }: ExactSums, count: number): Spread {
  const n = BigInt(count);
  const unit = BigInt(perMs);
  return {
    meanMs: quotient(total, n * unit),
    stdDevMs: Math.sqrt(quotient(n * squares - total * total, n * n * unit * unit)),
  };
}

/** Resolutions of clocks, as readings per millisecond. */
const CLOCKS: readonly number[] = [1, 1e6];
/** Readings are summed as whole numbers; a longer time (52 days in nanoseconds) is none of a load test. */
export const MAX_READING = 2 ** 52;

function exactSums(sample: ValueCounts): ExactSums | null {
  const { values, cumulative } = sample;
  const perMs = CLOCKS.find((candidate) => values.every((value) => isReading(value, candidate)));
  if (perMs === undefined) return null;
  const total = new ExactSum();
  const squares = new ExactSquares();
  for (let i = 0; i < values.length; i++) {
    const reading = Math.round(values[i]! * perMs);
    const times = countAt(cumulative, i);
    total.add(reading, times);
    squares.add(reading, times);
  }
  return { total: total.value(), squares: squares.value(), perMs };
}

function isReading(valueMs: number, perMs: number): boolean {
  const reading = Math.round(valueMs * perMs);
  return Math.abs(reading) < MAX_READING && reading / perMs === valueMs;
}

function compensated({ values, cumulative, count }: ValueCounts): Spread {
  const total = new CompensatedSum();
  for (let i = 0; i < values.length; i++) total.add(values[i]! * countAt(cumulative, i));
  const meanMs = total.value() / count;
  const squares = new CompensatedSum();
  for (let i = 0; i < values.length; i++) squares.add((values[i]! - meanMs) ** 2 * countAt(cumulative, i));
  return { meanMs, stdDevMs: Math.sqrt(squares.value() / count) };
}

export class CompensatedSum {
  private sum = 0;
  private lost = 0;

  add(term: number): void {
    const next = this.sum + term;
    this.lost += Math.abs(this.sum) >= Math.abs(term) ? this.sum - next + term : term - next + this.sum;
    this.sum = next;
  }

  value(): number {
    return this.sum + this.lost;
  }
}
