import { describe, expect, test } from 'vitest';
import { TABLE_PERCENTILES, type Figures } from '../../panels/run-figures/figures.ts';
import type { RunFigures } from '../../panels/run-figures/use-run-figures.ts';
import { fakeRun } from '../../testing/fake-data.ts';
import type { Intervals } from '../../panels/run-figures/use-intervals.ts';
import { headlineFigures } from './headline-figures.ts';

const overall: Figures = {
  samples: 677_473,
  failures: 451,
  minMs: 1,
  meanMs: 60.2,
  maxMs: 7369,
  stdDevMs: 80,
  throughputPerSec: 387.04,
  receivedPerSec: null,
  percentilesMs: [49, 113, 144.25, 235, 785],
  jmeterMs: null,
};
const exact: RunFigures = {
  state: 'exact',
  percentiles: TABLE_PERCENTILES,
  overall,
  transactions: [],
  apdex: { score: 0.99812, tMs: 500, samples: 677_473 },
};

function texts(
  figures: RunFigures,
  change: Parameters<typeof fakeRun>[0] = {},
  time: { fromMs: number; toMs: number } | null = null,
  intervals: Intervals | null = null,
) {
  return headlineFigures(figures, fakeRun(change), time, intervals).map(
    ({ value, unit, estimated, context }) => `${estimated ? '≈' : ''}${value} ${unit}: ${context.join('; ')}`,
  );
}

describe('headline', () => {
  test('every figure says what it rests on', () => {
    expect(texts(exact)).toEqual([
      '144 ms: 33,873 are slower; no limit set',
      '235 ms: 6,774 are slower; no limit set',
      '49 ms: 338,736 are slower; no limit set',
      '387 /s: 677,473 samples; in 42 m 00 s',
      '0.067 %: 451 of 677,473; no limit set',
      '0.998 [0.5 s]: T = 500 ms; 677,473 samples',
    ]);
  });

  const blocks: Intervals = {
    of: (id, percentile) =>
      id === null && percentile === 95 ? { lowMs: 143.4, highMs: 145.2, method: 'blocks' } : null,
    apdexOf: (id) => (id === null ? { low: 0.99712, high: 0.99898 } : null),
  };

  test('the Apdex stands with its interval and with what it was judged by', () => {
    expect(texts(exact, {}, null, blocks)[5]).toBe('0.998 [0.5 s]: T = 500 ms; 95 % CI 0.997–0.999');
    const judged = {
      ...exact,
      apdex: { score: 0.9, tMs: 500, samples: 99, mixed: true, mode: 'jmeter' },
    } as const;
    expect(texts(judged, {}, null, blocks)[5]).toBe('0.900 [several T]: T = 500 ms; small sample');
    expect(headlineFigures(judged, fakeRun(), null, null)[5]!.exact).toContain(
      'up to 3T tolerated as JMeter does',
    );
  });

  test('a percentile stands with its interval, as far as there is one', () => {
    const lines = texts(exact, {}, null, blocks);
    expect(lines[0]).toBe('144 ms: 95 % CI 143–145; no limit set');
    expect(lines[1]).toBe('235 ms: 6,774 are slower; no limit set');
    const figure = headlineFigures(exact, fakeRun(), null, blocks)[0];
    expect(figure?.exact).toMatch(
      /^144\.25 ms, exact, type 7\n95 % interval 143\.4 to 145\.2 ms, from blocks/,
    );
  });

  test('an interval belongs to exact figures only', () => {
    expect(texts({ ...exact, state: 'previous' }, {}, null, blocks)[0]).not.toContain('CI');
    expect(texts({ ...exact, state: 'estimate' }, {}, null, blocks)[0]).not.toContain('CI');
  });

  test('estimates are marked; counts are exact in either case', () => {
    const marked = texts({ ...exact, state: 'estimate' }, {}, { fromMs: 60_000, toMs: 310_000 });
    expect(marked[0]).toBe('≈144 ms: estimate until it rests; no limit set');
    expect(marked[3]).toBe('≈387 /s: 677,473 samples; in 4 m 10 s');
    expect(marked[4]).toBe('0.067 %: 451 of 677,473; no limit set');
  });

  test('a percentile with under ten samples beyond says so', () => {
    const few = {
      ...exact,
      overall: { ...overall, samples: 500, failures: 0 },
      apdex: { score: 1, tMs: 500, samples: 50 },
    };
    expect(texts(few)).toEqual([
      '144 ms: 25 are slower; no limit set',
      '235 ms: only 5 are slower; no limit set',
      '49 ms: 250 are slower; no limit set',
      '387 /s: 500 samples; in 42 m 00 s',
      '0 %: none of 500 samples; no limit set',
      '1.000 [0.5 s]: T = 500 ms; small sample',
    ]);
  });

  test('what is not known is neither zero nor an estimate', () => {
    const nothing = {
      ...overall,
      samples: 0,
      failures: 0,
      meanMs: null,
      maxMs: null,
      throughputPerSec: null,
      percentilesMs: [],
    };
    expect(texts({ ...exact, state: 'estimate', overall: nothing, apdex: null })).toEqual([
      '– : no samples; ',
      '– : no samples; ',
      '– : no samples; ',
      '– : 0 samples; in 42 m 00 s',
      '– : none of 0 samples; ',
      '– : ; ',
    ]);
  });

  test('without elapsed times and time stamps there is still an error rate', () => {
    const untimed = {
      ...overall,
      meanMs: null,
      maxMs: null,
      throughputPerSec: null,
      percentilesMs: [null, null, null, null, null],
    };
    const lines = texts({ ...exact, overall: untimed, apdex: null }, { startedAtUs: null });
    expect(lines[0]).toBe('– : no response times; ');
    expect(lines[3]).toBe('– : 677,473 samples; no time stamps');
    expect(lines[4]).toBe('0.067 %: 451 of 677,473; no limit set');
  });

  test('digits end where the clock ends', () => {
    expect(texts(exact, { clockTickMs: 1e-6 })[2]).toBe('49.0 ms: 338,736 are slower; no limit set');
  });
});
