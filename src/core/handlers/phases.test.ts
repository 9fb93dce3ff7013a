import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RunLoops } from '../diagnostics/honesty/run-loops.ts';
import { RunPhases } from '../diagnostics/phase-report.ts';
import { plantedRun } from '../diagnostics/testing/planted-run.ts';
import { storeRun } from '../latency/testing/stored-run.ts';
import { EngineAnswers } from '../sharing/engine-answers.ts';
import { WorkspaceSession } from '../workspace/session.ts';
import { phaseHandlers } from './phases.ts';

/** Nothing here asks other methods. */
const unasked = (): never => {
  throw new Error('asked');
};

let folder: string;
let session: WorkspaceSession;
let announced: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadstone-handlers-'));
  announced = 0;
  session = await WorkspaceSession.start(null, {
    configDirectory: folder,
    database: { memoryLimitBytes: 512e6, threads: 2, tempDirectory: join(folder, 'temp') },
    nowUs: () => 0,
    remember: false,
  });
});
afterEach(async () => {
  await session.close();
  await rm(folder, { recursive: true, force: true });
});

describe('phaseHandlers', () => {
  it('answer, and say when phases have changed', async () => {
    const handlers = phaseHandlers({
      session,
      phases: new RunPhases(),
      loops: new RunLoops(),
      answers: new EngineAnswers(unasked, () => ''),
      announce: () => {
        announced += 1;
        return Promise.resolve();
      },
      emit: () => undefined,
      nowUs: () => 0,
    });
    const samples = plantedRun('handlers', {
      seconds: 240,
      users: () => 20,
      ratePerUser: 2,
      labels: [{ label: 'home', medianMs: 80 }],
      factor: (s) => (s >= 100 && s < 110 ? 5 : 1),
    });
    const runId = (await storeRun(session.workspace.database, [{ samples }])).run.id;
    const call = { signal: new AbortController().signal };

    const found = await handlers['phases.get']({ runId }, call);
    expect(found.steady).not.toBeNull();
    expect(announced).toBe(0);
    expect(await handlers['diagnostics.incidents']({ runId }, call)).toMatchObject([
      { kind: 'slow', phase: 'steady' },
    ]);

    const phases = [{ kind: 'recovery', fromMs: 90_000, toMs: 130_000 } as const];
    expect(await handlers['phases.set']({ runId, phases: [...phases] }, call)).toMatchObject({
      edited: true,
    });
    expect(announced).toBe(1);
    expect(await handlers['diagnostics.incidents']({ runId }, call)).toMatchObject([{ phase: 'recovery' }]);

    expect(await handlers['phases.reset']({ runId }, call)).toEqual(found);
    expect(announced).toBe(2);
    await expect(async () => handlers['phases.get']({ runId: 99 }, call)).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
