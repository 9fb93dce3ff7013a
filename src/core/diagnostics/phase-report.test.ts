import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PhaseReport } from '#shared/model/phases.ts';
import { testSettings } from '../db/testing/test-database.ts';
import { storeRun } from '../latency/testing/stored-run.ts';
import { Workspace } from '../workspace/workspace.ts';
import { RunPhases } from './phase-report.ts';
import { plantedRun } from './testing/planted-run.ts';

const { signal } = new AbortController();
let folder: string;
let workspace: Workspace;
let runId: number;
const open = () => Workspace.open(join(folder, 'test.loadstone'), testSettings(folder), { temporary: false });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadstone-phases-'));
  workspace = await open();
  const samples = plantedRun('report', {
    seconds: 400,
    users: (s) => (s < 40 ? 1 + s / 4 : 10),
    ratePerUser: 1,
    labels: [{ label: 'home', medianMs: 80 }],
  });
  runId = (await storeRun(workspace.database, [{ samples }])).run.id;
});
afterEach(async () => {
  await workspace.close();
  await rm(folder, { recursive: true, force: true });
});

const spans = ({ phases }: PhaseReport) =>
  phases.map(({ kind, fromMs, toMs, edited }) => [kind, fromMs, toMs, edited]);

describe('RunPhases', () => {
  it('lays what a person sets over what is found, and takes it back', async () => {
    const phases = new RunPhases();
    const found = await phases.report(workspace, runId, signal);
    expect(found.edited).toBe(false);
    expect(found.phases.map(({ kind }) => kind)).toEqual(['ramp', 'steady']);
    const { toMs: end } = found.phases[1]!;
    const border = found.phases[1]!.fromMs;

    await phases.set(workspace, runId, [
      { kind: 'drift', fromMs: 300_000, toMs: 350_000 },
      { kind: 'warm-up', fromMs: 20_000, toMs: 90_000 },
    ]);
    const edited = await phases.report(workspace, runId, signal);
    expect(edited.edited).toBe(true);
    expect(spans(edited)).toEqual([
      ['ramp', 0, 20_000, false],
      ['warm-up', 20_000, 90_000, true],
      ['steady', 90_000, 300_000, false],
      ['drift', 300_000, 350_000, true],
      ['steady', 350_000, end, false],
    ]);
    expect(edited.steady).toEqual({ fromMs: 90_000, toMs: 300_000 });
    expect(edited.testTypes).toEqual(found.testTypes);
    expect(border).toBeLessThan(90_000);

    await phases.reset(workspace, runId);
    expect(await phases.report(workspace, runId, signal)).toEqual(found);
  });

  it('keeps what was set when the workspace is closed and opened again', async () => {
    await new RunPhases().set(workspace, runId, [{ kind: 'steady', fromMs: 100_000, toMs: 200_000 }]);
    const before = await new RunPhases().report(workspace, runId, signal);
    await workspace.close();
    workspace = await open();
    expect(await new RunPhases().report(workspace, runId, signal)).toEqual(before);
    expect(before.phases.find(({ edited }) => edited)).toMatchObject({ fromMs: 100_000, toMs: 200_000 });
  });

  it('takes the place of what was set before, and changes the revision', async () => {
    const phases = new RunPhases();
    const { revision } = await workspace.info();
    await phases.set(workspace, runId, [{ kind: 'spike', fromMs: 0, toMs: 1000 }]);
    await phases.set(workspace, runId, [{ kind: 'drift', fromMs: 5000, toMs: 6000 }]);
    const kinds = (await phases.report(workspace, runId, signal)).phases.map(({ kind }) => kind);
    expect(kinds).toContain('drift');
    expect(kinds).not.toContain('spike');
    expect((await workspace.info()).revision).toBeGreaterThan(revision);
  });

  it.each([
    ['beyond the run', [{ kind: 'steady', fromMs: 0, toMs: 1e9 }]],
    ['before the run', [{ kind: 'steady', fromMs: -5, toMs: 100 }]],
    [
      'upon each other',
      [
        { kind: 'steady', fromMs: 0, toMs: 5000 },
        { kind: 'drift', fromMs: 4000, toMs: 6000 },
      ],
    ],
  ] as const)('refuses phases %s, and keeps what was set', async (_, wrong) => {
    const phases = new RunPhases();
    await phases.set(workspace, runId, [{ kind: 'drift', fromMs: 1000, toMs: 2000 }]);
    const before = await phases.report(workspace, runId, signal);
    await expect(phases.set(workspace, runId, wrong)).rejects.toMatchObject({ code: 'bad-request' });
    expect(await phases.report(workspace, runId, signal)).toEqual(before);
  });

  it('refuses phases of a run without a timeline, and of none at all', async () => {
    const { run } = await storeRun(workspace.database, [
      { samples: [{ label: 'a', elapsedMs: 5, ok: true }] },
    ]);
    const set = (id: number) => new RunPhases().set(workspace, id, [{ kind: 'steady', fromMs: 0, toMs: 5 }]);
    await expect(set(run.id)).rejects.toMatchObject({ code: 'bad-request' });
    await expect(set(999)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('finds anew what another workspace holds', async () => {
    const phases = new RunPhases();
    const first = await phases.report(workspace, runId, signal);
    await workspace.database.execute(
      `DELETE FROM samples_${(await workspace.run(runId)).sourceIds[0]!} WHERE elapsed_ms > 0`,
    );
    // Nothing says that it has changed.
    expect(await phases.report(workspace, runId, signal)).toBe(first);
    workspace.changed();
    expect((await phases.report(workspace, runId, signal)).steady).toBeNull();
  });
});
