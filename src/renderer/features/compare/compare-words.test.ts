import { describe, expect, it } from 'vitest';
import type { MetricVerdict } from '#shared/model/comparison.ts';
import { fakeComparison, fakeVerdict } from '../../panels/testing/fake-comparison.ts';
import { asRequest, emptyDraft } from '../../state/compare-draft.ts';
import { durationScale } from '../../ui/duration-format.ts';
import { numberFormat } from '../../ui/number-format.ts';
import { likeness, suggestPairs } from './label-similarity.ts';
import { requestToken } from './request-token.ts';
import { countsText, rowsOf, verdictRank, worstLabel } from './verdict-order.ts';
import {
  intervalText,
  marginText,
  metricNameOf,
  minutesText,
  settlingText,
  valueText,
  verdictFacts,
} from './verdict-words.ts';

const of = (change: Partial<MetricVerdict>): MetricVerdict => fakeVerdict(change);

describe('the order of verdicts', () => {
  const rows = [
    of({ label: 'still', verdict: 'no-change', deltaRatio: 0.01 }),
    of({ label: 'faster', verdict: 'improved', deltaRatio: -0.2 }),
    of({ label: 'slow', verdict: 'regressed', deltaRatio: 0.2 }),
    of({ label: 'slowest', verdict: 'regressed', deltaRatio: 0.9 }),
    of({ label: 'open', verdict: 'inconclusive', deltaRatio: 3 }),
  ];

  it('puts what regressed first and what did not change last', () => {
    const ranks = rows.map((row) => [row.label, verdictRank(row.verdict)]);
    expect(ranks).toEqual([
      ['still', 3],
      ['faster', 2],
      ['slow', 0],
      ['slowest', 0],
      ['open', 1],
    ]);
    expect(worstLabel(rows)).toBe('slowest');
    expect(worstLabel([])).toBeNull();
  });

  it('counts in words', () => {
    expect(countsText(rows)).toBe('2 regressed, 1 inconclusive, 1 improved, 1 no change');
    expect(countsText([])).toBe('nothing to judge');
  });

  it('separates the row of everything together', () => {
    const request = asRequest({ ...emptyDraft }, ['p50', 'p95']);
    const { rows: table, headline } = rowsOf(fakeComparison(request).verdicts, 'p95');
    expect(table).toHaveLength(5);
    expect(headline).toMatchObject({ label: null, metric: 'p95' });
  });
});

