import { describe, expect, it } from 'vitest';
import type { ComparedRun } from '#shared/model/comparison.ts';
import type { Run } from '#shared/model/run.ts';
import { fakeRun } from '../../testing/fake-data.ts';
import { pooledRuns, shownRunsText, whyNotTogether } from './shown-side.ts';

const compared = (runId: number, change: Partial<ComparedRun> = {}): ComparedRun => ({
  runId,
  name: `run ${runId}`,
  tool: 'jmeter',
  window: { fromMs: 0, toMs: 600_000 },
  windowIs: 'steady',
  samples: 6000,
  ...change,
});
const run = (id: number, change: Partial<Run> = {}): Run => fakeRun({ id, startedAtUs: 1, ...change });

describe('several runs of a side', () => {
  const reason = (change: Partial<ComparedRun>, of: Partial<Run> = {}) =>
    whyNotTogether([compared(1), compared(2, change)], [run(1), run(2, of)]);

  it('are taken together where they were the same test', () => {
    expect(reason({})).toBeNull();
    expect(reason({ samples: 6500 })).toBeNull();
    expect(reason({ window: { fromMs: 0, toMs: 300_000 }, samples: 3000 })).toBeNull();
    expect(whyNotTogether([compared(1)], [run(1)])).toBeNull();
  });

  it('are not under another load, over other lengths, or without samples and time stamps', () => {
    expect(reason({ samples: 7000 })).toContain('10 %');
    expect(reason({ window: { fromMs: 0, toMs: 200_000 }, samples: 2000 })).toContain('twice as long');
    expect(reason({}, { granularity: 'aggregated' })).toContain('report');
    expect(reason({}, { startedAtUs: null })).toContain('time stamps');
    expect(reason({ samples: 0 })).not.toBeNull();
  });

  it('are asked for in their windows, or in the span that is brushed', () => {
    const window = { fromMs: 1000, toMs: 2000 };
    expect(pooledRuns([compared(1), compared(2, { window })], 'buy', null)).toEqual({
      runs: [
        { runId: 1, window: { fromMs: 0, toMs: 600_000 } },
        { runId: 2, window },
      ],
      label: 'buy',
    });
    const span = { fromMs: 5, toMs: 6 };
    expect(pooledRuns([compared(1)], null, span).runs).toEqual([{ runId: 1, window: span }]);
  });

  it('are named where there are several', () => {
    const [one, two] = [[compared(1)], [compared(2), compared(3)]];
    expect(shownRunsText(one, one, [0, 0], true)).toBeNull();
    expect(shownRunsText(one, two, [0, 1], false)).toBe('A: run 1, B: run 3');
    expect(shownRunsText(one, two, [0, 1], true)).toBe('A: run 1, B: all 2 runs');
    expect(shownRunsText(two, one, [7, 0], false)).toBe('A: run 2, B: run 1');
  });
});
