import { describe, expect, it } from 'vitest';
import { fakeGate, fakeLimit } from '../testing/fake-gates.ts';
import { countWords, keyFigure, overallWords, transactionOf, worstGatesFirst } from './gate-words.ts';

const counts = (failed: number, unknown: number, passed: number) => ({
  counts: { failed, 'cannot-tell': unknown, passed },
});

describe('key figures of gates', () => {
  it.each([
    [
      'the share that misses the limit',
      fakeGate({ outcome: 'failed', ...counts(3, 1, 10) }),
      [fakeLimit()],
      '3 of 14 over 200 ms',
    ],
    [
      'a limit from below',
      fakeGate({ outcome: 'failed', ...counts(2, 0, 1) }),
      [fakeLimit({ operator: '>=', limit: '0.85' })],
      '2 of 3 under 0.85',
    ],
    [
      'several limits',
      fakeGate({ outcome: 'failed', ...counts(3, 0, 1) }),
      [fakeLimit(), fakeLimit()],
      '3 of 4',
    ],
    [
      'limits of other gates do not count',
      fakeGate({ outcome: 'failed', ...counts(1, 0, 1) }),
      [fakeLimit({ gateId: 'other' })],
      '1 of 2',
    ],
    ['everything', fakeGate({ ...counts(0, 0, 14) }), [fakeLimit()], 'all 14, limit 200 ms'],
    [
      'those that cannot be told',
      fakeGate({ outcome: 'cannot-tell', ...counts(0, 2, 1200) }),
      [],
      '2 of 1,202',
    ],
    [
      'the figure and its limit',
      fakeGate({
        evidence: [{ subject: 'All', measured: 'error rate 0.067 % (451 of 677,473)', outcome: 'passed' }],
      }),
      [fakeLimit({ figure: 'error rate', limit: '1 %' })],
      '0.067 %, limit 1 %',
    ],
    [
      'a figure with a comma in it',
      fakeGate({
        outcome: 'failed',
        evidence: [{ subject: 'All', measured: '1,190/s (677,473 samples)', outcome: 'failed' }],
      }),
      [],
      '1,190/s',
    ],
    [
      'the reason why nothing can be told',
      fakeGate({
        outcome: 'cannot-tell',
        sentence:
          'Cannot tell: the expected load is not known, and it is not guessed. Write it into the gates.',
      }),
      [],
      'expected load is not known',
    ],
  ])('say %s', (_, result, limits, text) => {
    expect(keyFigure(result, limits)).toBe(text);
  });

  it('counts what was judged', () => {
    expect(countWords(counts(3, 0, 1200))).toBe('1,203 judged: 3 failed, 1,200 passed');
  });
});

describe('the outcome of all gates', () => {
  it('counts blocking gates only', () => {
    const results = [
      fakeGate({ outcome: 'failed' }),
      fakeGate({ outcome: 'failed', enforcement: 'conditional' }),
      fakeGate(),
    ];
    expect(overallWords({ results, outcome: 'failed' })).toEqual({
      title: 'Gates failed',
      figure: '1 of 2 blocking',
    });
    expect(overallWords({ results: [fakeGate()], outcome: 'passed' }).figure).toBe('all 1 blocking');
    expect(overallWords({ results: [], outcome: 'passed' }).title).toBe('No gates');
    expect(overallWords({ results: [results[1]!], outcome: 'passed' }).figure).toBe('none is blocking');
  });

  it('shows first what decides', () => {
    const gate = (id: string, outcome: 'passed' | 'failed' | 'cannot-tell', conditional = false) =>
      fakeGate({ id, outcome, enforcement: conditional ? 'conditional' : 'blocking' });
    const sorted = worstGatesFirst([
      gate('a', 'passed'),
      gate('b', 'cannot-tell'),
      gate('c', 'failed', true),
      gate('d', 'failed'),
      gate('e', 'passed'),
    ]);
    expect(sorted.map(({ id }) => id)).toEqual(['d', 'c', 'b', 'a', 'e']);
  });
});

describe('evidence', () => {
  it('names a transaction, with or without the metric behind it', () => {
    const isLabel = (text: string) => ['Log in', 'Pay, p95'].includes(text);
    expect(transactionOf('Log in', isLabel)).toBe('Log in');
    expect(transactionOf('Log in, p99.9', isLabel)).toBe('Log in');
    expect(transactionOf('Log in, error rate', isLabel)).toBe('Log in');
    expect(transactionOf('Pay, p95', isLabel)).toBe('Pay, p95');
    expect(transactionOf('All', isLabel)).toBeNull();
    expect(transactionOf('Log out, p95', isLabel)).toBeNull();
  });
});
