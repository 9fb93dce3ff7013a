import { describe, expect, test } from 'vitest';
import type { ErrorGroup } from '#shared/model/latency.ts';
import { errorRows, isChosenError, toggledError } from './error-rows.ts';

function group(change: Partial<ErrorGroup>): ErrorGroup {
  return { transaction: 'Cart', code: '503', message: 'Busy', count: 1, firstMs: 0, lastMs: 0, ...change };
}

const groups = [
  group({ count: 6, firstMs: 5000, lastMs: 9000 }),
  group({ transaction: 'Checkout', count: 10, firstMs: 2000, lastMs: 3000 }),
  group({ code: '500', message: null, count: 4, firstMs: null, lastMs: null }),
];

describe('errors by what they said', () => {
  test('transactions of one code and message are one row, most failures first', () => {
    expect(errorRows(groups, null, 20)).toEqual([
      {
        code: '503',
        message: 'Busy',
        count: 16,
        inRun: null,
        share: 0.8,
        firstMs: 2000,
        lastMs: 9000,
        transactions: [
          { label: 'Checkout', count: 10 },
          { label: 'Cart', count: 6 },
        ],
      },
      {
        code: '500',
        message: null,
        count: 4,
        inRun: null,
        share: 0.2,
        firstMs: null,
        lastMs: null,
        transactions: [{ label: 'Cart', count: 4 }],
      },
    ]);
  });

  test('beside those of the selection stand those of the run', () => {
    const inRun = [group({ count: 100 }), group({ transaction: 'Checkout', count: 11 })];
    expect(errorRows(groups, inRun, 20).map((row) => [row.count, row.inRun])).toEqual([
      [16, 111],
      // Less than the selection has: the list of the run was cut off before it.
      [4, 4],
    ]);
  });

  test('shares are of all failures, also of those that are not listed', () => {
    expect(errorRows(groups, null, 40).map((row) => row.share)).toEqual([0.4, 0.1]);
    expect(errorRows(groups, null, null).map((row) => row.share)).toEqual([null, null]);
  });
});

describe('choosing an error', () => {
  const other = { field: 'source', values: ['a.jtl'], not: false };
  const nothing = { outcome: 'all', conditions: [other] } as const;

  test('selects the failures of its code and keeps other conditions; again, lets them go', () => {
    const chosen = toggledError(nothing, '503');
    expect(chosen).toEqual({
      outcome: 'failed',
      conditions: [other, { field: 'code', values: ['503'], not: false }],
    });
    expect(isChosenError(chosen, '503')).toBe(true);
    expect(isChosenError(chosen, '500')).toBe(false);
    expect(toggledError(chosen, '503')).toEqual(nothing);
  });

  test('another code takes the place of the first; failures without one can be chosen, too', () => {
    const second = toggledError(toggledError(nothing, '503'), null);
    expect(second.conditions).toEqual([other, { field: 'code', values: [null], not: false }]);
    expect(isChosenError(second, null)).toBe(true);
  });

  test('an excluded code is no chosen one', () => {
    const conditions = [{ field: 'code', values: ['503'], not: true }];
    expect(isChosenError({ outcome: 'failed', conditions }, '503')).toBe(false);
  });
});
