import { describe, expect, it } from 'vitest';
import type { SelectionSnapshot } from '../../state/selection-slice.ts';
import { fakeTransactions } from '../../testing/fake-data.ts';
import { replaced, withValue } from './condition-choice.ts';
import { bandText, conditionText } from './condition-words.ts';
import { parseSelectionText, portableSelection, selectionText, usableSelection } from './saved-selection.ts';

const known = fakeTransactions();
const selection: SelectionSnapshot = {
  runId: 1,
  time: { fromMs: 1000, toMs: 2000 },
  transactions: [2, 4],
  outcome: 'failed',
  latency: { fromMs: 250, toMs: null },
  conditions: [{ field: 'tag:zone', values: ['eu', null], not: true }],
};

describe('a selection without its run', () => {
  it('comes back through text as it was', () => {
    const portable = parseSelectionText(selectionText(portableSelection(selection, known)));
    const { time, transactions, outcome, latency, conditions } = selection;
    const rest = { time, transactions, outcome, latency, conditions };
    expect(usableSelection(portable!, known)).toEqual({ selection: rest, missing: [] });
  });

  it('names transactions by their labels, and says which another run has not', () => {
    const portable = portableSelection(selection, known);
    expect(portable.transactions).toEqual(['Log in', 'Add to cart']);
    const other = [{ id: 71, label: 'Add to cart', kind: 'request' as const }];
    expect(usableSelection(portable, other)).toMatchObject({
      selection: { transactions: [71] },
      missing: ['Log in'],
    });
    expect(usableSelection(portable, [{ ...other[0]!, label: 'Pay' }])).toBeNull();
  });

  it.each([
    ['nothing', ''],
    ['other text', 'hello'],
    ['other JSON', '{"a":1}'],
    [
      'a damaged selection',
      selectionText(portableSelection(selection, known)).replace('"failed"', '"maybe"'),
    ],
    [
      'a selection with more in it',
      selectionText(portableSelection(selection, known)).replace('{', '{"x":1,'),
    ],
  ])('is not read from %s', (_, text) => {
    expect(parseSelectionText(text)).toBeNull();
  });
});

describe('conditions', () => {
  const code = { field: 'code', values: ['503'], not: false };

  it('of one field and sense are put together; others stand beside', () => {
    expect(withValue([code], 'code', '504')).toEqual([{ ...code, values: ['503', '504'] }]);
    expect(withValue([code], 'code', '503')).toEqual([code]);
    expect(withValue([{ ...code, not: true }], 'code', '504')).toEqual([
      { ...code, not: true },
      { ...code, values: ['504'] },
    ]);
  });

  it('without a value are none', () => {
    expect(replaced([code], code, { ...code, values: [] })).toEqual([]);
    expect(replaced([], undefined, { ...code, values: [] })).toEqual([]);
  });

  it.each([
    [['503'], false, '503'],
    [['503'], true, 'not 503'],
    [['503', null], false, '503 or none'],
    [['503', ''], true, 'neither 503 nor (empty)'],
    [['1', '2', '3'], false, '3 values'],
    [['1', '2', '3'], true, 'none of 3 values'],
  ])('%j (not: %s) are put in words', (values, not, text) => {
    expect(conditionText({ field: 'code', values, not })).toBe(text);
  });

  it('of response times as well', () => {
    expect(bandText({ fromMs: 0, toMs: 500 })).toBe('under 500 ms');
    expect(bandText({ fromMs: 1250.5, toMs: null })).toBe('from 1250.5 ms');
    expect(bandText({ fromMs: 250, toMs: 1500 })).toBe('250–1,500 ms');
  });
});
