import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { numberAt, numberColumn } from '#shared/contract/columns.ts';
import { honestyCodes } from '#shared/model/diagnostics.ts';
import { wholeRun } from '#shared/model/filter.ts';
import { createChannelPair } from '#shared/rpc/channel.ts';
import { createEngineClient } from '#shared/rpc/client.ts';
import { serveEngine } from '#shared/rpc/server.ts';
import { createEngine } from '../engine.ts';
import { useTemporaryFolder } from '../io/testing/temporary-folder.ts';
import { FIXTURES } from '../latency/testing/imported-run.ts';

const folder = useTemporaryFolder();

it('answers every question of honesty through the contract', async () => {
  const engine = await createEngine({
    version: '1.2.3',
    configDirectory: folder.file('config'),
    tempDirectory: folder.file('temp'),
    memoryLimitBytes: 512e6,
    threads: 2,
    workspacePath: null,
    remember: false,
    workerUrl: null,
    nowUs: () => 1,
    sample: null,
    timeZone: 'UTC',
  });
  onTestFinished(() => engine.close());
  const [mine, theirs] = createChannelPair();
  serveEngine(engine, theirs);
  const client = createEngineClient(mine);
  const { fileId } = engine.files.registerPath(join(FIXTURES, 'jmeter/5.6.3/shop-baseline.jtl.gz'));
  await client.call('import.start', { files: [{ fileId }] });
  await engine.idle();
  const [run] = await client.call('runs.list', {});
  const filter = wholeRun(run!.id);

  const items = await client.call('diagnostics.honesty', { runId: run!.id });
  expect(items.map(({ code }) => code).sort()).toEqual([...honestyCodes].sort());
  expect(items.find(({ code }) => code === 'loop')).toMatchObject({ value: 'closed loop' });
  expect(items.find(({ code }) => code === 'littles-law')).toMatchObject({ state: 'good' });

  expect(await client.call('diagnostics.modes', { filter })).toBeInstanceOf(Array);

  const summary = {
    filter,
    percentiles: [95],
    estimator: 'type7',
    apdexTMs: 20,
    jmeterCompatible: false,
  } as const;
  const { overall } = await client.call('latency.summary', { ...summary, percentiles: [95] });
  const { table } = await client.call('diagnostics.intervals', { filter, percentiles: [95] });
  expect(numberAt(numberColumn(table, 'id'), 0)).toBeNull();
  expect(numberAt(numberColumn(table, 'low:95'), 0)!).toBeLessThanOrEqual(overall.percentilesMs['95']!);
  expect(numberAt(numberColumn(table, 'high:95'), 0)!).toBeGreaterThanOrEqual(overall.percentilesMs['95']!);

  const lenient = overall.apdex!.score;
  const strict = await client.call('latency.summary', { ...summary, percentiles: [95], apdexMode: 'jmeter' });
  expect(strict.overall.apdex).toMatchObject({ mode: 'jmeter', tMs: 20 });
  expect(strict.overall.apdex!.score).toBeLessThan(lenient);

  const asked = { filter, percentiles: [95], estimator: 'type7', jmeterCompatible: false } as const;
  const ofWorkspace = async () =>
    (await client.call('latency.summary', { ...asked, percentiles: [95] })).overall.apdex;
  expect(await ofWorkspace()).toMatchObject({ tMs: 500 });
  const settings = { tMs: 20, mode: 'spec', thresholds: [] } as const;
  await client.call('apdex.set', { ...settings, thresholds: [] });
  expect(await client.call('apdex.settings', {})).toEqual(settings);
  expect(await ofWorkspace()).toEqual(overall.apdex);
  const { table: intervals } = await client.call('diagnostics.intervals', { filter, percentiles: [95] });
  expect(numberAt(numberColumn(intervals, 'low:apdex'), 0)!).toBeLessThan(lenient);
  expect(numberAt(numberColumn(intervals, 'high:apdex'), 0)!).toBeGreaterThan(lenient);

  const curves = await client.call('diagnostics.corrected', { filter, maxPoints: 50 });
  expect(curves.method).toBe('interval');
  expect(curves.raw.samples).toBe(run!.samples);
  expect(curves.corrected.samples).toBe(run!.samples + curves.addedSamples);
});
