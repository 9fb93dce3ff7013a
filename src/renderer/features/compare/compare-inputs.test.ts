import { describe, expect, it } from 'vitest';
import type { ComparedRun } from '#shared/model/comparison.ts';
import type { ErrorGroup } from '#shared/model/latency.ts';
import { fakeVerdict } from '../../panels/testing/fake-comparison.ts';
import { mappingChoices, withPair, withSuggestions } from './mapping-rows.ts';
import { readMargin } from './margin-input.ts';
import { pairErrors } from './paired-errors.ts';
import { comparisonName, windowFacts, windowName } from './side-words.ts';
import { overlaid } from './verdict-order.ts';

describe('a margin as people write it', () => {
  it.each([
    ['10', '5', { ratio: 0.1, ms: 5 }],
    [' 7,5 % ', '0 ms', { ratio: 0.075, ms: 0 }],
    ['7', '.5', { ratio: 0.07, ms: 0.5 }],
  ])('%s and %s', (percent, ms, margin) => {
    expect(readMargin(percent, ms)).toEqual({ kind: 'margin', margin });
  });

  it.each([
    ['0', '5', 'percent'],
    ['-3', '5', 'percent'],
    ['1e3', '5', 'percent'],
    ['1001', '5', 'percent'],
    ['10', 'five', 'ms'],
    ['10', '1000001', 'ms'],
  ])('refuses %s and %s, and says what would do', (percent, ms, field) => {
    expect(readMargin(percent, ms)).toMatchObject({
      kind: 'wrong',
      field,
      problem: expect.stringContaining('such as'),
    });
  });
});

describe('pairs of names', () => {
  const removed = ['Log out', 'Checkout: address'];
  const added = ['Sign out', 'checkout_address', 'Gift wrap'];

  it('are suggested for what has none, and taken together', () => {
    const choices = mappingChoices(removed, added, []);
    expect(choices.free).toEqual(added);
    expect(choices.rows.map((row) => [row.baseline, row.suggestion?.candidate ?? null])).toContainEqual([
      'Checkout: address',
      'checkout_address',
    ]);
    const taken = withSuggestions([], choices);
    expect(taken).toContainEqual({ baseline: 'Checkout: address', candidate: 'checkout_address' });
    const after = mappingChoices(removed, added, taken);
    expect(after.rows.find((row) => row.baseline === 'Checkout: address')).toMatchObject({
      candidate: 'checkout_address',
      suggestion: null,
    });
    expect(after.free).not.toContain('checkout_address');
  });

  it('never have a name twice', () => {
    const one = withPair([], 'Log out', 'Sign out');
    expect(withPair(one, 'Checkout: address', 'Sign out')).toEqual([
      { baseline: 'Checkout: address', candidate: 'Sign out' },
    ]);
    expect(withPair(one, 'Log out', 'Gift wrap')).toEqual([{ baseline: 'Log out', candidate: 'Gift wrap' }]);
    expect(withPair(one, 'Log out', null)).toEqual([]);
  });

  it('stay in the lists when they are taken apart', () => {
    const { rows, free } = mappingChoices(['Log out'], ['Sign out'], []);
    expect([rows.map((row) => row.baseline), free]).toEqual([['Log out'], ['Sign out']]);
  });
});

describe('errors of both sides', () => {
  const group = (change: Partial<ErrorGroup>): ErrorGroup => ({
    transaction: 'Log in',
    code: '503',
    message: 'No upstream',
    count: 1,
    firstMs: null,
    lastMs: null,
    ...change,
  });

  it('are put together by what they say', () => {
    const rows = pairErrors(
      [group({ count: 3 }), group({ transaction: 'Log out', count: 2 })],
      [group({ transaction: 'Sign out', count: 4 }), group({ code: null, message: null })],
    );
    expect(rows).toEqual([
      { text: '503 No upstream', baseline: 5, candidate: 4 },
      { text: 'no code, no message', baseline: 0, candidate: 1 },
    ]);
  });
});

describe('a side in words', () => {
  const run = (change: Partial<ComparedRun> = {}): ComparedRun => ({
    runId: 1,
    name: 'Nightly',
    tool: 'jmeter',
    window: { fromMs: 0, toMs: 100_000 },
    windowIs: 'steady',
    samples: 38_600,
    ...change,
  });

  it('names window and rate, of several runs together', () => {
    expect(windowFacts([run()])).toBe('steady 1 m 40 s, 386 /s');
    expect(windowFacts([run(), run({ windowIs: 'all' })])).toBe('several windows 3 m 20 s, 386 /s');
    expect(windowFacts([])).toBe('');
    expect(windowName({ fromMs: 60_000, toMs: 120_000 })).toBe('01:00–02:00');
  });

  it('names the comparison', () => {
    expect(comparisonName(['2213'], ['2214', '2215', '2216'])).toBe('2213 against 2214 and 2 more');
  });
});

describe('verdicts found anew', () => {
  it('take the places of the earlier ones, whatever comes first', () => {
    const before = [fakeVerdict({ label: 'a' }), fakeVerdict({ label: 'b' })];
    const found = [fakeVerdict({ label: 'c' }), fakeVerdict({ label: 'b', verdict: 'improved' })];
    expect(overlaid(before, found).map((row) => [row.label, row.verdict])).toEqual([
      ['a', 'regressed'],
      ['b', 'improved'],
      ['c', 'regressed'],
    ]);
    expect(overlaid([], found)).toEqual(found);
  });

  it('are told apart by metric, and from all samples together', () => {
    const before = [fakeVerdict({ label: null }), fakeVerdict({ label: 'a', metric: 'p50' })];
    expect(overlaid(before, [fakeVerdict({ label: 'a', metric: 'p99' })])).toHaveLength(3);
  });
});
