import type { Apdex } from '#shared/model/statistics.ts';
import type { ValueCounts } from './value-counts.ts';

export interface Moments {
  readonly minMs: number;
  readonly meanMs: number;
  readonly maxMs: number;
  /** Population standard deviation. */
  readonly stdDevMs: number;
}

/** Null for an empty sample. Sums are compensated (Neumaier 1974), so that their order leaves no trace. */
export function momentsOf(sample: ValueCounts): Moments | null {
  const { values, cumulative, count } = sample;
  if (count === 0) return null;
  const total = new CompensatedSum();
  for (let i = 0; i < values.length; i++) total.add(values[i]! * countAt(cumulative, i));
  const meanMs = total.value() / count;
  const squares = new CompensatedSum();
  for (let i = 0; i < values.length; i++) squares.add((values[i]! - meanMs) ** 2 * countAt(cumulative, i));
  return {
    minMs: values[0]!,
    meanMs,
    maxMs: values[values.length - 1]!,
    stdDevMs: Math.sqrt(squares.value() / count),
  };
}

/**
 * Apdex 1.1: satisfied up to T, tolerating up to 4T, failures frustrated whatever their time.
 * Null for an empty sample.
 */
export function apdexOf(sample: ValueCounts, tMs: number): Apdex | null {
  const { values, cumulative, failed, count } = sample;
  if (count === 0) return null;
  let satisfied = 0;
  let tolerating = 0;
  for (let i = 0; i < values.length; i++) {
    const good = countAt(cumulative, i) - failed[i]!;
    if (values[i]! <= tMs) satisfied += good;
    else if (values[i]! <= 4 * tMs) tolerating += good;
    else break;
  }
  return { score: (satisfied + tolerating / 2) / count, tMs, samples: count };
}

export function countAt(cumulative: Float64Array, index: number): number {
  return cumulative[index]! - (index === 0 ? 0 : cumulative[index - 1]!);
}

class CompensatedSum {
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
