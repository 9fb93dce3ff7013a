import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterKey, outcomes, sampleFilterSchema, wholeRun, type SampleFilter } from './filter.ts';

fc.configureGlobal({ seed: 20_241_121 });

const filters: fc.Arbitrary<SampleFilter> = fc.record({
  runId: fc.integer({ min: 1, max: 99 }),
  time: fc.option(
    fc
      .tuple(fc.integer({ min: -50, max: 50 }), fc.nat(50))
      .map(([fromMs, width]) => ({ fromMs, toMs: fromMs + width })),
  ),
  transactions: fc.option(fc.uniqueArray(fc.nat(120), { maxLength: 4 })),
  outcome: fc.constantFrom(...outcomes),
  latency: fc.option(
    fc.tuple(fc.nat(3), fc.option(fc.nat(3))).map(([fromMs, width]) => ({
      fromMs,
      toMs: width === null ? null : fromMs + width,
    })),
  ),
  conditions: fc.uniqueArray(
    fc.record({
      field: fc.constantFrom('code', 'tag:a'),
      values: fc.uniqueArray(fc.option(fc.constantFrom('200', 'null', '')), { minLength: 1, maxLength: 3 }),
      not: fc.boolean(),
    }),
    { maxLength: 2, selector: ({ field }) => field },
  ),
});

/** The same question, asked in another order. */
function normal({ transactions, conditions, ...rest }: SampleFilter) {
  return {
    ...rest,
    transactions: transactions === null ? null : [...transactions].sort((a, b) => a - b),
    conditions: conditions
      .map(({ field, values, not }) =>
        JSON.stringify([field, not, values.map((value) => JSON.stringify(value)).sort()]),
      )
      .sort(),
  };
}

describe('filter keys', () => {
  it('are equal exactly when the filters ask for the same samples', () => {
    fc.assert(
      fc.property(filters, filters, (a, b) => {
        const same = JSON.stringify(normal(a)) === JSON.stringify(normal(b));
        expect(filterKey(a) === filterKey(b)).toBe(same);
        const reversed = a.transactions === null ? a : { ...a, transactions: [...a.transactions].reverse() };
        expect(filterKey(reversed)).toBe(filterKey(a));
        const conditions = [...a.conditions].reverse();
        expect(filterKey({ ...a, conditions })).toBe(filterKey(a));
      }),
      { numRuns: 1000 },
    );
  });

  it('tell no transaction from all transactions', () => {
    const all = wholeRun(1);
    expect(filterKey({ ...all, transactions: [] })).not.toBe(filterKey(all));
  });

  it('leave the filter as it is', () => {
    const transactions = [3, 1, 2];
    filterKey({ ...wholeRun(1), transactions });
    expect(transactions).toEqual([3, 1, 2]);
  });
});

describe('filters from outside', () => {
  it('are taken as they are when they make sense', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        expect(sampleFilterSchema.parse(filter)).toEqual(filter);
      }),
    );
  });

  it.each([
    ['a run that cannot be', { runId: 0 }],
    ['a span that ends before it begins', { time: { fromMs: 2, toMs: 1 } }],
    ['an endless span', { time: { fromMs: 0, toMs: Infinity } }],
    ['NaN', { time: { fromMs: NaN, toMs: 1 } }],
    ['a broken transaction', { transactions: [1.5] }],
    ['an unknown outcome', { outcome: 'maybe' }],
    ['something more', { sql: 'DROP TABLE runs' }],
  ])('are refused with %s', (_what, change) => {
    expect(sampleFilterSchema.safeParse({ ...wholeRun(1), ...change }).success).toBe(false);
  });
});
