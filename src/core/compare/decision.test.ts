import { describe, expect, it } from 'vitest';
import {
  decide,
  effectOf,
  intervalOf,
  logLimits,
  minimumDetectable,
  minutesNeeded,
  pAbove,
  pBelow,
  pBetween,
  type Tested,
} from './decision.ts';
import { judgeErrors } from './judge.ts';
import { decidedSentence, noChangeSentence, openSentence } from './sentences.ts';
import { unjudged } from './estimate.ts';
import { withPermutations } from './run-level-test.ts';

const effect = effectOf(Math.log(1.24), [
  { variance: 0.03 ** 2, df: 59 },
  { variance: 0.035 ** 2, df: 39 },
]);

describe('tests against the margin (method A4)', () => {
  it('add variances up, with the degrees of freedom of Welch and Satterthwaite', () => {
    expect(effect.standardError).toBeCloseTo(Math.hypot(0.03, 0.035), 12);
    expect(effect.df).toBeCloseTo((0.03 ** 2 + 0.035 ** 2) ** 2 / (0.03 ** 4 / 59 + 0.035 ** 4 / 39), 8);
  });

  it('interval, p-values and detectable change fit together', () => {
    const [low, high] = intervalOf(effect);
    // At an end of the interval, the one-sided test has 2.5 %.
    expect(pAbove(effect, low)).toBeCloseTo(0.025, 10);
    expect(pBelow(effect, high)).toBeCloseTo(0.025, 10);
    expect(pAbove(effect, effect.estimate)).toBeCloseTo(0.5, 12);
    const { low: less, high: more } = logLimits(0.1);
    expect([less, more]).toEqual([Math.log(0.9), Math.log(1.1)]);
    expect(pBetween(effect, less, more)).toBeCloseTo(pBelow(effect, more), 12);
    expect(minimumDetectable(effect)).toBeGreaterThan(Math.exp(2.8 * effect.standardError) - 1);
    expect(minimumDetectable(effect)).toBeLessThan(Math.exp(2.9 * effect.standardError) - 1);
    // Where a change as large as the margin is just detectable, the test was just long enough.
    expect(minutesNeeded(effect, minimumDetectable(effect), 20)).toBeCloseTo(20, 8);
    const half = effectOf(0, [{ variance: effect.standardError ** 2 / 4, df: effect.df }]);
    expect(minutesNeeded(effect, 0.1, 20) / minutesNeeded(half, 0.1, 20)).toBeCloseTo(4, 8);
  });

  it('no error leaves no doubt, and a margin of all has no limit below', () => {
    const sure = effectOf(0.2, [{ variance: 0, df: 9 }]);
    expect([pAbove(sure, 0.1), pAbove(sure, 0.2), pBelow(sure, 0.3)]).toEqual([0, 1, 0]);
    expect(intervalOf(sure)).toEqual([0.2, 0.2]);
    expect(pBelow(effect, logLimits(1).low)).toBe(1);
  });
});

describe('the table of verdicts', () => {
  const base: Tested = {
    pRegressed: 1,
    pImproved: 1,
    beyondFloor: true,
    withinMargin: false,
    excludesZero: false,
    reachesMargin: false,
    worse: true,
    drifting: false,
  };
  const none = { pRegressed: 1, pImproved: 1 };
  it.each([
    ['regressed', {}, { pRegressed: 0.025, pImproved: 1 }, 'regressed', null],
    [
      'adjusted away',
      { pRegressed: 0.001, excludesZero: true, reachesMargin: true },
      { pRegressed: 0.026, pImproved: 1 },
      'inconclusive',
      'leaning-slower',
    ],
    [
      'below the floor',
      { beyondFloor: false, withinMargin: true },
      { pRegressed: 0, pImproved: 1 },
      'no-change',
      null,
    ],
    ['improved', { worse: false }, { pRegressed: 1, pImproved: 0.01 }, 'improved', null],
    ['no change', { withinMargin: true, excludesZero: true }, none, 'no-change', null],
    [
      'leaning faster',
      { worse: false, excludesZero: true, reachesMargin: true },
      none,
      'inconclusive',
      'leaning-faster',
    ],
    ['small but real', { excludesZero: true }, none, 'inconclusive', 'small-but-real'],
    ['drifting', { drifting: true }, none, 'inconclusive', 'drifting'],
    ['too noisy', { reachesMargin: true }, none, 'inconclusive', 'too-noisy'],
  ] as const)('%s', (_, tested, adjusted, verdict, reason) => {
    expect(decide({ ...base, ...tested }, adjusted)).toEqual({ verdict, reason });
  });
});

