import { describe, expect, it } from 'vitest';
import type { GateOutcome } from '#shared/model/gates.ts';
import { fakeLimit } from '../testing/fake-gates.ts';
import { commonLimit, headlineLimit, transactionSlos } from './slo.ts';

const of = (transactionId: number | null, outcome: GateOutcome, measured = 'p95 100 ms') => ({
  transactionId,
  outcome,
  measured,
});

describe('limits of transactions', () => {
  it('take the worst of all limits, and list each', () => {
    const slos = transactionSlos([
      fakeLimit({ outcomes: [of(1, 'passed'), of(2, 'failed', 'p95 300 ms'), of(null, 'failed')] }),
      fakeLimit({ figure: 'p99', windowed: true, outcomes: [of(1, 'cannot-tell', 'too few samples')] }),
    ]);
    expect(slos.get(1)).toEqual({
      outcome: 'cannot-tell',
      lines: ['p95 < 200 ms: passed, p95 100 ms', 'p99 < 200 ms in windows: cannot tell, too few samples'],
    });
    expect(slos.get(2)?.outcome).toBe('failed');
    expect([...slos.keys()]).toEqual([1, 2]);
  });

  it('have a common one only where it is the same for all', () => {
    const one = fakeLimit({ outcomes: [of(1, 'passed')] });
    const overall = fakeLimit({ figure: 'error rate', limit: '1 %', outcomes: [of(null, 'passed')] });
    expect(commonLimit([one, overall])).toBe('p95 < 200 ms');
    expect(commonLimit([one, { ...one, limit: '300 ms' }])).toBeNull();
    expect(commonLimit([overall])).toBeNull();
  });
});

describe('limits beside headline figures', () => {
  it.each([
    [
      'p95',
      [fakeLimit({ outcome: 'failed', outcomes: [of(1, 'failed'), of(2, 'passed')] })],
      '1 of 2 over 200 ms',
    ],
    ['p95', [fakeLimit({ outcomes: [of(1, 'passed'), of(2, 'passed')] })], 'all 2 passed, limit 200 ms'],
    [
      'p95',
      [fakeLimit({ outcome: 'cannot-tell', outcomes: [of(1, 'cannot-tell'), of(2, 'passed')] })],
      '1 of 2 cannot tell, limit 200 ms',
    ],
    ['p95', [fakeLimit({ outcome: 'cannot-tell' })], 'cannot tell, limit 200 ms'],
    [
      'p95',
      [
        fakeLimit({ outcomes: [of(1, 'passed')] }),
        fakeLimit({ limit: '90 ms', outcome: 'failed', outcomes: [of(2, 'failed')] }),
      ],
      '1 of 2 beyond their limit',
    ],
    [
      'error rate',
      [fakeLimit({ figure: 'error rate', limit: '1 %', outcomes: [of(null, 'passed')] })],
      'passed, limit 1 %',
    ],
  ])('of %s', (figure, limits, text) => {
    expect(headlineLimit(limits, figure, null)?.text).toBe(text);
  });

  it('are those of the chosen transactions', () => {
    const limits = [
      fakeLimit({ outcome: 'failed', outcomes: [of(1, 'failed'), of(2, 'passed')] }),
      fakeLimit({ limit: '90 ms', outcomes: [of(3, 'passed')] }),
    ];
    expect(headlineLimit(limits, 'p95', [2])).toMatchObject({
      outcome: 'passed',
      text: 'passed, limit 200 ms',
    });
    expect(headlineLimit(limits, 'p95', [1, 2])?.text).toBe('1 of 2 over 200 ms');
    expect(headlineLimit(limits, 'p95', [4])).toBeNull();
  });

  it('are not set where no rule is about the figure', () => {
    expect(headlineLimit([fakeLimit()], 'p99', null)).toBeNull();
  });
});
