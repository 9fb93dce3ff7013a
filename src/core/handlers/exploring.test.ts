import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberColumn, textAt, textColumn } from '#shared/contract/columns.ts';
import { wholeRun } from '#shared/model/filter.ts';
import { FIXTURES, importRun } from '../latency/testing/imported-run.ts';
import { EngineAnswers } from '../sharing/engine-answers.ts';
import { WorkspaceSession } from '../workspace/session.ts';
import { exploringHandlers } from './exploring.ts';
import { RunLoops } from '../diagnostics/honesty/run-loops.ts';
import { RunPhases } from '../diagnostics/phase-report.ts';

/** Nothing here asks other methods. */
const unasked = (): never => {
  throw new Error('asked');
};

const JMETER = join(FIXTURES, 'jmeter/5.6.3/default.jtl');
const call = { signal: new AbortController().signal };

let folder: string;
let session: WorkspaceSession;
let handlers: ReturnType<typeof exploringHandlers>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadstone-exploring-'));
  session = await WorkspaceSession.start(null, {
    configDirectory: folder,
    database: { memoryLimitBytes: 512e6, threads: 2, tempDirectory: join(folder, 'temp') },
    nowUs: () => 0,
    remember: false,
  });
  handlers = exploringHandlers({
    session,
    phases: new RunPhases(),
    loops: new RunLoops(),
    answers: new EngineAnswers(unasked, () => ''),
    announce: () => Promise.resolve(),
    emit: () => undefined,
    nowUs: () => 0,
  });
});
afterAll(async () => {
  await session.close();
  await rm(folder, { recursive: true, force: true });
});

describe('samples of a real JMeter file', () => {
  it('are chosen by code, failure and thread group as its rows say', async () => {
    const { run } = await importRun(session.workspace.database, JMETER);
    const runId = run.id;
    const all = await handlers['latency.samples'](
      { filter: wholeRun(runId), order: 'startMs', descending: false, offset: 0, limit: 5000 },
      call,
    );
    expect(all.total).toBe(run.samples);
    const fields = await handlers['latency.fields']({ runId, maxValues: 1000 }, call);
    const codes = fields.find(({ field }) => field === 'code')!;
    expect(codes.values.reduce((sum, { samples }) => sum + samples, 0)).toBe(run.samples);
    const groups = fields.find(({ field }) => field === 'thread-group')!;
    expect(groups.values).toEqual([{ value: 'Shop users 1', samples: run.samples }]);
    // Sub-results and controllers have codes too, and are not counted: the file has at least as many rows of a code.
    const written = (code: string): number =>
      readFileSync(JMETER, 'utf8')
        .split('\n')
        .filter((line) => !line.includes('Number of samples in transaction') && line.split(',')[3] === code)
        .length;
    expect(codes.values.length).toBeGreaterThan(1);
    for (const { value, samples } of codes.values) {
      const conditions = [{ field: 'code', values: [value], not: false }];
      const { total, table } = await handlers['latency.samples'](
        {
          filter: { ...wholeRun(runId), conditions },
          order: 'elapsedMs',
          descending: true,
          offset: 0,
          limit: 5000,
        },
        call,
      );
      expect(total).toBe(samples);
      expect(total).toBeLessThanOrEqual(written(value ?? ''));
      expect(total).toBeGreaterThan(0);
      expect(
        new Set(Array.from({ length: total }, (_, row) => textAt(textColumn(table, 'code'), row))),
      ).toEqual(new Set([value]));
    }
    const elapsed = [...numberColumn(all.table, 'elapsedMs').values].slice(0, all.total);
    const report = await handlers['latency.tail']({ filter: wholeRun(runId), share: 0.1, limit: 50 }, call);
    expect(report.tailSamples).toBe(elapsed.filter((ms) => ms >= report.thresholdMs!).length);
    expect(report.tailSamples).toBeGreaterThanOrEqual(elapsed.length / 10);
  });
});

describe('samples of a real k6 file', () => {
  it('are chosen by their tags', async () => {
    const { run } = await importRun(session.workspace.database, join(FIXTURES, 'k6/1.8.1/results.csv'));
    const fields = await handlers['latency.fields']({ runId: run.id, maxValues: 1000 }, call);
    const scenario = fields.find(({ field }) => field === 'tag:scenario')!;
    expect(scenario.values.length).toBeGreaterThan(0);
    const counts = await Promise.all(
      scenario.values.map(async ({ value }) => {
        const conditions = [{ field: 'tag:scenario', values: [value], not: false }];
        const filter = { ...wholeRun(run.id), conditions };
        return (
          await handlers['latency.samples'](
            { filter, order: 'startMs', descending: false, offset: 0, limit: 1 },
            call,
          )
        ).total;
      }),
    );
    expect(counts).toEqual(scenario.values.map(({ samples }) => samples));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(run.samples);
  });
});

describe('a report', () => {
  it('has no samples to show, and says what to open instead', async () => {
    const { run } = await importRun(
      session.workspace.database,
      join(FIXTURES, 'jmeter/5.6.3/default.statistics.json'),
    );
    const filter = wholeRun(run.id);
    for (const asked of [
      () =>
        handlers['latency.samples'](
          { filter, order: 'startMs', descending: false, offset: 0, limit: 1 },
          call,
        ),
      () => handlers['latency.tail']({ filter, share: 0.01, limit: 1 }, call),
      () => handlers['latency.codes']({ filter, maxBuckets: 10, maxCodes: 5 }, call),
      () => handlers['latency.parts']({ filter, maxBuckets: 10 }, call),
    ]) {
      await expect(asked()).rejects.toMatchObject({
        code: 'bad-request',
        hint: expect.any(String) as string,
      });
    }
    expect(await handlers['latency.fields']({ runId: run.id, maxValues: 1 }, call)).toEqual([]);
  });
});
