import { describe, expect, it } from 'vitest';
import type { HeapEvidence, ProfileEvidence } from '../evidence.ts';
import {
  bundle,
  check,
  compared,
  gate,
  heap,
  listed,
  QUERY,
  serious,
  verdict,
} from '../testing/clean-bundle.ts';

const difference: ProfileEvidence = {
  gc: null,
  difference: {
    sentence: '82 % of the extra CPU per request sits under PriceRules.evaluate.',
    confidence: 'high',
    confidenceReason: 'Three runs a side.',
    unit: 'ms',
    normalised: 'per operation',
    functions: [{ name: 'structuredClone', baseline: 0, candidate: 1.93, low: 1.7, high: 2.2 }],
    query: QUERY,
  },
};

describe('regression', () => {
  it('is named after p95, else after the median, else after p99', () => {
    const of = (...verdicts: Parameters<typeof verdict>[0][]) =>
      listed(bundle({}, compared(verdicts.map((each) => verdict(each)))))[0];
    expect(of({})).toMatchObject({
      id: 'regression:order',
      severity: 'high',
      title: 'order is 25 % slower at p95',
    });
    expect(of({ metric: 'p50' }, { verdict: 'no-change' })?.title).toBe('order is 25 % slower at p50');
    expect(of({ metric: 'p99' })).toMatchObject({ severity: 'medium', title: 'order is 25 % slower at p99' });
    // 10 ms × 10,000 samples.
    expect(of({})?.impact).toBe(100_000);
  });

  it('names where the time went when profiles say so, and what grows in the heap', () => {
    const [finding] = listed(
      bundle({}, { ...compared([verdict()]), profile: difference, heap: [heap({})] }),
    ).filter(({ rule }) => rule === 'regression');
    expect(finding?.statement).toContain('82 % of the extra CPU per request sits under PriceRules.evaluate.');
    expect(finding?.statement).toContain('QuoteContext keeps growing');
    expect(finding?.evidence.map(({ kind }) => kind)).toEqual(['comparison', 'profile', 'heap']);
    expect(finding?.evidence[1]?.figures[0]).toMatchObject({
      name: 'structuredClone',
      value: 1.93,
      baseline: 0,
    });
    expect(finding?.unknowns.join(' ')).not.toContain('was attached');
  });

  it('is told of all requests only where no transaction has it', () => {
    const all = verdict({ label: null });
    expect(serious(bundle({}, compared([all, verdict()])))).toEqual(['regression:order']);
    expect(serious(bundle({}, compared([all, verdict({ verdict: 'no-change' })])))).toEqual(['regression:*']);
  });

  it('is none without a verdict, and the gate about it says nothing more', () => {
    expect(serious(bundle({}, compared([verdict({ verdict: 'no-change' })])))).toEqual([]);
    expect(
      serious(bundle({}, compared([verdict({ verdict: 'inconclusive', reason: 'too-noisy' })]))),
    ).toEqual([]);
    const failed = gate('regression of p95 <= 10%', 'failed', [
      { subject: 'order', measured: '25 % slower', outcome: 'failed' },
    ]);
    expect(serious(bundle({ gates: [failed] }, compared([verdict()])))).toEqual(['regression:order']);
    expect(serious(bundle({ gates: [failed] }, compared([verdict({ verdict: 'no-change' })])))).toEqual([
      'gate-failed:g',
    ]);
  });
});

describe('improvement', () => {
  const better = { verdict: 'improved', candidate: 75, deltaRatio: -0.25, ci95: [-0.3, -0.2] } as const;
  it.each([['p95'], ['p50']] as const)('at %s is good', (metric) => {
    const [finding] = listed(bundle({}, compared([verdict({ ...better, metric })])));
    expect(finding).toMatchObject({ severity: 'good', title: `order is 25 % faster at ${metric}` });
    expect(finding?.statement).not.toContain('your');
  });

  it('is none where something else got worse, or nothing is sure', () => {
    const worse = verdict({ metric: 'p99' });
    expect(listed(bundle({}, compared([verdict(better), worse]))).map(({ rule }) => rule)).toEqual([
      'regression',
    ]);
    expect(listed(bundle({}, compared([verdict({ verdict: 'no-change' })])))).toEqual([]);
  });
});

describe('error change', () => {
  const more = verdict({ metric: 'errorRate', baseline: 0.001, candidate: 0.03, deltaRatio: 0.029 });
  it('of one transaction, or of all together', () => {
    expect(listed(bundle({}, compared([more])))[0]).toMatchObject({
      id: 'error-change:order',
      severity: 'high',
      title: 'order fails more often: 3 % instead of 0.1 %',
    });
    expect(serious(bundle({}, compared([{ ...more, label: null }])))).toEqual(['error-change:*']);
  });

  it('is none below the margin, or where less fails', () => {
    expect(serious(bundle({}, compared([{ ...more, verdict: 'no-change' }])))).toEqual([]);
    expect(serious(bundle({}, compared([{ ...more, verdict: 'improved', candidate: 0 }])))).toEqual([]);
  });
});

