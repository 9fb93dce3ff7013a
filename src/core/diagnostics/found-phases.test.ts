import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PhaseReport } from '#shared/model/phases.ts';
import type { Run } from '#shared/model/run.ts';
import type { Database } from '../db/database.ts';
import { openTestDatabase, storeRun } from '../latency/testing/stored-run.ts';
import { foundPhases } from './found-phases.ts';
import { loadSeries } from './load-series.ts';
import { plantedRun } from './testing/planted-run.ts';
import { plateauOf } from './testing/planted-series.ts';

const { signal } = new AbortController();
const LABELS = [
  { label: 'home', medianMs: 60 },
  { label: 'search', medianMs: 250 },
  { label: 'cart', medianMs: 120 },
];

let database: Database;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ database, remove } = await openTestDatabase());
});
afterAll(() => remove());

const phasesOf = async (run: Run, until = signal): Promise<PhaseReport> =>
  foundPhases(database, run, await loadSeries(database, run, until), until);

describe('foundPhases', () => {
  it('finds ramp, warm-up and steady state of a run', async () => {
    const samples = plantedRun('whole', {
      seconds: 1200,
      users: plateauOf(40, 1200, 60),
      ratePerUser: 0.5,
      labels: LABELS,
      factor: (s) => 1 + Math.exp(-s / 60),
    });
    const { run } = await storeRun(database, [{ samples }]);
    const report = await phasesOf(run);
    expect(report.phases.map(({ kind }) => kind)).toEqual(['ramp', 'warm-up', 'steady']);
    expect(Math.abs(report.phases[0]!.toMs - 60_000)).toBeLessThanOrEqual(10_000);
    expect(report.steady!.fromMs).toBeGreaterThan(90_000);
    expect(report.steady!.fromMs).toBeLessThan(300_000);
    expect(report.steady!.toMs).toBe(run.durationMs);
    expect(report).toMatchObject({ load: 'threads', testTypes: ['load'], note: null, edited: false });
  });

  it('takes no change of the mix for a warm-up', async () => {
    const slowAtFirst = plantedRun('mix 1', {
      seconds: 600,
      users: () => 20,
      ratePerUser: 1,
      labels: [LABELS[1]!, LABELS[1]!, LABELS[1]!, LABELS[0]!],
    }).filter(({ startMs }) => startMs! < 200_000);
    const fastLater = plantedRun('mix 2', {
      seconds: 600,
      users: () => 20,
      ratePerUser: 1,
      labels: [LABELS[0]!, LABELS[0]!, LABELS[0]!, LABELS[1]!],
    }).filter(({ startMs }) => startMs! >= 200_000);
    const { run } = await storeRun(database, [{ samples: [...slowAtFirst, ...fastLater] }]);
    const report = await phasesOf(run);
    expect(report.phases.map(({ kind }) => kind)).toEqual(['steady']);
  });

  it('adds the threads of several load generators', async () => {
    const plan = { seconds: 400, users: () => 10, ratePerUser: 1, labels: LABELS };
    const one = plantedRun('generator 1', plan);
    const late = plantedRun('generator 2', plan).filter(({ startMs }) => startMs! >= 200_000);
    const { run } = await storeRun(database, [{ samples: one }, { samples: late }]);
    const report = await phasesOf(run);
    expect(report.phases).toHaveLength(2);
    expect(Math.abs(report.phases[1]!.fromMs - 200_000)).toBeLessThanOrEqual(2000);
    expect(report.phases[0]!.reason).toContain('10 users all the time');
    expect(report.phases[1]!.reason).toContain('20 users all the time');
  });

  it.each([true, false])('measures a spike and its recovery, threads written: %s', async (threads) => {
    const samples = plantedRun(`spike ${threads}`, {
      seconds: 1200,
      users: (s) => (s >= 600 && s < 660 ? 120 : 30),
      ratePerUser: 1,
      labels: LABELS,
      threads,
      // Back to normal 45 s after the load is.
      factor: (s) => (s >= 600 && s < 705 ? 4 : 1),
      errorRate: (s) => (s >= 600 && s < 660 ? 0.2 : 0),
    });
    const { run } = await storeRun(database, [{ samples }]);
    const report = await phasesOf(run);
    expect(report.testTypes).toEqual(['spike']);
    expect(report.spikes).toHaveLength(1);
    const [spike] = report.spikes;
    expect(Math.abs(spike!.span.fromMs - 600_000)).toBeLessThanOrEqual(3000);
    expect(Math.abs(spike!.span.toMs - 660_000)).toBeLessThanOrEqual(3000);
    expect(Math.abs(spike!.recoveryMs! - 45_000)).toBeLessThanOrEqual(5000);
    expect(spike!.peakP95Ms / spike!.baselineP95Ms).toBeGreaterThan(3);
    expect(Math.abs(spike!.excessFailures - 60 * 120 * 0.2)).toBeLessThan(150);
    expect(report.phases.map(({ kind }) => kind)).toEqual(['steady', 'spike', 'recovery', 'steady']);
    expect(Math.abs(report.phases[3]!.fromMs - 705_000)).toBeLessThanOrEqual(5000);
  });

  it('gives no time of recovery where there was none', async () => {
    const samples = plantedRun('no recovery', {
      seconds: 900,
      users: (s) => (s >= 600 && s < 660 ? 120 : 30),
      ratePerUser: 1,
      labels: LABELS,
      factor: (s) => (s >= 600 ? 4 : 1),
    });
    const { run } = await storeRun(database, [{ samples }]);
    const { spikes, phases } = await phasesOf(run);
    expect(spikes[0]!.recoveryMs).toBeNull();
    expect(Math.abs(spikes[0]!.waitedMs - 240_000)).toBeLessThanOrEqual(5000);
    expect(phases.at(-1)!.kind).toBe('recovery');
    expect(phases.at(-1)!.reason).toContain('Not recovered');
  });

  it('says why a run has no phases', async () => {
    const { run } = await storeRun(database, [{ samples: [{ label: 'a', elapsedMs: 5, ok: true }] }]);
    const report = await phasesOf(run);
    expect(report).toMatchObject({ phases: [], steady: null, load: null, testTypes: [] });
    expect(report.note).toContain('no time stamps');
  });

  it('ends when it is cancelled', async () => {
    const samples = plantedRun('cancel', { seconds: 30, users: () => 5, ratePerUser: 1, labels: LABELS });
    const { run } = await storeRun(database, [{ samples }]);
    await expect(phasesOf(run, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  });
});
