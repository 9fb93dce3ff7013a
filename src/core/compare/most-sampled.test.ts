import { describe, expect, it } from 'vitest';
import { countValues, type ValueCounts } from '../latency/value-counts.ts';
import type { ComparedData } from './compared-run.ts';
import { mostSampled, mostSampledCheck } from './most-sampled.ts';
import type { MatchedTransaction } from './transaction-matching.ts';

/** @param counts samples by transaction id, from 1 */
function run(counts: readonly number[]): ComparedData {
  const values = new Map<number | null, ValueCounts>(
    counts.map((count, i) => [i + 1, countValues(Array.from({ length: count }, () => 20))]),
  );
  return { values, reported: null } as Pick<ComparedData, 'values' | 'reported'> as ComparedData;
}

const matched = ['a', 'b', 'c', 'd'].map((label, i): MatchedTransaction => ({
  label,
  candidateLabel: null,
  baselineIds: [i + 1],
  candidateIds: [i + 1],
}));

const labels = (most: number): string[] =>
  mostSampled(matched, [run([9, 5, 1, 7])], [run([2, 5, 9, 6])], most).map(({ label }) => label);

describe('transactions that are judged', () => {
  it('are those with the most samples on the side that has fewer', () => {
    expect(labels(2)).toEqual(['d', 'b']);
    expect(labels(3)).toEqual(['d', 'b', 'a']);
  });

  it('are all, in their order, where that is possible', () => {
    expect(labels(4)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are said to be a part where they are one', () => {
    expect(mostSampledCheck(4, 4)).toEqual([]);
    const [check] = mostSampledCheck(1000, 100_000);
    expect(check).toMatchObject({ state: 'note', baseline: '1,000 of 100,000', caps: false });
    expect(check!.message).toContain('all others only together');
  });
});