describe('mismatch and blocked conclusions', () => {
  it.each(['rate', 'concurrency', 'mix', 'loop'])('tells of another %s', (code) => {
    expect(serious(bundle({}, compared([], [check(code)])))).toEqual([`mismatch:${code}`]);
  });
  it.each(['window-length', 'rounded', 'aggregated', 'steady'])('tells what blocks: %s', (code) => {
    expect(serious(bundle({}, compared([], [check(code)])))).toEqual([`blocked-conclusion:${code}`]);
  });

  it('says nothing of checks that hold, are waived, or whose subject has its own finding', () => {
    expect(serious(bundle({}, compared([], [check('rate', { state: 'ok' })])))).toEqual([]);
    expect(serious(bundle({}, compared([], [check('rate', { waived: 'on purpose' })])))).toEqual([]);
    expect(serious(bundle({}, compared([], [check('error-rate')])))).toEqual([]);
  });

  it('warns of what looks slower, and mentions what is open', () => {
    const leaning = verdict({ verdict: 'inconclusive', reason: 'leaning-slower', minutesNeeded: 27 });
    expect(listed(bundle({}, compared([leaning])))[0]).toMatchObject({
      id: 'blocked-conclusion:inconclusive',
      severity: 'medium',
      title: 'order looks slower, but it is not sure',
      options: [{ action: 'Test about 27 minutes on each side' }],
    });
    const noisy = verdict({ verdict: 'inconclusive', reason: 'too-noisy' });
    expect(listed(bundle({}, compared([noisy])))[0]).toMatchObject({ severity: 'info' });
    expect(listed(bundle({}, compared([{ ...noisy, metric: 'p99' }])))).toEqual([]);
  });
});

describe('heap and garbage collection', () => {
  it('a leak is high, a candidate low, and neither is told of a heap that does not grow', () => {
    expect(listed(bundle({}, { heap: [heap({})] }))[0]).toMatchObject({
      id: 'heap-leak:orders-service|class:Quote',
      severity: 'high',
      title: 'QuoteContext leaks 420 kB per 1,000 requests',
    });
    expect(listed(bundle({}, { heap: [heap({ verdict: 'candidate' })] }))[0]).toMatchObject({
      severity: 'low',
      confidence: 'low',
    });
    expect(listed(bundle({}, { heap: [heap({}, { key: 'x', verdict: 'candidate' })] }))).toHaveLength(1);
    expect(serious(bundle({}, { heap: [heap()] }))).toEqual([]);
    expect(listed(bundle({}, { heap: [heap({ operationsKnown: false })] }))[0]?.title).toContain(
      'per snapshot',
    );
  });

  it('names what holds it, not what leaks, as the one to let go', () => {
    const retainerPath = ['quotes › QuoteService', 'open › Map', 'table › (array)', '[*] › QuoteContext'];
    const [finding] = listed(bundle({}, { heap: [heap({ retainerPath })] }));
    expect(finding?.options[0]?.action).toBe('Let open › Map go of QuoteContext when it is done');
    expect(finding?.statement).toContain('is held by quotes › QuoteService → open › Map → table › (array).');
  });

  describe('leaks of one cause', () => {
    const way = ['quotes › QuoteService', 'open › Map', '[*] › QuoteContext'];
    const rows = { key: 'class:Row', name: 'Row', perOperation: 80, retainerPath: [...way, 'rows › Row'] };
    const text = {
      key: 'class:(string)',
      name: '(string)',
      perOperation: 30,
      retainerPath: [...rows.retainerPath, 'name › (string)'],
    };
    const leaks = (...growing: Partial<HeapEvidence['growing'][number]>[]) =>
      listed(bundle({}, { heap: [heap(...growing)] })).filter(({ rule }) => rule === 'heap-leak');

    it('are one finding, that of what holds the others, which are its evidence', () => {
      const [finding, ...others] = leaks(text, {}, rows);
      expect(others).toEqual([]);
      expect(finding).toMatchObject({ id: 'heap-leak:orders-service|class:Quote' });
      expect(finding?.statement).toContain(
        'What it holds grows with it: (string), Row; together 530 bytes per request.',
      );
      expect(finding?.evidence.map(({ id }) => id)).toEqual([
        'growth',
        'growth:class:(string)',
        'growth:class:Row',
      ]);
      expect(finding?.evidence[2]?.figures[0]).toMatchObject({ value: 80 });
    });

    it.each([
      ['beside it in the same map', { ...rows, retainerPath: [...way.slice(0, 2), '[*] › Row'] }],
      [
        'reached by another instance',
        { ...rows, retainerPath: [way[0]!, 'done › Map', way[2]!, 'rows › Row'] },
      ],
      ['held in many ways', { ...rows, heldAlike: false }],
      ['whose way is not known', { ...rows, retainerPath: [] }],
    ])('are two where the second is %s', (_, other) => {
      expect(leaks({}, other)).toHaveLength(2);
    });
  });

  it.each([
    ['what only may leak, beside a leak', [{}, { key: 'x', verdict: 'candidate' as const }], 1],
    ['a heap in which nothing grows', [], 0],
  ])('is not told of %s', (_, growing, told) => {
    const found = listed(bundle({}, { heap: [heap(...growing)] }));
    expect(found.filter(({ rule }) => rule === 'heap-leak')).toHaveLength(told);
  });

  it('garbage collection of the profile above its share, not below', () => {
    const profile = (share: number): ProfileEvidence => ({
      difference: null,
      gc: { share, baseline: 0.05, query: QUERY },
    });
    expect(listed(bundle({}, { profile: profile(0.14) }))[0]).toMatchObject({
      id: 'gc-pressure:profile',
      severity: 'medium',
    });
    expect(listed(bundle({}, { profile: profile(0.3) }))[0]).toMatchObject({ severity: 'high' });
    expect(serious(bundle({}, { profile: profile(0.09) }))).toEqual([]);
    expect(serious(bundle({}, { profile: difference }))).toEqual([]);
  });
});