describe('sentences', () => {
  const change = { metric: 'p95', delta: 0.24, interval: [0.13, 0.36], unit: 'ratio', limit: 0.1 } as const;
  it('are those of method A4', () => {
    expect(decidedSentence(change)).toBe(
      'p95 is 24 % slower (95 % confidence: 13 % to 36 %). More than your 10 % limit.',
    );
    expect(decidedSentence({ ...change, delta: -0.2, interval: [-0.27, -0.12] })).toBe(
      'p95 is 20 % faster (95 % confidence: 12 % to 27 %). More than your 10 % limit.',
    );
    expect(noChangeSentence({ ...change, delta: 0.01, interval: [-0.02, 0.04] })).toBe(
      'No change beyond 10 % (−2 % to +4 %).',
    );
    expect(
      decidedSentence({
        metric: 'throughput',
        delta: -0.25,
        interval: [-0.3, -0.2],
        unit: 'ratio',
        limit: 0.1,
      }),
    ).toBe('Throughput is 25 % lower (95 % confidence: 20 % to 30 %). More than your 10 % limit.');
    expect(noChangeSentence({ metric: 'p50', delta: 1, interval: [-0.4, 2.4], unit: 'ms', limit: 5 })).toBe(
      'No change beyond 5 ms (−0.4 ms to +2.4 ms).',
    );
  });

  it('say what would settle it, and never more than is known', () => {
    const open = { ...change, delta: 0.05, interval: [-0.08, 0.2] as const };
    expect(openSentence(open, 'too-noisy', 23.2)).toBe(
      'Cannot tell: any change from −8 % to +20 % fits what was measured. About 24 minutes of test on each side would settle 10 %.',
    );
    expect(openSentence({ ...change, delta: 0.12, interval: [0.03, 0.22] }, 'leaning-slower', null)).toBe(
      'p95 looks 12 % slower (95 % confidence: 3 % to 22 %), but that it is beyond your 10 % limit is not sure.',
    );
  });
});

describe('few runs a side (method A5)', () => {
  it('Welch counts only where runs do not overlap beyond the margin', () => {
    // Three and three: the sides must be apart altogether.
    expect(withPermutations(0.001, [1, 2, 3], [4, 5, 6])).toBe(0.001);
    expect(withPermutations(0.001, [1, 2, 4.5], [4, 5, 6])).toBeCloseTo(2 / 20, 12);
    // Five and five: of 252 ways up to 6 are rare enough.
    expect(withPermutations(0.001, [1, 2, 3, 4, 6.5], [6, 7, 8, 9, 10])).toBe(0.001);
    expect(withPermutations(0.2, [1, 2, 3], [4, 5, 6])).toBe(0.2);
    expect(withPermutations(0.001, null, [1, 2, 3])).toBe(0.001);
    const seven = [1, 2, 3, 4, 5, 6, 7];
    expect(withPermutations(0.001, seven, seven)).toBe(0.001);
  });
});

describe('error rates (method A6)', () => {
  const side = (share: number, n: number) => ({ estimate: unjudged(share, n, ''), effectiveSamples: n });
  it('without any event an interval still has a width, and large samples settle it', () => {
    const few = judgeErrors(side(0, 100), side(0, 100));
    expect(few.figures.ci95![1]).toBeCloseTo(0.037, 3);
    expect(few.tested).toMatchObject({ withinMargin: false, excludesZero: false });
    expect(judgeErrors(side(0, 10_000), side(0, 10_000)).tested!.withinMargin).toBe(true);
  });

  it('p-values and interval meet at the margin', () => {
    const judged = judgeErrors(side(0, 1000), side(0.03, 1000));
    expect(judged.tested!.pRegressed).toBeLessThan(0.025);
    expect(judged.figures.ci95![0]).toBeGreaterThan(0.01);
    const unsure = judgeErrors(side(0, 300), side(0.02, 300));
    expect(unsure.tested!.pRegressed).toBeGreaterThan(0.025);
    expect(unsure.figures.ci95![0]).toBeLessThan(0.01);
    const better = judgeErrors(side(0.03, 1000), side(0, 1000));
    expect(better.tested!.pImproved).toBeCloseTo(judged.tested!.pRegressed, 10);
  });
});
