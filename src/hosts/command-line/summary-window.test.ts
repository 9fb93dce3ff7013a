import { describe, expect, it } from 'vitest';
import type { PhaseReport } from '#shared/model/phases.ts';
import type { Run } from '#shared/model/run.ts';
import { summaryWindow } from './summary-window.ts';

const run = { startedAtUs: 0, durationMs: 600_000 } as Run;
const none = { from: null, to: null };
const phases = (steady: PhaseReport['steady']): PhaseReport => ({
  phases: [],
  edited: false,
  steady,
  note: steady === null ? 'No steady phase: the load was never constant.' : null,
  load: 'threads',
  testTypes: [],
  testTypeReasons: [],
  spikes: [],
});

describe('summaryWindow', () => {
  it('is the whole run, or what was asked for', () => {
    expect(summaryWindow(run, none, null)).toEqual({ time: null, warnings: [] });
    expect(summaryWindow(run, { from: '60s', to: null }, null).time).toEqual({
      fromMs: 60_000,
      toMs: 600_001,
    });
  });

  it('is the steady phase, or the part of it that was asked for', () => {
    const steady = phases({ fromMs: 120_000, toMs: 500_000 });
    expect(summaryWindow(run, none, steady)).toEqual({
      time: { fromMs: 120_000, toMs: 500_000 },
      warnings: [],
    });
    expect(summaryWindow(run, { from: '1m', to: '5m' }, steady).time).toEqual({
      fromMs: 120_000,
      toMs: 300_000,
    });
    expect(summaryWindow(run, { from: null, to: '1m' }, steady).time).toEqual({
      fromMs: 120_000,
      toMs: 120_000,
    });
  });

  it('is the whole run with a warning where there is no steady phase', () => {
    const { time, warnings } = summaryWindow(run, none, phases(null));
    expect(time).toBeNull();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]!.code).toBe('no-steady-phase');
    expect(warnings[0]!.message).toContain('never constant');
  });
});