describe('the words of a verdict', () => {
  it('give the interval of a decision', () => {
    expect(settlingText(of({}))).toBe('+16 to +31 %');
    expect(intervalText(of({ ci95: [-0.004, 0.031] }))).toBe('−0.4 to +3.1 %');
    expect(intervalText(of({ metric: 'errorRate', ci95: [-0.0013, 0.0035] }))).toBe('−0.13 to +0.35 points');
    expect(intervalText(of({ ci95: null }))).toBe('no interval');
  });

  it('of an open-loop test speak of the share of the offered load', () => {
    const share = of({ metric: 'throughput', shareOfOffered: true });
    expect(metricNameOf(share)).toBe('Achieved ÷ offered');
    expect(valueText(share, 0.704, durationScale('ms', 1))).toBe(numberFormat.percent(0.704));
    const rate = of({ metric: 'throughput' });
    expect(metricNameOf(rate)).toBe('Throughput');
    expect(valueText(rate, 6.7, durationScale('ms', 1))).toBe('6.70');
    const input = { verdict: 'inconclusive', reason: 'input', ci95: null, minutesNeeded: null } as const;
    expect(settlingText(of({ metric: 'throughput', ...input }))).toBe('input of an open-loop test');
  });

  it('say what would settle what is open', () => {
    const open = { verdict: 'inconclusive', reason: 'too-noisy', minutesTested: 30 } as const;
    expect(settlingText(of({ ...open, minutesNeeded: 57 }))).toBe('too noisy, ≈ 27 more min');
    expect(minutesText(of({ ...open, minutesNeeded: 30.4 }))).toBe('< 1 more min');
    expect(minutesText(of({ ...open, minutesNeeded: 20 }))).toBeNull();
    expect(settlingText(of({ ...open, reason: 'not-comparable', minutesNeeded: 57 }))).toBe(
      'not comparable, +16 to +31 %',
    );
    expect(settlingText(of({ ...open, minutesNeeded: null }))).toBe('too noisy, +16 to +31 %');
  });

  it('say when more time would not help', () => {
    const open = { verdict: 'inconclusive', reason: 'too-noisy', minutesTested: 30 } as const;
    const settling = (change: Partial<MetricVerdict>): string | undefined =>
      verdictFacts(of({ ...open, ...change }), durationScale('ms', 1)).find(
        ([name]) => name === 'To settle it',
      )?.[1];
    expect(settling({ minutesNeeded: 20 })).toBe('on the margin: more time will not settle it');
    // 0.06 × √(30 ÷ 120) = 0.03, and 30 min × (2² − 1) = 90 min.
    expect(settling({ minutesNeeded: 120, standardError: 0.06 })).toBe(
      '≈ 90 more min: T·((SE/SE_target)² − 1) = 30.0 min × ((6.00 % ÷ 3.00 %)² − 1) = 90.0 min, where a change of 10 % can be told; assumes the same load',
    );
    expect(settling({ minutesNeeded: 57, standardError: null })).toBe('≈ 27 more min');
    expect(settling({ minutesNeeded: 20, reason: 'not-comparable' })).toBeUndefined();
    expect(settling({ minutesNeeded: 20, verdict: 'no-change' })).toBeUndefined();
  });

  it('name milliseconds where they decide', () => {
    const small = { verdict: 'no-change', ci95: [0.02, 0.2], ci95Ms: [2.3, 3.7] } as const;
    expect(settlingText(of(small))).toBe('within 5 ms (+2.30 to +3.70)');
    expect(settlingText(of({ ...small, ci95: [0.02, 0.05] }))).toBe('+2 to +5 %');
  });

  it('know data that is the same', () => {
    expect(settlingText(of({ identical: true }))).toBe('identical data');
  });

  it('name the margin that applies to a metric', () => {
    const margin = { ratio: 0.125, ms: 5 };
    expect(marginText(margin, 'p95')).toBe('±12.5 % and 5 ms');
    expect(marginText(margin, 'throughput')).toBe('±12.5 %');
    expect(marginText(margin, 'errorRate')).toBe('±1 point');
  });

  it('leave nothing out that is known, and write nothing that is not', () => {
    const names = (verdict: MetricVerdict) =>
      verdictFacts(verdict, durationScale('ms', 1)).map(([name]) => name);
    expect(names(of({ verdict: 'inconclusive', minutesNeeded: 99 }))).toEqual([
      'Change',
      '95 % interval',
      'Margin',
      'p (Holm)',
      'Samples',
      'Time blocks',
      'Smallest detectable',
      'To settle it',
      'Confidence',
    ]);
    expect(names(of({ deltaRatio: null, pAdjusted: null, mde: null, minutesNeeded: null }))).toEqual([
      '95 % interval',
      'Margin',
      'Samples',
      'Time blocks',
      'Confidence',
    ]);
  });
});

describe('names that mean the same', () => {
  it('are alike whatever stands between their words', () => {
    expect(likeness('GET /api/v2/orders', 'get api v2 orders')).toBe(1);
    expect(likeness('placeOrder', 'Place order')).toBe(1);
    expect(likeness('Log in', 'Recommendations')).toBeLessThan(0.2);
    expect(likeness('', '')).toBe(0);
  });

  it('are suggested once each, the surest first', () => {
    const pairs = suggestPairs(
      ['Checkout: place order', 'Checkout: address', 'Log out'],
      ['checkout_address', 'checkout_place_order', 'Gift wrap'],
    );
    expect(pairs.map(({ baseline, candidate }) => [baseline, candidate])).toEqual([
      ['Checkout: address', 'checkout_address'],
      ['Checkout: place order', 'checkout_place_order'],
    ]);
  });
});

describe('the token of a question', () => {
  it('is equal for equal questions, differs for others, and is short enough', () => {
    const request = asRequest(emptyDraft, ['p95']);
    expect(requestToken(request)).toBe(requestToken(asRequest(emptyDraft, ['p95'])));
    expect(requestToken({ ...request, margin: { ratio: 0.2, ms: 5 } })).not.toBe(requestToken(request));
    expect(requestToken(request).length).toBeLessThanOrEqual(64);
  });
});
